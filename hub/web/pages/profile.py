"""The page on which people say what they can and want."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import Audience, Relation
from hub.services.openness import A_MEMBER, FIELDS, VISITOR, audiences_of
from hub.services.profiles import Profile, is_page_open
from hub.views.accounts import Viewer
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import skills
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import levels
from hub.web.forms.typed_profile import (
    MAX_SKILLS,
    MAX_SPOKEN,
    TypedProfile,
    TypedSkill,
    TypedSpoken,
)
from hub.web.pages.base import PrivatePage
from hub.web.time_zones import offered_time_zones
from hub.web.wording import FLUENCIES, capitalised

BLANK_SKILLS = 3
BLANK_SPOKEN = 2

RELATIONS = (
    (Relation.HAS.value, "I can do this"),
    (Relation.LEARNING.value, "I am learning it"),
    (Relation.MENTOR.value, "I can teach it"),
    (Relation.NEVER.value, "Never ask me for it"),
)
AUDIENCES = {
    Audience.ONESELF: "Only me",
    Audience.STEWARDS: "Projects I offer help to",
    Audience.MEMBERS: "Members",
    Audience.EVERYONE: "Everyone",
}
# Fields that stand behind "More", which is open where one of them says something or is wrong.
_MORE = (
    "asked_for", "not_asked_for", "level", "time_zone", "links", "contact", "never_projects",
)  # fmt: skip

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage(PrivatePage):
    """The form as it was typed, with a sentence at each wrong field.

    ``skills`` and ``spoken`` end in blank lines; saving brings more. ``members_see`` and
    ``visitors_see`` say whose eyes the page about the person is open to now, as it was saved.
    """

    typed: TypedProfile
    skills: tuple[TypedSkill, ...]
    spoken: tuple[TypedSpoken, ...]
    errors: Mapping[str, str]
    is_saved: bool
    is_more_open: bool
    members_see: bool
    visitors_see: bool
    handle: str
    audiences: Mapping[str, Choices]
    relations: Choices
    levels: Choices
    fluencies: Choices
    kinds: Choices
    causes: Choices
    known_skills: tuple[str, ...]
    known_languages: tuple[str, ...]
    known_time_zones: tuple[str, ...]


def profile_page(
    viewer: Viewer,
    saved: Profile,
    typed: TypedProfile,
    *,
    now: datetime,
    errors: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> ProfilePage:
    """Ask a person what they can and want."""
    errors = errors or {}
    return ProfilePage(
        title="Your profile",
        section="account",
        form_token=viewer.form_token,
        typed=typed,
        skills=(*typed.skills, *[TypedSkill()] * BLANK_SKILLS)[:MAX_SKILLS],
        spoken=(*typed.spoken, *[TypedSpoken()] * BLANK_SPOKEN)[:MAX_SPOKEN],
        errors=errors,
        is_saved=is_saved,
        is_more_open=any(getattr(typed, name) or name in errors for name in _MORE),
        members_see=is_page_open(saved, A_MEMBER, now=now),
        visitors_see=is_page_open(saved, VISITOR, now=now),
        handle=viewer.handle,
        audiences={name: _choices_of(name) for name in FIELDS},
        relations=RELATIONS,
        levels=tuple((each.key, capitalised(each.label)) for each in levels()),
        fluencies=tuple((key, capitalised(words)) for key, words in FLUENCIES.items()),
        kinds=tuple((each.key, each.label) for each in kinds()),
        causes=tuple((each.key, each.label) for each in causes()),
        known_skills=tuple(each.name for each in skills()),
        known_languages=tuple(each.name for each in spoken_languages()),
        known_time_zones=offered_time_zones(),
    )


def _choices_of(field: str) -> Choices:
    return tuple((each.value, AUDIENCES[each]) for each in audiences_of(field))
