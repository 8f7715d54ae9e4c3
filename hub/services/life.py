"""What a project's repositories say of it, and how lively it is, from dates alone. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from hub.database import Fetched
from hub.models import Health
from hub.views import RepositoryView, WeekOfLife

# How lively a project may be, the liveliest first; the last is archived by its owners.
LIVES = ("lively", "steady", "quiet", "asleep", "ended")
LIVELY_FOR = timedelta(days=30)
STEADY_FOR = timedelta(days=180)
QUIET_FOR = timedelta(days=365)

WEEKS_SHOWN = 52
_WEEK = timedelta(weeks=1)

_Repository = TypeVar("_Repository", bound=Fetched | RepositoryView)


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """What the repositories of one project say together.

    ``is_archived`` if all are; ``stars`` of the one that has most; ``last_change_at`` is the
    latest push. ``None`` where no forge said.
    """

    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    licences: tuple[str, ...]
    stars: int | None
    is_archived: bool
    last_change_at: datetime | None


def of_repositories(repositories: Iterable[Fetched | RepositoryView]) -> RepositoryFacts:
    """Add up what repositories say; those that are gone speak only where no other is left."""
    rows = standing(repositories)
    return RepositoryFacts(
        languages=distinct(language for row in rows for language in row.languages),
        hosts=distinct(row.host for row in rows),
        licences=distinct(row.licence for row in rows if row.licence),
        stars=max((row.stars for row in rows if row.stars is not None), default=None),
        is_archived=bool(rows) and all(row.is_archived for row in rows),
        last_change_at=max((row.pushed_at for row in rows if row.pushed_at), default=None),
    )


def standing(repositories: Iterable[_Repository]) -> list[_Repository]:
    """Take the repositories that are not gone, or all where none is left."""
    rows = list(repositories)
    return [row for row in rows if row.health != Health.GONE] or rows


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Keep each word once, where it stands first."""
    return tuple(dict.fromkeys(words))


def life_of(last_change_at: datetime | None, *, is_archived: bool, now: datetime) -> str | None:
    """Name how lively a project is by its last change; ``None`` where that is not known."""
    if is_archived:
        return "ended"
    if last_change_at is None:
        return None
    silence = now - last_change_at
    if silence < LIVELY_FOR:
        return "lively"
    if silence < STEADY_FOR:
        return "steady"
    return "quiet" if silence < QUIET_FOR else "asleep"


def life_turns_at(last_change_at: datetime | None, *, now: datetime) -> datetime | None:
    """Give the instant when a project is called less lively if nothing happens until then."""
    if last_change_at is None:
        return None
    ends = (last_change_at + span for span in (LIVELY_FOR, STEADY_FOR, QUIET_FOR))
    return next((end for end in ends if end > now), None)


def year_starts_at(now: datetime) -> datetime:
    """Give the Monday on which the first of the shown weeks starts; ``now`` lies in the last."""
    monday = datetime.combine(now.date() - timedelta(days=now.weekday()), time(), now.tzinfo)
    return monday - (WEEKS_SHOWN - 1) * _WEEK


def weeks_of_life(
    spans: Iterable[tuple[datetime, datetime | None]], *, now: datetime
) -> tuple[WeekOfLife, ...]:
    """Count openings and closings by week, oldest first; ``spans`` are (opened, closed)."""
    first = year_starts_at(now)
    opened: Counter[int] = Counter()
    closed: Counter[int] = Counter()
    for opened_at, closed_at in spans:
        opened[(opened_at - first) // _WEEK] += 1
        if closed_at is not None:
            closed[(closed_at - first) // _WEEK] += 1
    return tuple(
        WeekOfLife(first + number * _WEEK, opened[number], closed[number])
        for number in range(WEEKS_SHOWN)
    )
