"""Reads the profile's form: what was typed becomes a profile, or a sentence at each wrong field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from hub.errors import BadRequest
from hub.models import Relation
from hub.services.accounts import checked_name
from hub.services.profiles import Profile, SkillLine
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import find_skill, skill_name
from hub.vocabulary.spoken import spoken_languages, spoken_name
from hub.vocabulary.terms import level
from hub.web.forms.reading import Form

MAX_SKILLS = 40
MAX_SPOKEN = 8
MAX_PROJECTS = 50
MAX_LINE_CHARS = 300
MAX_HOURS = 80
BLANK_SKILLS = 3
BLANK_SPOKEN = 2


@dataclass(frozen=True, slots=True)
class TypedSkill:
    """One line of the skills, as it was typed."""

    text: str = ""
    relation: str = Relation.HAS
    level: str = ""


@dataclass(frozen=True, slots=True)
class TypedProfile:
    """The form as it was typed, or as it is shown first."""

    name: str = ""
    own_line: str = ""
    skills: tuple[TypedSkill, ...] = ()
    level: str = ""
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    hours: str = ""
    spoken: tuple[str, ...] = ()
    never_projects: str = ""
    is_suggested: bool = False
    paused_until: str = ""


@dataclass(slots=True)
class _Errors:
    """Sentences by the names of the fields that they are about; the first one stands."""

    sentences: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        self.sentences.setdefault(name, sentence)


def as_typed(profile: Profile) -> TypedProfile:
    """Write a profile into the form."""
    hours = profile.hours_per_week
    return TypedProfile(
        name=profile.name,
        own_line=profile.own_line or "",
        skills=tuple(
            TypedSkill(skill_name(each.skill), each.relation, each.level or "")
            for each in profile.skills
        ),
        level=profile.level or "",
        kinds=profile.kinds,
        causes=profile.causes,
        hours=f"{hours:g}" if hours is not None else "",
        spoken=tuple(spoken_name(code) for code in profile.spoken),
        never_projects="\n".join(profile.never_projects),
        is_suggested=profile.is_suggested,
        paused_until=f"{profile.paused_until:%Y-%m-%d}" if profile.paused_until else "",
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
        spoken=tuple(text for text in form.texts("spoken") if text.strip()),
        never_projects=form.text("never_projects"),
        is_suggested=form.text("suggested") == "on",
        paused_until=form.text("paused_until"),
    )


def read_profile(typed: TypedProfile) -> tuple[Profile | None, Mapping[str, str]]:
    """Give the profile, or ``None`` with a sentence for each field that is wrong."""
    errors = _Errors()
    profile = Profile(
        name=_name(typed.name, errors),
        own_line=_own_line(typed.own_line, errors),
        skills=_skills(typed.skills, errors),
        level=typed.level if level(typed.level) else None,
        kinds=tuple(each.key for each in kinds() if each.key in typed.kinds),
        causes=tuple(each.key for each in causes() if each.key in typed.causes),
        hours_per_week=_hours(typed.hours, errors),
        spoken=_spoken(typed.spoken, errors),
        never_projects=_projects(typed.never_projects, errors),
        is_suggested=typed.is_suggested,
        paused_until=_day(typed.paused_until, errors),
    )
    return (None if errors.sentences else profile), errors.sentences


def _name(text: str, errors: _Errors) -> str:
    try:
        return checked_name(text)
    except BadRequest as exc:
        errors.add("name", str(exc))
        return ""


def _own_line(text: str, errors: _Errors) -> str | None:
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(line) > MAX_LINE_CHARS:
        errors.add("own_line", f"This is longer than {MAX_LINE_CHARS} letters.")
    return line or None


def _skills(typed: tuple[TypedSkill, ...], errors: _Errors) -> tuple[SkillLine, ...]:
    """Read the lines; of one skill typed twice, the last line stands."""
    lines: dict[str, SkillLine] = {}
    for each in typed:
        found = find_skill(each.text)
        key = found.key if found else " ".join(each.text.casefold().split())
        if not 0 < len(key) <= 60:
            errors.add("skills", "A skill has 1 to 60 letters, such as “python” or “proofreading”.")
            continue
        if each.relation not in [*Relation]:
            errors.add("skills", "Choose what each skill is to you.")
            continue
        known = each.level if level(each.level) else None
        lines[key] = SkillLine(key, Relation(each.relation), known)
    return tuple(lines.values())


def _hours(text: str, errors: _Errors) -> float | None:
    if not text.strip():
        return None
    try:
        hours = float(text.strip().replace(",", "."))
    except ValueError:
        hours = 0
    if not 0 < hours <= MAX_HOURS:
        errors.add("hours", f"Hours a week are a number up to {MAX_HOURS}, such as 3 or 1.5.")
        return None
    return hours


def _spoken(texts: tuple[str, ...], errors: _Errors) -> tuple[str, ...]:
    codes = {
        name.casefold(): each.code
        for each in spoken_languages()
        for name in (each.code, each.name, each.own_name)
    }
    found = [codes.get(text.strip().casefold()) for text in texts]
    unknown = [text for text, code in zip(texts, found, strict=True) if code is None]
    if unknown:
        errors.add(
            "spoken", f"We do not know this language: {unknown[0][:60]}. Choose from the list."
        )
    if len(found) > MAX_SPOKEN:
        errors.add("spoken", f"Up to {MAX_SPOKEN} languages fit here.")
    return tuple(dict.fromkeys(code for code in found if code))


def _projects(text: str, errors: _Errors) -> tuple[str, ...]:
    """Read one project a line: its short name, or the address of its page here."""
    lines = [line.strip().rstrip("/").rpartition("/")[2].lower() for line in text.splitlines()]
    slugs = tuple(dict.fromkeys(line for line in lines if line))
    if len(slugs) > MAX_PROJECTS or any(len(slug) > 120 for slug in slugs):
        errors.add("never_projects", f"Up to {MAX_PROJECTS} projects fit here, one a line.")
    return slugs


def _day(text: str, errors: _Errors) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), UTC)
    except ValueError:
        errors.add("paused_until", "Write the day as year, month, day: 2027-01-31.")
        return None
