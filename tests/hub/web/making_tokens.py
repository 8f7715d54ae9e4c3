"""Makes tokens of people for tests of the API, and shows them."""

from collections.abc import Mapping

from hub.context import AppContext
from hub.models import Scope
from hub.services import api_tokens


def make_token(
    context: AppContext,
    person_id: int,
    *scopes: Scope,
    name: str = "clock",
    days: int = 30,
) -> str:
    """Make a token of a person; without scopes one that is good for all."""
    with context.transaction() as session:
        return api_tokens.make(
            session,
            person_id,
            name=name,
            scopes=tuple(scopes or Scope),
            days=days,
            now=context.clock.now(),
        )


def showing(token: str) -> Mapping[str, str]:
    """Give the header that shows a token."""
    return {"Authorization": f"Bearer {token}"}
