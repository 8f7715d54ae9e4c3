"""Asks for jobs: one row in the jobs' database, in a few milliseconds, from any process.

The same thing is not asked for twice. A pull of a source that waits or runs is not queued again.
Of a repository that is said to have changed, and of the index, one job may wait while another
runs: the running one may have read already what has just changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from uuid import uuid4

from dbos import DBOSClient, EnqueueOptions
from sqlalchemy.engine import Engine

from hub.context import AppContext, RepositoryHint, Transaction
from hub.errors import NotFound
from hub.jobs.logs import forward_logs
from hub.jobs.queues import HINTS, HISTORY, INDEX, MAIL, NOTICES, queue_of
from hub.jobs.storage import make_client, make_jobs_engine, prepare
from hub.models import Source

# A smaller number goes first. Who asks waits; what is due has waited already.
URGENT = 1
USUAL = 10


class JobKind(StrEnum):
    """What a job does; the name under which dbos knows its workflow."""

    PULL = "pull_source"
    REFRESH = "refresh_source"
    LOOK = "pull_repository"
    INDEX = "index_changes"
    MAIL = "send_mail"
    NOTICES = "write_notices"
    HISTORY = "read_histories"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class _Order:
    """One job to be asked for. ``key`` names what it is about, within its queue."""

    kind: JobKind
    queue: str
    job_id: str
    key: str
    arguments: tuple[int | str | RepositoryHint, ...] = ()
    priority: int = URGENT
    delay_s: float | None = None


class AskedJobs:
    """Asks for jobs in the database of jobs, which is made ready at the first question."""

    def __init__(self, engine: Engine, reading: Transaction) -> None:
        self.engine = engine
        self._reading = reading
        self._client: DBOSClient | None = None
        self._opening = Lock()

    @property
    def client(self) -> DBOSClient:
        """Give the connection to the jobs, with their tables ready."""
        if self._client is None:
            with self._opening:
                if self._client is None:
                    forward_logs()
                    prepare(self.engine)
                    self._client = make_client(self.engine)
        return self._client

    def prepare(self) -> None:
        """Make the tables of jobs ready now rather than at the first question."""
        assert self.client is not None

    def close(self) -> None:
        """Let go of the database."""
        if self._client is not None:
            self._client.destroy()
        self.engine.dispose()

    def ask_for_source(self, source_id: int) -> str:
        """Ask for a pull of all of a source, soon; returns the id of the job that does it.

        Raises :class:`NotFound`.
        """
        queue = self._queue_of(source_id)
        return self._ask(_source_order(JobKind.PULL, source_id, queue, priority=URGENT))

    def ask_for_due_source(self, source_id: int) -> str:
        """Ask for a pull of what is due of a source. Raises :class:`NotFound`."""
        queue = self._queue_of(source_id)
        return self._ask(_source_order(JobKind.REFRESH, source_id, queue, priority=USUAL))

    def ask_for_repository(self, hint: RepositoryHint) -> str:
        """Ask for a look at a repository; the same delivery twice is one job."""
        delivery = sha256(f"{hint.forge} {hint.host} {hint.hint_id}".encode()).hexdigest()[:20]
        order = _Order(
            JobKind.LOOK,
            HINTS,
            job_id=f"look-{delivery}",
            key=_key_of(hint),
            arguments=(hint,),
        )
        return self._ask_again(order)

    def ask_for_repository_later(self, hint: RepositoryHint, at: datetime, now: datetime) -> str:
        """Ask for a look once the forge lets us; the job waits in the database until then."""
        order = _Order(
            JobKind.LOOK,
            HINTS,
            job_id=f"look-{uuid4().hex[:20]}",
            key=f"{_key_of(hint)} later",
            arguments=(hint,),
            delay_s=max(1.0, (at - now).total_seconds()),
        )
        return self._ask(order)

    def ask_for_index(self) -> str:
        """Ask that what has changed be brought to the index."""
        return self._ask_again(
            _Order(JobKind.INDEX, INDEX, job_id=f"index-{uuid4().hex[:12]}", key="changes")
        )

    def ask_for_mail(self) -> str:
        """Ask that the mail that waits be sent."""
        return self._ask(
            _Order(JobKind.MAIL, MAIL, job_id=f"mail-{uuid4().hex[:12]}", key="outbox")
        )

    def ask_for_notices(self) -> str:
        """Ask that the letters that are due be written."""
        return self._ask(
            _Order(JobKind.NOTICES, NOTICES, job_id=f"notices-{uuid4().hex[:12]}", key="due")
        )

    def ask_for_histories(self, forge: str, host: str) -> str:
        """Ask that what people did on a forge be read, for those to whom it is due."""
        return self._ask(
            _Order(
                JobKind.HISTORY,
                HISTORY,
                job_id=f"history-{uuid4().hex[:12]}",
                key=f"{forge}:{host}",
                arguments=(forge, host),
            )
        )

    def _queue_of(self, source_id: int) -> str:
        with self._reading() as session:
            source = session.get(Source, source_id)
            if source is None:
                raise NotFound(f"There is no source {source_id}. See `otdhub sources list`.")
            return queue_of(source)

    def _ask(self, order: _Order) -> str:
        """Enqueue it, unless one about the same waits or runs."""
        return self._enqueue(order, key=order.key)

    def _ask_again(self, order: _Order) -> str:
        """Enqueue it, unless one about the same waits; one that runs is no reason not to."""
        for key in (order.key, f"{order.key} again"):
            job_id = self._enqueue(order, key=key)
            if job_id == order.job_id or self._waits(job_id):
                return job_id
        return self._enqueue(order, key=None)

    def _enqueue(self, order: _Order, *, key: str | None) -> str:
        options = EnqueueOptions(
            workflow_name=order.kind,
            queue_name=order.queue,
            workflow_id=order.job_id,
            priority=order.priority,
        )
        if order.delay_s is not None:
            options["delay_seconds"] = order.delay_s
        if key is not None:
            options["deduplication_id"] = key
            options["duplication_policy"] = "return-existing"
        return self.client.enqueue(options, *order.arguments).get_workflow_id()

    def _waits(self, job_id: str) -> bool:
        found = self.client.list_workflows(
            workflow_ids=[job_id], load_input=False, load_output=False
        )
        return any(job.status in ("ENQUEUED", "DELAYED") for job in found)


@contextmanager
def opened_jobs(context: AppContext) -> Iterator[AskedJobs]:
    """Open the jobs of a hub for one command or one worker."""
    engine = make_jobs_engine(context.database, context.settings.data_dir)
    asked = AskedJobs(engine, context.reading)
    try:
        yield asked
    finally:
        asked.close()


def _key_of(hint: RepositoryHint) -> str:
    """Name a repository, and what is looked for there beside changed issues.

    A look that does less does not stand for one that does more.
    """
    place = f"{hint.forge}:{hint.host}/{hint.path.lower()}"
    lost = " lost" if hint.has_lost_issues else ""
    return f"{place}{lost}{' facts' if hint.has_new_facts else ''}"


def _source_order(kind: JobKind, source_id: int, queue: str, *, priority: int) -> _Order:
    return _Order(
        kind,
        queue,
        job_id=f"source-{source_id}-{uuid4().hex[:12]}",
        key=f"source {source_id}",
        arguments=(source_id,),
        priority=priority,
    )
