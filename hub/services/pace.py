"""How fast a project answers and closes: the middle value of what happened in the last year.

Measured on the issues that this hub has read, whoever opened them: the wait from opening to the
first comment of somebody else, and from opening to closing. What was never answered, or is still
open, is in no median: it has no end yet.

Suggestions read it of many projects at once, so answers are measured when a repository was read,
and kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Column, func, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.matching.pace import Pace
from hub.models import Origin, ProjectPace
from hub.services.tables import PROJECT_PACE, REPOSITORY, TASK
from hub.views import PaceView

YEAR = timedelta(days=365)
# A middle value of fewer is chance: one holiday would turn it over.
FEWEST = 5
# The latest of a year: enough for a middle value, and a page must not wait for ten thousand rows.
MOST_LOOKED_AT = 1000
# Reasoned: what had no word for so long was let lie; before that it may still be coming.
PATIENCE = timedelta(days=14)

PACE_COLUMNS = (
    PROJECT_PACE.c.answers_within_s,
    PROJECT_PACE.c.answered,
    PROJECT_PACE.c.unanswered,
)


def pace_of(session: Session, project_id: int, *, now: datetime) -> PaceView:
    """Work out the pace of one project. A median of fewer than five is not known: ``None``."""
    answers = _waits(session, project_id, TASK.c.answered_at, opened_since=now - YEAR)
    closings = _waits(session, project_id, TASK.c.closed_at, ended_since=now - YEAR)
    return PaceView(
        answers_within=_middle(answers),
        answered=len(answers),
        closes_within=_middle(closings),
        closed=len(closings),
    )


def keep_pace(session: Session, project_id: int, *, now: datetime) -> None:
    """Measure how a project answers and keep it, for suggestions."""
    answers = _waits(session, project_id, TASK.c.answered_at, opened_since=now - YEAR)
    middle = _middle(answers)
    session.merge(
        ProjectPace(
            project_id=project_id,
            answers_within_s=None if middle is None else middle.total_seconds(),
            answered=len(answers),
            unanswered=_count_unanswered(session, project_id, now=now),
            measured_at=now,
        )
    )


def pace_in(row: Fetched) -> Pace | None:
    """Read what was kept from a row with PACE_COLUMNS; ``None`` where nobody measured yet."""
    if row.answered is None:
        return None
    seconds = row.answers_within_s
    within = None if seconds is None else timedelta(seconds=seconds)
    return Pace(within, row.answered, row.unanswered)


def _count_unanswered(session: Session, project_id: int, *, now: datetime) -> int:
    """Count open issues of a year without an answer, of the time since comments are read."""
    number = (
        select(func.count())
        .select_from(TASK.join(REPOSITORY))
        .where(
            TASK.c.project_id == project_id,
            TASK.c.origin == Origin.ISSUE,
            TASK.c.is_open.is_(True),
            TASK.c.answered_at.is_(None),
            TASK.c.opened_at >= now - YEAR,
            TASK.c.opened_at >= REPOSITORY.c.comments_since,
            TASK.c.opened_at <= now - PATIENCE,
        )
    )
    return session.connection().scalar(number) or 0


def _waits(
    session: Session,
    project_id: int,
    end: Column[datetime],
    *,
    opened_since: datetime | None = None,
    ended_since: datetime | None = None,
) -> list[timedelta]:
    conditions = [
        TASK.c.project_id == project_id,
        TASK.c.origin == Origin.ISSUE,
        TASK.c.is_gone.is_(False),
        end.is_not(None),
    ]
    if opened_since is not None:
        conditions.append(TASK.c.opened_at >= opened_since)
    if ended_since is not None:
        conditions.append(end >= ended_since)
    rows = fetch(
        session,
        select(TASK.c.opened_at, end.label("ended_at"))
        .where(*conditions)
        .order_by(end.desc(), TASK.c.id)
        .limit(MOST_LOOKED_AT),
    )
    return [max(row.ended_at - row.opened_at, timedelta(0)) for row in rows]


def _middle(waits: Sequence[timedelta]) -> timedelta | None:
    if len(waits) < FEWEST:
        return None
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))
