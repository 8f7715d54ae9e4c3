"""The page on which people say what they can and want."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.models import Relation
from hub.views.accounts import Viewer
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import skills
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import levels
from hub.web.forms.profile import (
    BLANK_SKILLS,
    BLANK_SPOKEN,
    MAX_SKILLS,
    MAX_SPOKEN,
    TypedProfile,
    TypedSkill,
)
from hub.web.pages.base import PrivatePage

RELATIONS = (
    (Relation.HAS.value, "I can do this"),
    (Relation.LEARNING.value, "I am learning it"),
    (Relation.MENTOR.value, "I can teach it"),
    (Relation.NEVER.value, "Never ask me for it"),
)

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage(PrivatePage):
    """The form as it was typed, with a sentence at each wrong field.

    ``skills`` and ``spoken`` end in blank lines; saving brings more.
    """

    typed: TypedProfile
    skills: tuple[TypedSkill, ...]
    spoken: tuple[str, ...]
    errors: Mapping[str, str]
    is_saved: bool
    handle: str
    relations: Choices
    levels: Choices
    kinds: Choices
    causes: Choices
    known_skills: tuple[str, ...]
    known_languages: tuple[str, ...]


def profile_page(
    viewer: Viewer,
    typed: TypedProfile,
    *,
    errors: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> ProfilePage:
    """Ask a person what they can and want."""
    return ProfilePage(
        title="Your profile",
        section="account",
        form_token=viewer.form_token,
        typed=typed,
        skills=(*typed.skills, *[TypedSkill()] * BLANK_SKILLS)[:MAX_SKILLS],
        spoken=(*typed.spoken, *[""] * BLANK_SPOKEN)[:MAX_SPOKEN],
        errors=errors or {},
        is_saved=is_saved,
        handle=viewer.handle,
        relations=RELATIONS,
        levels=tuple((each.key, each.label) for each in levels()),
        kinds=tuple((each.key, each.label) for each in kinds()),
        causes=tuple((each.key, each.label) for each in causes()),
        known_skills=tuple(each.name for each in skills()),
        known_languages=tuple(each.name for each in spoken_languages()),
    )
