"""The page of those with whom a person wants nothing to do."""

from dataclasses import dataclass

from hub.services.never_people import MOST_NAMED
from hub.views.accounts import NamedPerson, Viewer
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidPage(PrivatePage):
    """Whom they named; ``typed`` is what stands in the form, with what is wrong with it."""

    typed: str
    error: str
    is_saved: bool
    people: tuple[NamedPerson, ...]
    most: int = MOST_NAMED


def avoid_page(
    viewer: Viewer,
    people: tuple[NamedPerson, ...],
    *,
    typed: str | None = None,
    error: str = "",
    is_saved: bool = False,
) -> AvoidPage:
    """Show a person their list, or what they typed if it was not saved."""
    return AvoidPage(
        title="People you want nothing to do with",
        section="account",
        form_token=viewer.form_token,
        typed="\n".join(each.handle for each in people) if typed is None else typed,
        error=error,
        is_saved=is_saved,
        people=people,
    )
