"""Which workers live: each writes down every few seconds that it does.

A worker that was not seen for :data:`DEAD_AFTER` is dead: killed, or cut off. Others take over
what it had begun; should it still be running, it finds at its next step that the job is not its
own any more. The clocks of machines that share a database must agree within a few seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from hub.models import Worker

BEAT_EVERY = timedelta(seconds=5)
# Six beats: a machine that is busy, or a database that is slow, is not a death.
DEAD_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class WorkerPlace:
    """Which process a worker is, and where."""

    worker_id: str
    host: str
    process_id: int


def begin(session: Session, place: WorkerPlace, *, now: datetime) -> None:
    """Write down that a worker has started, before it takes its first job."""
    session.merge(
        Worker(
            id=place.worker_id,
            host=place.host,
            process_id=place.process_id,
            started_at=now,
            seen_at=now,
        )
    )


def beat(session: Session, place: WorkerPlace, *, now: datetime) -> None:
    """Write down that a worker lives; one that was taken for dead meanwhile is back."""
    row = session.get(Worker, place.worker_id)
    if row is None:
        begin(session, place, now=now)
    else:
        row.seen_at = now


def leave(session: Session, worker_id: str) -> None:
    """Forget a worker that has stopped."""
    session.connection().execute(delete(Worker).where(col(Worker.id) == worker_id))


def living(session: Session, *, now: datetime) -> Sequence[Worker]:
    """List the workers that were seen lately, the eldest first."""
    return session.exec(
        select(Worker)
        .where(col(Worker.seen_at) > now - DEAD_AFTER)
        .order_by(col(Worker.started_at), col(Worker.id))
    ).all()


def forget_dead(session: Session, *, now: datetime) -> None:
    """Forget the workers that were not seen lately, once their jobs were taken over."""
    session.connection().execute(delete(Worker).where(col(Worker.seen_at) <= now - DEAD_AFTER))
