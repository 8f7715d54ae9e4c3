"""Levels (how much practice a task asks for), efforts (how long it takes) and impacts.

An impact is what its project says depends on a task. It is shown, and ranks nothing.
"""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import Entry, entries, text_of


@dataclass(frozen=True, slots=True)
class Level:
    """How much practice a task asks for; ``label`` is English, as it stands in a strip."""

    key: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a task takes. ``most_hours`` is its upper end, ``None`` where it is open.

    ``label`` stands in a strip ("about 2 hours"), ``filter_label`` beside a box.
    """

    key: str
    label: str
    filter_label: str
    most_hours: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Impact:
    """How much a project says depends on a task."""

    key: str
    label: str
    source: str


@cache
def levels() -> tuple[Level, ...]:
    """List the levels, the one that asks least first."""
    return tuple(
        Level(text_of(entry, "key"), text_of(entry, "label"), text_of(entry, "source"))
        for entry in entries("terms.toml", "level")
    )


@cache
def efforts() -> tuple[Effort, ...]:
    """List the efforts, the shortest first."""
    return tuple(
        Effort(
            key=text_of(entry, "key"),
            label=text_of(entry, "label"),
            filter_label=text_of(entry, "filter_label"),
            most_hours=_hours(entry),
            source=text_of(entry, "source"),
        )
        for entry in entries("terms.toml", "effort")
    )


@cache
def impacts() -> tuple[Impact, ...]:
    """List the impacts, the least first."""
    return tuple(
        Impact(text_of(entry, "key"), text_of(entry, "label"), text_of(entry, "source"))
        for entry in entries("terms.toml", "impact")
    )


def level(key: str) -> Level | None:
    """Find a level by its key."""
    return next((each for each in levels() if each.key == key), None)


def effort(key: str) -> Effort | None:
    """Find an effort by its key."""
    return next((each for each in efforts() if each.key == key), None)


def impact(key: str) -> Impact | None:
    """Find an impact by its key."""
    return next((each for each in impacts() if each.key == key), None)


def level_rank(key: str) -> int:
    """Say how much a level asks for: 0 is least, -1 is no level of ours."""
    return next((place for place, each in enumerate(levels()) if each.key == key), -1)


def effort_rank(key: str) -> int:
    """Say how long an effort is: 0 is shortest, -1 is no effort of ours."""
    return next((place for place, each in enumerate(efforts()) if each.key == key), -1)


def impact_rank(key: str) -> int:
    """Say how much depends on it: 0 is least, -1 is no impact of ours."""
    return next((place for place, each in enumerate(impacts()) if each.key == key), -1)


def _hours(entry: Entry) -> float | None:
    value = entry.get("most_hours")
    return float(value) if isinstance(value, int | float) else None
