"""The profile's form as it was typed, or as it is shown first. Nothing in it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.models import Relation
from hub.services.openness import FIELDS
from hub.services.profiles import Profile
from hub.vocabulary.causes import cause
from hub.vocabulary.kinds import kind
from hub.vocabulary.skills import skill_name
from hub.vocabulary.spoken import spoken_name
from hub.web.forms.reading import Form

MAX_SKILLS = 40
MAX_SPOKEN = 8


@dataclass(frozen=True, slots=True)
class TypedSkill:
    """One line of the skills, as it was typed."""

    text: str = ""
    relation: str = Relation.HAS
    level: str = ""


@dataclass(frozen=True, slots=True)
class TypedSpoken:
    """One line of the languages, as it was typed."""

    text: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class TypedProfile:
    """All fields. ``seen_by`` says who sees each field of those that the form had."""

    name: str = ""
    own_line: str = ""
    skills: tuple[TypedSkill, ...] = ()
    level: str = ""
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    hours: str = ""
    hours_until: str = ""
    time_zone: str = ""
    spoken: tuple[TypedSpoken, ...] = ()
    asked_for: str = ""
    not_asked_for: str = ""
    links: str = ""
    contact: str = ""
    never_projects: str = ""
    is_findable: bool = False
    is_suggested: bool = False
    suggested_causes: tuple[str, ...] = ()
    paused_until: str = ""
    seen_by: Mapping[str, str] = field(default_factory=dict)


def as_typed(profile: Profile) -> TypedProfile:
    """Write a profile into the form, without kinds and causes that nobody can choose any more."""
    hours = profile.hours_per_week
    return TypedProfile(
        name=profile.name,
        own_line=profile.own_line or "",
        skills=tuple(
            TypedSkill(skill_name(each.skill), each.relation, each.level or "")
            for each in profile.skills
        ),
        level=profile.level or "",
        kinds=tuple(key for key in profile.kinds if kind(key)),
        causes=tuple(key for key in profile.causes if cause(key)),
        hours=f"{hours:g}" if hours is not None else "",
        hours_until=profile.hours_until.isoformat() if profile.hours_until else "",
        time_zone=profile.time_zone or "",
        spoken=tuple(
            TypedSpoken(spoken_name(code), profile.spoken_levels.get(code, ""))
            for code in profile.spoken
        ),
        asked_for=profile.asked_for or "",
        not_asked_for=profile.not_asked_for or "",
        links="\n".join(profile.links),
        contact=profile.contact or "",
        never_projects="\n".join(profile.never_projects),
        is_findable=profile.is_findable,
        is_suggested=profile.is_suggested,
        suggested_causes=tuple(key for key in profile.suggested_causes if cause(key)),
        paused_until=f"{profile.paused_until:%Y-%m-%d}" if profile.paused_until else "",
        seen_by={name: audience.value for name, audience in profile.seen_by.items()},
    )


def typed_profile(form: Form) -> TypedProfile:
    """Take the form as it was sent."""
    return TypedProfile(
        name=form.text("name"),
        own_line=form.text("own_line"),
        skills=tuple(
            TypedSkill(
                form.text(f"skill-{number}"),
                form.text(f"relation-{number}"),
                form.text(f"skill-level-{number}"),
            )
            for number in range(MAX_SKILLS)
            if form.text(f"skill-{number}").strip()
        ),
        level=form.text("level"),
        kinds=form.texts("kind"),
        causes=form.texts("cause"),
        hours=form.text("hours"),
        hours_until=form.text("hours_until"),
        time_zone=form.text("time_zone"),
        spoken=tuple(
            TypedSpoken(form.text(f"spoken-{number}"), form.text(f"spoken-level-{number}"))
            for number in range(MAX_SPOKEN)
            if form.text(f"spoken-{number}").strip()
        ),
        asked_for=form.text("asked_for"),
        not_asked_for=form.text("not_asked_for"),
        links=form.text("links"),
        contact=form.text("contact"),
        never_projects=form.text("never_projects"),
        is_findable=form.text("findable") == "on",
        is_suggested=form.text("suggested") == "on",
        suggested_causes=form.texts("suggested_cause"),
        paused_until=form.text("paused_until"),
        seen_by={
            name: form.text(f"seen-{name}") for name in FIELDS if f"seen-{name}" in form.fields
        },
    )
