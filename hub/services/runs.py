"""The story of a pull: when it began, what it saw, how it ended. Shown to everyone on /sources."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from hub.models import Health, Repository, RunStatus, Source, SyncRun
from hub.services.freshness import make_due
from integrations.records import RecordProblem

MAX_PROBLEMS_KEPT = 20
KEPT_FOR = timedelta(days=35)


def start(session: Session, source_id: int, *, now: datetime) -> int:
    """Begin a run; an earlier one that never ended was interrupted."""
    interrupt(session, source_id, now=now)
    run = SyncRun(source_id=source_id, started_at=now)
    session.add(run)
    source = session.get_one(Source, source_id)
    source.tried_at = now
    session.flush()
    assert run.id is not None
    return run.id


def interrupt(session: Session, source_id: int, *, now: datetime) -> None:
    """Note that a run will not go on, if there is one."""
    session.connection().execute(
        update(SyncRun)
        .where(col(SyncRun.source_id) == source_id, col(SyncRun.status) == RunStatus.RUNNING)
        .values(status=RunStatus.INTERRUPTED, ended_at=now)
    )


def count(
    session: Session,
    run_id: int | None,
    *,
    repositories: int = 0,
    issues: int = 0,
    changed: int = 0,
    gone: int = 0,
    requests: int = 0,
    problems: Sequence[RecordProblem] = (),
) -> None:
    """Add to the counts of a run, in the transaction that stores what is counted.

    Without a run nothing is counted: a look at one repository keeps no story.
    """
    if run_id is None:
        return
    run = session.get_one(SyncRun, run_id)
    run.repositories_seen += repositories
    run.issues_seen += issues
    run.tasks_changed += changed
    run.records_skipped += len(problems)
    run.records_gone += gone
    run.requests_made += requests
    sentences = tuple(f"{problem.subject}: {problem.reason}" for problem in problems)
    if sentences:
        run.problems = (*run.problems, *sentences)[:MAX_PROBLEMS_KEPT]


def note(session: Session, run_id: int | None, sentence: str) -> None:
    """Keep something that happened and is no failure, such as a move."""
    if run_id is None:
        return
    run = session.get_one(SyncRun, run_id)
    run.problems = (*run.problems, sentence)[:MAX_PROBLEMS_KEPT]


def end(
    session: Session,
    run_id: int,
    *,
    status: RunStatus,
    health: Health | None,
    message: str | None,
    retry_at: datetime | None,
    now: datetime,
) -> None:
    """Close a run and set the health of its source; ``None`` leaves that as it was."""
    run = session.get_one(SyncRun, run_id)
    run.status = status
    run.ended_at = now
    run.message = message
    source = session.get_one(Source, run.source_id)
    source.retry_at = retry_at
    if health is not None:
        if health.is_unread != source.health.is_unread:
            _make_repositories_due(session, source, now=now)
        source.health = health
        source.message = message
    if status == RunStatus.DONE:
        source.good_at = now
    _forget_old_runs(session, run.source_id, now=now)


def _forget_old_runs(session: Session, source_id: int, *, now: datetime) -> None:
    """Keep the story of a month, which is what the sources page tells."""
    session.connection().execute(
        delete(SyncRun).where(
            col(SyncRun.source_id) == source_id, col(SyncRun.started_at) < now - KEPT_FOR
        )
    )


def _make_repositories_due(session: Session, source: Source, *, now: datetime) -> None:
    ids = session.exec(select(Repository.id).where(Repository.source_id == source.id)).all()
    make_due(session, [repository_id for repository_id in ids if repository_id], now=now)
