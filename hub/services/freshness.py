"""Works out anew what time, or the state of a source, has changed: freshness and life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from hub.database import Fetched, fetch
from hub.models import Freshness, Project, Repository, Source, Task
from hub.normalise.freshness import FreshnessFacts, freshness_of
from hub.normalise.labels import read_labels
from hub.services.life import life_turns_at

# A source that fails once is not unread: most mend themselves within a day or two.
PATIENCE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Whether the word of a source still counts, and until when."""

    is_unread: bool
    turns_at: datetime | None


def turn_freshness(session: Session, *, now: datetime, limit: int) -> int:
    """Work out up to ``limit`` tasks whose freshness is due; returns how many were looked at."""
    due = fetch(
        session,
        select(
            col(Task.id),
            col(Task.is_open),
            col(Task.assignees),
            col(Task.linked_change_url),
            col(Task.labels),
            col(Task.updated_at),
            col(Task.freshness),
            col(Repository.health).label("repository_health"),
            col(Repository.good_at),
            col(Source.health).label("source_health"),
        )
        .join(Repository, col(Task.repository_id) == col(Repository.id), isouter=True)
        .join(Source, col(Repository.source_id) == col(Source.id), isouter=True)
        .where(col(Task.freshness_turns_at) <= now)
        .limit(limit),
    )
    rows = [(row, state_at(row, now=now)) for row in due]
    changes = [
        {"id": row.id, "freshness": facts.state, "freshness_turns_at": facts.turns_at}
        | ({"changed_at": now} if facts.state != row.freshness else {})
        for row, facts in rows
    ]
    for is_change in (True, False):  # rows of one statement share their columns
        batch = [change for change in changes if ("changed_at" in change) == is_change]
        if batch:
            session.execute(update(Task), batch)
    return len(rows)


def turn_lives(session: Session, *, now: datetime, limit: int) -> int:
    """Have up to ``limit`` projects indexed anew whose life has turned; returns how many."""
    due = fetch(
        session,
        select(col(Project.id), func.max(col(Repository.pushed_at)).label("last_change_at"))
        .join(Repository, col(Repository.project_id) == col(Project.id), isouter=True)
        .where(col(Project.life_turns_at) <= now)
        .group_by(col(Project.id))
        .limit(limit),
    )
    changes = [
        {
            "id": row.id,
            "changed_at": now,
            "life_turns_at": life_turns_at(row.last_change_at, now=now),
        }
        for row in due
    ]
    if changes:
        session.execute(update(Project), changes)
    return len(changes)


def make_due(session: Session, repository_ids: list[int], *, now: datetime) -> None:
    """Have the open tasks of these repositories worked out anew: their source's state changed."""
    session.connection().execute(
        update(Task)
        .where(col(Task.repository_id).in_(repository_ids), col(Task.is_open))
        .values(freshness_turns_at=now)
    )


def state_at(row: Fetched, *, now: datetime) -> FreshnessFacts:
    """Work out how free a task is, whatever is stored, and when that turns.

    The row holds the task's ``is_open``, ``assignees``, ``linked_change_url``, ``labels`` and
    ``updated_at``, and ``repository_health``, ``good_at`` and ``source_health``, which are ``None``
    where there is no repository or source.
    """
    labels = read_labels(row.labels)
    reading = _reading(row, now=now)
    facts = freshness_of(
        is_open=row.is_open,
        assignees=row.assignees,
        linked_change_url=row.linked_change_url,
        is_claimed=labels.is_claimed,
        is_blocked=labels.is_blocked,
        updated_at=row.updated_at,
        is_source_unread=reading.is_unread,
        now=now,
    )
    if facts.state == Freshness.CLOSED or reading.turns_at is None:
        return facts
    ends = [end for end in (facts.turns_at, reading.turns_at) if end is not None]
    return FreshnessFacts(facts.state, min(ends))


def _reading(row: Fetched, *, now: datetime) -> _Reading:
    if not any(
        health and health.is_unread for health in (row.repository_health, row.source_health)
    ):
        return _Reading(is_unread=False, turns_at=None)
    if row.good_at is None or now - row.good_at >= PATIENCE:
        return _Reading(is_unread=True, turns_at=None)
    return _Reading(is_unread=False, turns_at=row.good_at + PATIENCE)
