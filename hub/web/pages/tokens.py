"""The page of a person's tokens: made, shown once, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import Scope
from hub.services.api_tokens import LASTS_DAYS, MAX_NAME_CHARS
from hub.views.accounts import TokenView, Viewer
from hub.web.pages.base import PrivatePage

SCOPES: Mapping[Scope, str] = {
    Scope.READ_OWN: "Read what is yours: profile, suggestions, searches, all data",
    Scope.WRITE_OWN: "Change your profile, and answer suggestions for you",
}
_LASTS = {7: "A week", 30: "30 days", 90: "90 days", 365: "A year"}


@dataclass(frozen=True, slots=True)
class TypedToken:
    """The form as it was sent."""

    name: str = ""
    scopes: tuple[str, ...] = (Scope.READ_OWN.value,)
    days: int = LASTS_DAYS[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensPage(PrivatePage):
    """Tokens that work. ``made`` is the new one, on this one page alone; else it is empty."""

    tokens: tuple[TokenView, ...]
    typed: TypedToken
    scopes: tuple[tuple[str, str], ...]
    lasts: tuple[tuple[int, str], ...]
    most_name_chars: int
    error: str
    made: str
    now: datetime


def tokens_page(
    viewer: Viewer,
    tokens: tuple[TokenView, ...],
    *,
    now: datetime,
    typed: TypedToken | None = None,
    error: str = "",
    made: str = "",
) -> TokensPage:
    """Show a person their tokens."""
    return TokensPage(
        title="Your tokens",
        section="account",
        form_token=viewer.form_token,
        tokens=tokens,
        typed=typed or TypedToken(),
        scopes=tuple((scope.value, words) for scope, words in SCOPES.items()),
        lasts=tuple((days, _LASTS[days]) for days in LASTS_DAYS),
        most_name_chars=MAX_NAME_CHARS,
        error=error,
        made=made,
        now=now,
    )
