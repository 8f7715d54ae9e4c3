"""Works out anew what time, or the state of a source, has changed: freshness and life."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from hub.database import Fetched, fetch
from hub.models import Freshness, Project, Repository, Source, Task
from hub.normalise.freshness import FreshnessFacts, Surroundings, ends_on, freshness_of, over_at
from hub.normalise.labels import read_labels
from hub.normalise.talk import claim_ends_at
from hub.services.life import life_turns_at
from hub.views import Ending, FreshnessView

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
            col(Task.project_id),
            col(Task.is_open),
            col(Task.assignees),
            col(Task.linked_change_url),
            col(Task.labels),
            col(Task.updated_at),
            col(Task.expires_on),
            col(Task.freshness),
            col(Task.claimed_by),
            col(Task.claimed_at),
            col(Task.is_gone),
            col(Repository.is_archived),
            col(Repository.health).label("repository_health"),
            col(Repository.good_at),
            col(Source.health).label("source_health"),
            col(Project.away_until),
        )
        .join(Project, col(Project.id) == col(Task.project_id))
        .join(Repository, col(Task.repository_id) == col(Repository.id), isouter=True)
        .join(Source, col(Repository.source_id) == col(Source.id), isouter=True)
        .where(col(Task.freshness_turns_at) <= now)
        .limit(limit),
    )
    rows = [(row, state_at(row, now=now)) for row in due]
    batches: defaultdict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row, facts in rows:  # rows of one statement share their columns
        change = _turned(row, facts, now=now)
        batches[tuple(change)].append(change)
    for batch in batches.values():
        session.execute(update(Task), batch)
    closed_or_not = {
        row.project_id
        for row, facts in rows
        if (facts.state is Freshness.CLOSED) != (row.freshness is Freshness.CLOSED)
    }
    _tell_projects(session, closed_or_not, now=now)
    return len(rows)


def _turned(row: Fetched, facts: FreshnessFacts, *, now: datetime) -> dict[str, object]:
    """Give the columns that a turn writes; a need whose last day is over is closed by it."""
    change = {"id": row.id, "freshness": facts.state, "freshness_turns_at": facts.turns_at}
    if facts.state != row.freshness:
        change |= {"changed_at": now}
    if _is_over(row, now=now):
        change |= {"is_open": False, "closed_at": now}
    return change


def _is_over(row: Fetched, *, now: datetime) -> bool:
    """Say whether an open need has passed its last day: unlike in an archive, for good."""
    end = over_at(row.expires_on) if row.expires_on else None
    return bool(row.is_open) and end is not None and now >= end


def _tell_projects(session: Session, project_ids: set[int], *, now: datetime) -> None:
    """Have projects indexed anew: their documents count the open tasks."""
    if project_ids:
        session.connection().execute(
            update(Project).where(col(Project.id).in_(project_ids)).values(changed_at=now)
        )


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

    The row holds the task's ``is_open``, ``is_gone``, ``assignees``, ``linked_change_url``,
    ``labels``, ``updated_at``, ``expires_on``, ``claimed_by`` and ``claimed_at``, the project's
    ``away_until``, and ``is_archived``, ``repository_health``, ``good_at`` and ``source_health``,
    which are ``None`` where there is no repository or source.
    """
    labels = read_labels(row.labels)
    reading = _reading(row, now=now)
    facts = freshness_of(
        is_open=row.is_open and not row.is_gone,
        assignees=row.assignees,
        linked_change_url=row.linked_change_url,
        is_claimed=labels.is_claimed,
        is_blocked=labels.is_blocked,
        updated_at=row.updated_at,
        around=Surroundings(
            is_source_unread=reading.is_unread,
            is_archived=bool(row.is_archived),
            claim_ends_at=claim_ends_at(row.claimed_by, row.claimed_at),
            back_at=back_at(row.away_until),
        ),
        now=now,
    )
    facts = ends_on(facts, row.expires_on, now=now)
    if facts.state == Freshness.CLOSED or reading.turns_at is None:
        return facts
    ends = [end for end in (facts.turns_at, reading.turns_at) if end is not None]
    return FreshnessFacts(facts.state, min(ends))


def freshness_view(row: Fetched, facts: FreshnessFacts) -> FreshnessView:
    """Say how free a task is and what that comes from, for pages and the API.

    The row holds what :func:`state_at` needs of the task and its repository but for its labels,
    the healths and ``good_at``, and ``steward``, who answers for the project. Where nobody is
    assigned, who claimed it is on it as long as the state turns no later than the claim ends.
    """
    end = claim_ends_at(row.claimed_by, row.claimed_at)
    holds = end is not None and facts.turns_at is not None and facts.turns_at <= end
    is_claimed = facts.state == Freshness.TAKEN and not row.assignees and holds
    return FreshnessView(
        facts.state,
        since=row.updated_at,
        who=(row.claimed_by,) if is_claimed else row.assignees,
        until=end if is_claimed else None,
        ending=_ending(row) if facts.state == Freshness.CLOSED else None,
        away_until=row.away_until,
        steward=row.steward,
    )


def back_at(away_until: date | None) -> datetime | None:
    """Give the instant from which who is away until a day is there again: its beginning, UTC."""
    return None if away_until is None else datetime.combine(away_until, time(), UTC)


def _ending(row: Fetched) -> Ending:
    if row.is_gone:
        return Ending.GONE
    return Ending.ARCHIVED if row.is_open and row.is_archived else Ending.CLOSED


def _reading(row: Fetched, *, now: datetime) -> _Reading:
    if not any(
        health and health.is_unread for health in (row.repository_health, row.source_health)
    ):
        return _Reading(is_unread=False, turns_at=None)
    if row.good_at is None or now - row.good_at >= PATIENCE:
        return _Reading(is_unread=True, turns_at=None)
    return _Reading(is_unread=False, turns_at=row.good_at + PATIENCE)
