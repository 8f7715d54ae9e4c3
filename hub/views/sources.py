"""What services say of sources: their health, their pulls, and what our tokens may still ask."""

from dataclasses import dataclass
from datetime import date, datetime

from hub.models import Health, RunStatus


@dataclass(frozen=True, slots=True)
class RunView:
    """One pull of a source."""

    status: RunStatus
    started_at: datetime
    ended_at: datetime | None
    repositories_seen: int
    issues_seen: int
    tasks_changed: int
    records_skipped: int
    records_gone: int
    requests_made: int
    message: str | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOfSource:
    """How many pulls of a source on one day (UTC) went well, failed, or did not come to an end."""

    day: date
    good: int
    failed: int
    unfinished: int


@dataclass(frozen=True, slots=True)
class BudgetView:
    """What one token of ours may still ask, by its number; 0 is asking without one.

    ``full_at`` is ``None`` where it is full again by now.
    """

    forge: str
    host: str
    number: int
    resource: str
    limit: int
    left: int
    full_at: datetime | None
    seen_at: datetime
    is_low: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and its health; ``troubles`` are sentences about single repositories of it.

    ``next_at`` is when it is to be read next, ``None`` where nobody has said. ``days`` are the
    last thirty, the oldest first.
    """

    source_id: int
    forge: str
    host: str
    scope: str
    locator: str
    is_paused: bool
    paused_because: str | None
    health: Health
    message: str | None
    added_at: datetime
    tried_at: datetime | None
    good_at: datetime | None
    retry_at: datetime | None
    next_at: datetime | None
    repositories: int
    open_tasks: int
    last_run: RunView | None
    troubles: tuple[str, ...] = ()
    days: tuple[DayOfSource, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesView:
    """All sources, those in trouble first; paused ones are counted and listed last, by pages.

    ``read_lately`` counts those, paused ones left out, that were read well within six hours.
    ``long_unread`` counts those that were not for more than eight days.
    """

    sources: tuple[SourceView, ...]
    total: int
    good: int
    read_lately: int
    long_unread: int
    paused: int
    in_trouble: int
    page: int
    page_count: int
    budgets: tuple[BudgetView, ...] = ()
