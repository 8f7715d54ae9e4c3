"""Checks each field of a profile: what was typed becomes a value, or a sentence at the field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache

from hub.errors import BadRequest
from hub.models import Audience, Fluency, Relation
from hub.services.accounts import checked_name
from hub.services.openness import FIELDS, audiences_of
from hub.services.profiles import SkillLine
from hub.vocabulary.skills import find_skill
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import level
from hub.web.forms.typed_profile import MAX_SPOKEN, TypedSkill, TypedSpoken
from hub.web.time_zones import find_time_zone

MAX_PROJECTS = 50
MAX_LINE_CHARS = 300
MAX_HOURS = 80


@dataclass(slots=True)
class Errors:
    """Sentences by the names of the fields that they are about; the first one stands."""

    sentences: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field."""
        self.sentences.setdefault(name, sentence)


def read_name(text: str, errors: Errors) -> str:
    """Read the one field that is needed."""
    try:
        return checked_name(text)
    except BadRequest as exc:
        errors.add("name", str(exc))
        return ""


def read_line(name: str, text: str, errors: Errors) -> str | None:
    """Read a short text, which becomes one line."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(line) > MAX_LINE_CHARS:
        errors.add(name, f"This is longer than {MAX_LINE_CHARS} letters.")
    return line or None


def read_skills(typed: Iterable[TypedSkill], errors: Errors) -> tuple[SkillLine, ...]:
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
        lines[key] = SkillLine(
            key, Relation(each.relation), read_level("skills", each.level, errors)
        )
    return tuple(lines.values())


def read_level(name: str, key: str, errors: Errors) -> str | None:
    """Read a level, which may be left open."""
    if key and level(key) is None:
        errors.add(name, "Choose the level from the list, or leave it open.")
    return key or None


def read_keys(
    name: str, typed: tuple[str, ...], known: Iterable[str], errors: Errors
) -> tuple[str, ...]:
    """Read which boxes of a list are ticked, in the order of the list."""
    keys = tuple(known)
    if not set(typed) <= set(keys):
        errors.add(name, "Choose from the list.")
    return tuple(key for key in keys if key in typed)


def read_hours(text: str, errors: Errors) -> float | None:
    """Read the hours a week."""
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


def read_spoken(typed: Iterable[TypedSpoken], errors: Errors) -> Mapping[str, Fluency | None]:
    """Read languages by code or name, the best first, and how well each is spoken."""
    found: dict[str, Fluency | None] = {}
    for each in typed:
        code = language_code(each.text)
        if code is None:
            errors.add(
                "spoken", f"We do not know this language: {each.text[:60]}. Choose from the list."
            )
        elif each.level and each.level not in [*Fluency]:
            errors.add("spoken", "Choose how well from the list, or leave it open.")
        else:
            found.setdefault(code, Fluency(each.level) if each.level else None)
    if len(found) > MAX_SPOKEN:
        errors.add("spoken", f"Up to {MAX_SPOKEN} languages fit here.")
    return found


def language_code(text: str) -> str | None:
    """Find a language by its code, its English name, or what its speakers call it."""
    return _codes().get(text.strip().casefold())


@cache
def _codes() -> Mapping[str, str]:
    return {
        name.casefold(): each.code
        for each in spoken_languages()
        for name in (each.code, each.name, each.own_name)
    }


def read_time_zone(text: str, errors: Errors) -> str | None:
    """Read the name of a time zone."""
    if not text.strip():
        return None
    zone = find_time_zone(text)
    if zone is None:
        errors.add("time_zone", "Choose a time zone from the list, such as Europe/Warsaw.")
    return zone


def read_projects(text: str, errors: Errors) -> tuple[str, ...]:
    """Read one project a line: its short name, or the address of its page here."""
    lines = [line.strip().rstrip("/").rpartition("/")[2].lower() for line in text.splitlines()]
    slugs = tuple(dict.fromkeys(line for line in lines if line))
    if len(slugs) > MAX_PROJECTS or any(len(slug) > 120 for slug in slugs):
        errors.add("never_projects", f"Up to {MAX_PROJECTS} projects fit here, one a line.")
    return slugs


def read_day(name: str, text: str, errors: Errors) -> date | None:
    """Read a day."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        errors.add(name, "Write the day as year, month, day: 2027-01-31.")
        return None


def read_start(name: str, text: str, errors: Errors) -> datetime | None:
    """Read a day, and give the instant at which it begins."""
    day = read_day(name, text, errors)
    return datetime.combine(day, time(), UTC) if day else None


def read_seen_by(typed: Mapping[str, str], errors: Errors) -> Mapping[str, Audience]:
    """Read who sees each field, of those that were sent."""
    chosen: dict[str, Audience] = {}
    for name in FIELDS:
        if name not in typed:
            continue
        if typed[name] in audiences_of(name):
            chosen[name] = Audience(typed[name])
        else:
            errors.add(f"seen-{name}", "Choose who sees this from the list.")
    return chosen
