"""Which workers live, by when they were last seen."""

from datetime import timedelta

from hub.services import workers
from hub.services.workers import DEAD_AFTER, WorkerPlace
from tests.conftest import NOW, Database

ALIVE = WorkerPlace("alive-1", "here", 1)
SILENT = WorkerPlace("silent-2", "there", 2)


def test_worker_that_was_not_seen_for_a_while_is_dead(database: Database) -> None:
    later = NOW + DEAD_AFTER
    with database.transaction() as session:
        workers.begin(session, SILENT, now=NOW)
        workers.begin(session, ALIVE, now=NOW)
        workers.beat(session, ALIVE, now=NOW + timedelta(seconds=5))

    with database.transaction() as session:
        assert [each.id for each in workers.living(session, now=later)] == ["alive-1"]
        workers.forget_dead(session, now=later)
        workers.beat(session, SILENT, now=later)  # it was only slow

    with database.reading() as session:
        assert len(workers.living(session, now=later)) == 2


def test_worker_that_stops_is_forgotten(database: Database) -> None:
    with database.transaction() as session:
        workers.begin(session, ALIVE, now=NOW)

    with database.transaction() as session:
        workers.leave(session, ALIVE.worker_id)

    with database.reading() as session:
        assert workers.living(session, now=NOW) == []


def test_worker_that_starts_again_begins_anew(database: Database) -> None:
    with database.transaction() as session:
        workers.begin(session, ALIVE, now=NOW)
    with database.transaction() as session:
        workers.begin(session, ALIVE, now=NOW + timedelta(hours=1))

    with database.reading() as session:
        [row] = workers.living(session, now=NOW + timedelta(hours=1))
        assert row.started_at == NOW + timedelta(hours=1)
