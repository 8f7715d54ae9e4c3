"""What a person says of themselves, changed by a program that shows a token of theirs."""

from collections.abc import Mapping

from fastapi import APIRouter, Depends
from fastapi.exceptions import RequestValidationError

from hub.services import profiles
from hub.web.deps import Context, DbSession, Holder, Now
from hub.web.forms.checking import checked_profile
from hub.web.forms.given_profile import not_there, typed_from
from hub.web.forms.typed_profile import as_typed
from hub.web.openapi import problems
from hub.web.routes.api.answers import own_profile
from hub.web.routes.api.own import keep_nowhere
from hub.web.schemas import GivenProfile, OwnProfile

router = APIRouter(prefix="/me", tags=["own data"], dependencies=[Depends(keep_nowhere)])
# Where the form has another name for a field.
_CALLED = {"hours": "hours_per_week"}


@router.patch("/profile", responses=problems(401, 403, 429))
def change_profile(
    session: DbSession, context: Context, holder: Holder, now: Now, given: GivenProfile
) -> OwnProfile:
    """Change the given fields of what the person says of themselves. Needs `write:own`.

    What is not given stays; `null` and empty lists mean that nothing is said. It is judged as the
    form on the person's page is, and nothing is saved where one field is wrong.
    """
    before = as_typed(profiles.read(session, holder.person_id))
    wrong = not_there(before, given)
    typed = typed_from(before, given)
    profile, errors = checked_profile(session, holder.person_id, typed)
    if profile is None or wrong:
        raise _refusal({**errors, **wrong})
    with context.transaction() as writing:
        profiles.save(writing, holder.person_id, profile, now=now)
        saved = profiles.read(writing, holder.person_id)
    return own_profile(holder, saved)


def _refusal(errors: Mapping[str, str]) -> RequestValidationError:
    """Name each wrong field with its sentence, as any wrong parameter is named."""
    return RequestValidationError(
        [
            {"loc": ("body", _CALLED.get(name, name)), "msg": sentence, "type": "value_error"}
            for name, sentence in errors.items()
        ]
    )
