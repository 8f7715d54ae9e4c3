"""A worker: takes jobs from the queues until it is told to stop, and says all the while it lives.

On PostgreSQL there may be many, on many machines. On SQLite there is one: a lock in the data
folder sees to that, and whoever starts next goes on with what the last one had begun.
"""

import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import structlog
from dbos import DBOS, DBOSConfig
from sqlalchemy.exc import SQLAlchemyError

from hub.context import AppContext
from hub.errors import Conflict
from hub.jobs.asking import AskedJobs
from hub.jobs.logs import forward_logs, sentence_of
from hub.jobs.queues import Limits, forge_queue, limits_of
from hub.jobs.steps import Turns
from hub.jobs.storage import APPLICATION, SCHEMA
from hub.jobs.taking_over import give_back_all, give_back_orphans
from hub.jobs.workflows import Jobs, schedule_tick
from hub.services import workers
from hub.services.workers import WorkerPlace

# The order of steps that jobs in the database were begun with. A newer hub goes on with them; if
# one does not fit any more it fails, and the tick asks for its source anew.
VERSION = "1"
ONLY_WORKER = "only"
LOCK = "worker.lock"
# A step is a page: the longest is a forge that does not answer (HUB_REQUEST_TIMEOUT_S) and a write.
STOPS_WITHIN_S = 25

_log = structlog.get_logger("hub.jobs")


@contextmanager
def working(
    context: AppContext, asked: AskedJobs, *, limits: Mapping[str, Limits] | None = None
) -> Iterator[Jobs]:
    """Do jobs while the block runs; at its end every job is left between two steps.

    ``limits`` stand in for those of :mod:`hub.jobs.queues`.
    Raises :class:`Conflict` where another worker holds the data of an SQLite hub.
    """
    is_shared = context.database.dialect.name != "sqlite"
    place = _place(is_shared=is_shared)
    with _alone(context.settings.data_dir, is_shared=is_shared):
        with context.transaction() as session:
            workers.begin(session, place, now=context.clock.now())
        forges = (forge_queue(kind, host) for kind, host in context.forges)
        jobs = Jobs(context, asked, Turns(forges))
        heart = Heart(context, asked, place)
        _launch(jobs, place, limits or limits_of(context.forges))
        heart.start()
        try:
            yield jobs
        finally:
            jobs.stopping.stop()
            heart.stop()
            DBOS.destroy(
                destroy_registry=True, workflow_completion_timeout_sec=_patience_s(asked, place)
            )
            give_back_all(asked.client, worker_id=place.worker_id)
            with context.transaction() as session:
                workers.leave(session, place.worker_id)


class Heart:
    """Says every few seconds that this worker lives, and gives back the jobs of dead ones."""

    def __init__(self, context: AppContext, asked: AskedJobs, place: WorkerPlace) -> None:
        self._context = context
        self._asked = asked
        self._place = place
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="hub-heart", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopped.set()
        self._thread.join()

    def beat(self) -> list[str]:
        """Beat once; returns the ids of jobs that were given back."""
        now = self._context.clock.now()
        with self._context.transaction() as session:
            workers.beat(session, self._place, now=now)
        given_back = give_back_orphans(self._asked.client, self._living)
        for job_id in given_back:
            _log.warning("a job of a dead worker goes on", job=job_id)
        with self._context.transaction() as session:
            workers.forget_dead(session, now=now)
        return given_back

    def _living(self) -> set[str]:
        with self._context.reading() as session:
            seen = workers.living(session, now=self._context.clock.now())
            return {self._place.worker_id, *(worker.id for worker in seen)}

    def _run(self) -> None:
        while not self._stopped.wait(workers.BEAT_EVERY.total_seconds()):
            try:
                self.beat()
            except SQLAlchemyError as exc:
                _log.warning("a heartbeat was missed", why=sentence_of(exc))


def _place(*, is_shared: bool) -> WorkerPlace:
    host, process_id = socket.gethostname(), os.getpid()
    name = f"{host[:60]}-{process_id}-{uuid4().hex[:6]}" if is_shared else ONLY_WORKER
    return WorkerPlace(name, host[:253], process_id)


@contextmanager
def _alone(data_dir: Path, *, is_shared: bool) -> Iterator[None]:
    """Hold the data folder of an SQLite hub; the system lets go of it however the process ends."""
    if is_shared:
        yield
        return
    with (data_dir / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise Conflict(
                f"A worker works on {data_dir} already, perhaps that of `otdhub serve`. With "
                "SQLite there is one; set HUB_DATABASE_URL to PostgreSQL for more."
            ) from exc
        yield


def _launch(jobs: Jobs, place: WorkerPlace, limits: Mapping[str, Limits]) -> None:
    forward_logs()
    tick = jobs.register()
    for name, limit in limits.items():
        jobs.asked.client.register_queue(name, on_conflict="always_update", **limit.options())
    DBOS(
        config=DBOSConfig(
            name=APPLICATION,
            system_database_engine=jobs.asked.engine,
            dbos_system_schema=SCHEMA,
            application_version=VERSION,
            executor_id=place.worker_id,
            log_level="WARNING",
            enable_otlp=False,
        )
    )
    DBOS.listen_queues([*limits])
    DBOS.launch()
    schedule_tick(tick)


def _patience_s(asked: AskedJobs, place: WorkerPlace) -> int:
    """Give how long to wait for the steps that run now: not at all if there is none."""
    running = asked.client.list_workflows(
        status="PENDING", executor_id=place.worker_id, load_input=False, load_output=False
    )
    return STOPS_WITHIN_S if running else 0
