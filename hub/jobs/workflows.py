"""The jobs themselves: which services each calls, in which order.

A job reads no clock and draws no lot outside a step, so that it takes the same way again when it
goes on after a crash. The names and arguments of jobs stand in the database: an old one may be
taken up by a newer hub.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from dbos import DBOS, error

from hub.context import AppContext, RepositoryHint
from hub.errors import HubError
from hub.jobs import ticking
from hub.jobs.asking import AskedJobs, JobKind
from hub.jobs.queues import CATALOGUES, forge_queue, queue_of
from hub.jobs.steps import Stopping, Turn, Turns, durable
from hub.models import RunStatus, Source
from hub.services import digests, history_reading, indexing, mail, retention, runs
from hub.services.repositories import find_by_path
from hub.services.sync import SyncResult, refresh_source, sync_repository, sync_source

# How often a job may be taken up again after its worker died, before it is taken for the cause.
MAX_TAKEN_UP = 20
# In one job, so that jobs stay short; the tick asks for what is left.
MOST_HISTORIES = 20
TICK_CRON = "*/10 * * * * *"


Ending = TypeVar("Ending")


class JobFailed(HubError):
    """A job could not do what it was asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """What a worker's jobs need. ``stopping`` ends them between two steps."""

    context: AppContext
    asked: AskedJobs
    turns: Turns
    stopping: Stopping = field(default_factory=Stopping)

    def register(self) -> Callable[..., None]:
        """Make the jobs known to dbos, under the names that stand in the database.

        Returns the tick, which is not asked for by anybody: see :func:`schedule_tick`.
        """
        for kind, job in (
            (JobKind.PULL, self.pull_source),
            (JobKind.REFRESH, self.refresh_source),
            (JobKind.LOOK, self.pull_repository),
            (JobKind.INDEX, self.index_changes),
            (JobKind.MAIL, self.send_mail),
            (JobKind.NOTICES, self.write_notices),
            (JobKind.HISTORY, self.read_histories),
        ):
            _register(kind, job)
        return _register(JobKind.TICK, self.tick)

    def pull_source(self, source_id: int) -> str:
        """Pull all of a source, and bring what changed to the index."""
        return self._pull(sync_source, source_id)

    def refresh_source(self, source_id: int) -> str:
        """Pull what is due of a source, and bring what changed to the index."""
        return self._pull(refresh_source, source_id)

    def pull_repository(self, hint: RepositoryHint) -> str:
        """Look at a repository that is said to have changed, and bring that to the index."""
        run = durable(self.stopping, self.turns.at(forge_queue(hint.forge, hint.host)))
        repository_id = run("find it", partial(self._find_repository, hint))
        if repository_id is None:
            return "It is not listed here, so there is nothing to look at."
        result = sync_repository(
            self.context,
            repository_id,
            has_lost_issues=hint.has_lost_issues,
            has_new_facts=hint.has_new_facts,
            run=run,
        )
        if result.retry_at is not None:
            run("ask again later", partial(self._ask_later, hint), result.retry_at)
        return self._end(result)

    def index_changes(self) -> str:
        """Bring what changed to the index."""
        run = durable(self.stopping)
        count = run("bring changes to the index", partial(indexing.index_changes, self.context))
        return f"{count} rows were brought to the index."

    def send_mail(self) -> str:
        """Send the mail that waits. A step that is done again finds it sent, or taken."""
        run = durable(self.stopping)
        count = run("send mail", partial(mail.send_due, self.context))
        return f"Mails sent: {count}."

    def write_notices(self) -> str:
        """Write the letters that are due. A step that is done again finds what it has written."""
        run = durable(self.stopping)
        count = run("write what is due", partial(digests.write_due, self.context))
        return f"Letters written: {count}."

    def read_histories(self, forge: str, host: str) -> str:
        """Read what people did on a forge, each in a step; the next tick asks for the rest.

        A step that is done again takes the next who is due: what was put down, is.
        """
        run = durable(self.stopping, self.turns.at(forge_queue(forge, host)))
        read = partial(history_reading.read_next, self.context, forge, host)
        count = 0
        while count < MOST_HISTORIES and run("read a history", read):
            count += 1
        return f"Histories read: {count}."

    def tick(self, scheduled_at: datetime, _context: object) -> None:
        """Ask for what is due, and tidy up."""
        run = durable(self.stopping)
        run("ask for what is due", partial(ticking.ask_for_due, self.context, self.asked))
        if ticking.is_time_to_index(scheduled_at):
            run("ask for the index", self.asked.ask_for_index)
        if ticking.is_time_to_tidy(scheduled_at):
            run("forget old jobs", partial(ticking.forget_old, self.context, self.asked))
            run("forget what has ended", partial(retention.forget_ended, self.context))
        if ticking.is_time_to_forget_texts(scheduled_at):
            run("forget old texts", partial(retention.forget_old_texts, self.context))
        run("ask for mail", partial(ticking.ask_for_mail, self.context, self.asked))
        run("ask for notices", partial(ticking.ask_for_notices, self.context, self.asked))
        run("ask for histories", partial(ticking.ask_for_histories, self.context, self.asked))

    def _pull(self, pull: Callable[..., SyncResult], source_id: int) -> str:
        run = durable(self.stopping, self._turn_of(source_id))
        try:
            result = pull(self.context, source_id, run=run)
        except Exception:
            self._end_run(source_id)
            raise
        except (error.DBOSWorkflowCancelledError, error.DBOSWorkflowConflictIDError):
            # It is not this worker's job any more: cancelled, or taken over, to go on elsewhere.
            if self._is_cancelled():
                self._end_run(source_id)
            raise
        return self._end(result)

    def _end_run(self, source_id: int) -> None:
        """Have the sources page show no run that nobody goes on with."""
        with self.context.transaction() as session:
            runs.interrupt(session, source_id, now=self.context.clock.now())

    def _is_cancelled(self) -> bool:
        found = self.asked.client.list_workflows(
            workflow_ids=[DBOS.workflow_id or ""], load_input=False, load_output=False
        )
        return any(job.status == "CANCELLED" for job in found)

    def _turn_of(self, source_id: int) -> Turn:
        """Give the turn of a source; its place never changes, so this needs no step."""
        with self.context.reading() as session:
            source = session.get(Source, source_id)
            if source is None or queue_of(source) == CATALOGUES:
                return self.turns.at_all()
            return self.turns.at(queue_of(source))

    def _ask_later(self, hint: RepositoryHint, at: datetime) -> str:
        return self.asked.ask_for_repository_later(hint, at, self.context.clock.now())

    def _find_repository(self, hint: RepositoryHint) -> int | None:
        with self.context.reading() as session:
            row = find_by_path(session, forge=hint.forge, host=hint.host, path=hint.path)
            return row.id if row is not None else None

    def _end(self, result: SyncResult) -> str:
        """Have what was read so far indexed, however the pull ended, and say how it did."""
        durable(self.stopping)("ask for the index", self.asked.ask_for_index)
        message = result.message or ""
        match result.status:
            case RunStatus.DONE:
                return "It was read to its end."
            case RunStatus.WAITING:
                return f"{message} It goes on by itself then."
        raise JobFailed(message)


def schedule_tick(tick: Callable[..., None]) -> None:
    """Have the tick done every ten seconds, by one of all workers."""
    DBOS.apply_schedules([{"schedule_name": "tick", "workflow_fn": tick, "schedule": TICK_CRON}])


def _register(kind: JobKind, job: Callable[..., Ending]) -> Callable[..., Ending]:
    """Tell dbos of a job; as a function of its own, since it takes no bound methods."""

    def workflow(*arguments: object) -> Ending:
        return job(*arguments)

    workflow.__qualname__ = workflow.__name__ = kind
    return DBOS.workflow(name=kind, max_recovery_attempts=MAX_TAKEN_UP)(workflow)
