"""Tells what jobs there are, in the words of those who run a hub; cancels them and has them redone.

The states, kinds and times of dbos are translated here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from dbos import DBOSClient, WorkflowStatus
from sqlmodel import Session, col, select

from hub.context import AppContext, RepositoryHint
from hub.errors import Conflict, NotFound
from hub.jobs.asking import AskedJobs, JobKind
from hub.jobs.logs import sentence_of
from hub.jobs.queues import HINTS, INDEX, queue_of
from hub.models import Source
from hub.services.source_admin import place_of

PULLS = (JobKind.PULL, JobKind.REFRESH)
_Argument = TypeVar("_Argument")


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    GIVEN_UP = "given up"


_STATES = {
    "ENQUEUED": JobState.WAITING,
    "DELAYED": JobState.WAITING,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.GIVEN_UP,
}
_GIVEN_UP = "Its worker died each time that it was taken up. `otdhub jobs retry` tries once more."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job that was finished."""

    name: str
    ended_at: datetime | None
    took_s: float | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``message`` says how it ended; ``source_id`` is set for pulls of a source."""

    job_id: str
    kind: JobKind
    about: str
    state: JobState
    asked_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    worker_id: str | None
    steps_done: int
    message: str | None
    source_id: int | None = None
    hint: RepositoryHint | None = None


def list_jobs(
    context: AppContext, asked: AskedJobs, *, states: Iterable[JobState] = (), limit: int
) -> list[Job]:
    """List jobs, the newest first, but no ticks; without ``states`` those of all states."""
    wanted = set(states)
    found = asked.client.list_workflows(
        name=[JobKind.PULL, JobKind.REFRESH, JobKind.LOOK, JobKind.INDEX],
        status=[name for name, state in _STATES.items() if state in wanted] or None,
        sort_desc=True,
        limit=limit,
    )
    return _jobs(context, asked.client, found)


def find_job(context: AppContext, asked: AskedJobs, job_id: str) -> Job:
    """Find one job. Raises :class:`NotFound`."""
    found = asked.client.list_workflows(workflow_ids=[job_id])
    if not found:
        raise NotFound(f"There is no job {job_id}. See `otdhub jobs list`.")
    return _jobs(context, asked.client, found)[0]


def steps_of(asked: AskedJobs, job_id: str) -> list[Step]:
    """List the finished steps of a job, in their order."""
    return [
        Step(
            name=step["function_name"],
            ended_at=_instant(step["completed_at_epoch_ms"]),
            took_s=_seconds(step["started_at_epoch_ms"], step["completed_at_epoch_ms"]),
            error=sentence_of(step["error"]) if step["error"] is not None else None,
        )
        for step in asked.client.list_workflow_steps(job_id, load_output=True)
    ]


def cancel_job(asked: AskedJobs, job: Job) -> None:
    """Take a job out of its queue, or end it at its next step. Raises :class:`Conflict`."""
    if job.state not in (JobState.WAITING, JobState.RUNNING):
        raise Conflict(f"Job {job.job_id} is {job.state}: there is nothing to cancel.")
    asked.client.cancel_workflow(job.job_id)


def retry_job(context: AppContext, asked: AskedJobs, job: Job) -> str:
    """Have a job done that was not; returns the id of the job that does it.

    One that was cancelled or given up goes on behind its last finished step. One that failed is
    asked for anew: what it read is kept, and so nothing is read twice. Raises :class:`Conflict`
    for one that needs no retry.
    """
    if job.state in (JobState.CANCELLED, JobState.GIVEN_UP):
        _require_no_twin(context, asked, job)
        asked.client.resume_workflow(job.job_id, queue_name=_queue_of(context, job))
        return job.job_id
    if job.state is not JobState.FAILED:
        raise Conflict(f"Job {job.job_id} is {job.state}: there is nothing to try again.")
    if job.source_id is not None:
        return asked.ask_for_source(job.source_id)
    if job.hint is not None:
        return asked.ask_for_repository(_as_new(job.hint))
    return asked.ask_for_index()


def _as_new(hint: RepositoryHint) -> RepositoryHint:
    """Make a hint of its own of one that was delivered, as the same one twice is one job."""
    return replace(hint, hint_id=f"{hint.hint_id} again {uuid4().hex}")


def _require_no_twin(context: AppContext, asked: AskedJobs, job: Job) -> None:
    """Let no source be pulled twice at once."""
    others = list_jobs(context, asked, states=(JobState.WAITING, JobState.RUNNING), limit=1_000)
    for other in others:
        if job.source_id is not None and other.source_id == job.source_id:
            raise Conflict(f"Job {other.job_id} does the same and is {other.state}.")


def _queue_of(context: AppContext, job: Job) -> str:
    if job.source_id is None:
        return HINTS if job.kind is JobKind.LOOK else INDEX
    with context.reading() as session:
        source = session.get(Source, job.source_id)
        if source is None:
            raise NotFound(f"Source {job.source_id} is not there any more.")
        return queue_of(source)


def _jobs(context: AppContext, client: DBOSClient, found: Sequence[WorkflowStatus]) -> list[Job]:
    ids = {job_source for job in found if (job_source := _source_id(job)) is not None}
    with context.reading() as session:
        names = _names(session, ids)
    return [_job(client, row, names) for row in found]


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.exec(select(Source).where(col(Source.id).in_(ids)))
    return {row.id: str(place_of(row)) for row in rows if row.id is not None}


def _job(client: DBOSClient, row: WorkflowStatus, names: dict[int, str]) -> Job:
    state = _STATES[row.status]
    hint = _hint(row)
    source_id = _source_id(row)
    return Job(
        job_id=row.workflow_id,
        kind=JobKind(row.name),
        about=_about(JobKind(row.name), source_id, names, hint),
        state=state,
        asked_at=_instant(row.created_at),
        started_at=_instant(row.dequeued_at),
        ended_at=_instant(row.completed_at),
        worker_id=row.executor_id if state is JobState.RUNNING else None,
        steps_done=len(client.list_workflow_steps(row.workflow_id, load_output=False)),
        message=_message(row, state),
        source_id=source_id,
        hint=hint,
    )


def _about(
    kind: JobKind, source_id: int | None, names: dict[int, str], hint: RepositoryHint | None
) -> str:
    if source_id is not None:
        name = names.get(source_id, "removed")
        what = "all of" if kind is JobKind.PULL else "what is due of"
        return f"{what} source {source_id} ({name})"
    if hint is not None:
        return f"{hint.host}/{hint.path}, which is said to have changed"
    return "what is due" if kind is JobKind.TICK else "what changed, for the index"


def _message(row: WorkflowStatus, state: JobState) -> str | None:
    if state is JobState.GIVEN_UP:
        return _GIVEN_UP
    if row.error is not None:
        return sentence_of(row.error)
    return str(row.output) if row.output is not None else None


def _source_id(row: WorkflowStatus) -> int | None:
    return _argument(row, int) if row.name in PULLS else None


def _hint(row: WorkflowStatus) -> RepositoryHint | None:
    return _argument(row, RepositoryHint) if row.name == JobKind.LOOK else None


def _argument(row: WorkflowStatus, kind: type[_Argument]) -> _Argument | None:
    arguments = row.input["args"] if row.input else ()
    return arguments[0] if arguments and isinstance(arguments[0], kind) else None


def _instant(epoch_ms: int | None) -> datetime | None:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC) if epoch_ms is not None else None


def _seconds(start_ms: int | None, end_ms: int | None) -> float | None:
    return (end_ms - start_ms) / 1000 if start_ms is not None and end_ms is not None else None
