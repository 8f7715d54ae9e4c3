"""Judges a typed profile whole: its fields, and what only the database knows of them."""

from collections.abc import Mapping

from sqlmodel import Session

from hub.services import profiles
from hub.services.profiles import Profile
from hub.web.forms.profile import read_profile
from hub.web.forms.typed_profile import TypedProfile


def checked_profile(
    session: Session, person_id: int, typed: TypedProfile
) -> tuple[Profile | None, Mapping[str, str]]:
    """Give the profile, or ``None`` with a sentence for each field that is wrong."""
    profile, errors = read_profile(typed)
    if profile is None:
        return None, errors
    unknown = profiles.unknown_projects(session, person_id, profile.never_projects)
    if unknown:
        return None, {"never_projects": f"This is no project of this hub: {unknown[0][:80]}."}
    return profile, {}
