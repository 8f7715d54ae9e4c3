"""What an operator watches: sources that are not read, what pulls brought, and workers alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session

from hub.database import fetch
from hub.services.tables import SOURCE, SYNC_RUN, WORKER
from hub.services.workers import DEAD_AFTER

# A source that waits so long for its turn waits for somebody.
OVERDUE_AFTER = timedelta(minutes=30)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SourceAge:
    """How long ago a source was read well; ``None`` if never."""

    name: str
    age: timedelta | None


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What the pulls of a day saw, changed, left out as unreadable, and noticed as gone."""

    seen: int
    changed: int
    skipped: int
    gone: int


def oldest_reads(session: Session, *, now: datetime, limit: int) -> tuple[SourceAge, ...]:
    """List the sources that were read well longest ago, never before all; paused ones left out."""
    rows = fetch(
        session,
        select(SOURCE.c.id, SOURCE.c.host, SOURCE.c.locator, SOURCE.c.good_at)
        .where(SOURCE.c.is_paused.is_(False))
        .order_by(SOURCE.c.good_at.is_not(None), SOURCE.c.good_at, SOURCE.c.id)
        .limit(limit),
    )
    return tuple(
        SourceAge(f"{row.host}:{row.locator}", now - row.good_at if row.good_at else None)
        for row in rows
    )


def records_of_a_day(session: Session, *, now: datetime) -> RecordCounts:
    """Add up the pulls that began within the last 24 hours."""
    names = ("issues_seen", "tasks_changed", "records_skipped", "records_gone")
    [row] = fetch(
        session,
        select(*(func.coalesce(func.sum(SYNC_RUN.c[name]), 0) for name in names))
        # By way of the sources: the index of runs begins with them.
        .select_from(SOURCE.join(SYNC_RUN, SYNC_RUN.c.source_id == SOURCE.c.id))
        .where(SYNC_RUN.c.started_at >= now - DAY),
    )
    return RecordCounts(*(int(number) for number in row))


def count_workers(session: Session, *, now: datetime) -> int:
    """Count the workers that gave a sign of life lately."""
    alive = select(func.count()).where(WORKER.c.seen_at > now - DEAD_AFTER)
    return session.connection().scalar(alive) or 0


def count_overdue(session: Session, *, now: datetime) -> int:
    """Count the sources whose turn came a while ago, or that nobody has ever read."""
    since = now - OVERDUE_AFTER
    is_overdue = or_(
        and_(SOURCE.c.due_at < since, or_(SOURCE.c.retry_at.is_(None), SOURCE.c.retry_at < since)),
        and_(SOURCE.c.tried_at.is_(None), SOURCE.c.added_at < since),
    )
    number = select(func.count()).where(SOURCE.c.is_paused.is_(False), is_overdue)
    return session.connection().scalar(number) or 0
