"""Thirty days of the pulls of each source, day by day: what the timelines show.

Counted by the database: a lively source is pulled hundreds of times a day.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from hub.database import fetch
from hub.models import RunStatus
from hub.services.tables import SYNC_RUN
from hub.views.sources import DayOfSource

DAYS_SHOWN = 30


def run_days(
    session: Session, source_ids: Sequence[int], *, now: datetime
) -> dict[int, tuple[DayOfSource, ...]]:
    """Count the pulls of sources for each of thirty days, the oldest first; today is the last."""
    first = now.date() - timedelta(days=DAYS_SHOWN - 1)
    day = _day(session)
    rows = fetch(
        session,
        select(
            SYNC_RUN.c.source_id, day.label("day"), SYNC_RUN.c.status, func.count().label("runs")
        )
        .where(
            SYNC_RUN.c.source_id.in_(source_ids),
            SYNC_RUN.c.started_at >= datetime.combine(first, time(), now.tzinfo),
        )
        .group_by(SYNC_RUN.c.source_id, day, SYNC_RUN.c.status),
    )
    counts: defaultdict[tuple[int, str], dict[RunStatus, int]] = defaultdict(dict)
    for row in rows:
        counts[row.source_id, row.day][row.status] = row.runs
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    return {
        source_id: tuple(
            _day_of(each, counts.get((source_id, each.isoformat()), {})) for each in days
        )
        for source_id in source_ids
    }


def _day_of(day: date, runs: dict[RunStatus, int]) -> DayOfSource:
    return DayOfSource(
        day=day,
        good=runs.get(RunStatus.DONE, 0),
        failed=runs.get(RunStatus.FAILED, 0),
        unfinished=sum(
            runs.get(status, 0)
            for status in (RunStatus.WAITING, RunStatus.INTERRUPTED, RunStatus.RUNNING)
        ),
    )


def _day(session: Session) -> ColumnElement[str]:
    """Take the day of an instant in UTC as text; SQLite keeps instants as text that begins so."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", SYNC_RUN.c.started_at), "YYYY-MM-DD")
    return func.substr(cast(SYNC_RUN.c.started_at, String), 1, 10)
