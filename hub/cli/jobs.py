"""``otdhub jobs``: what workers do, did and are to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Json, print_json, print_line, print_table, say
from hub.context import AppContext
from hub.jobs import listing
from hub.jobs.asking import AskedJobs, opened_jobs
from hub.jobs.listing import Job, JobState, Step
from hub.jobs.ticking import REST
from hub.services import workers

app = typer.Typer(help="What workers do, did and are to do.", no_args_is_help=True)

JobId = Annotated[str, typer.Argument(help="The job's id, as `otdhub jobs list` shows it.")]


@contextmanager
def _opened() -> Iterator[tuple[AppContext, AskedJobs]]:
    with open_hub() as context, opened_jobs(context) as asked:
        yield context, asked


@app.command("list")
def list_jobs(
    state: Annotated[
        list[JobState] | None, typer.Option(help="Only those of this state; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="So many, the newest first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List jobs, the newest first."""
    with _opened() as (context, asked):
        jobs = listing.list_jobs(context, asked, states=state or (), limit=limit)
        with context.reading() as session:
            alive = len(workers.living(session, now=context.clock.now()))
    if as_json:
        print_json([_as_json(job) for job in jobs])
        return
    if not alive:
        say("No worker is running. Start one: otdhub worker")
    if not jobs:
        say("No jobs." if state else "No jobs yet. A worker asks for what is due.")
        return
    columns = ("id", "what", "state", "asked", "started", "steps", "how it went")
    print_table(columns, [_as_row(job) for job in jobs])


@app.command()
def show(
    job_id: JobId,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show one job and its finished steps."""
    with _opened() as (context, asked):
        job = listing.find_job(context, asked, job_id)
        steps = listing.steps_of(asked, job_id)
    if as_json:
        print_json(_as_json(job) | {"steps": [_step_as_json(step) for step in steps]})
        return
    for name, value in _as_json(job).items():
        if value is not None:
            print_line(f"{name}: {value}")
    if steps:
        print_line()
        rows = [(number, *_step_as_json(step).values()) for number, step in enumerate(steps, 1)]
        print_table(("step", "name", "ended", "seconds", "error"), rows)


@app.command()
def retry(job_id: JobId) -> None:
    """Have a job done that failed, was cancelled or was given up."""
    with _opened() as (context, asked):
        job = listing.find_job(context, asked, job_id)
        again = listing.retry_job(context, asked, job)
    if again == job_id:
        say(f"Job {job_id} goes on behind its last finished step.")
    else:
        say(f"Job {again} does what {job_id} did not.")


@app.command()
def cancel(job_id: JobId) -> None:
    """Take a job out of its queue; one that runs ends at its next step. What it read stays."""
    with _opened() as (context, asked):
        job = listing.find_job(context, asked, job_id)
        listing.cancel_job(asked, job)
    say(f"Job {job_id} is cancelled. `otdhub jobs retry {job_id}` goes on with it.")
    if job.source_id is not None:
        minutes = round(REST.total_seconds() / 60)
        say(
            f"Source {job.source_id} is asked for again in {minutes} minutes; "
            f"`otdhub sources pause {job.source_id}` prevents that."
        )


def _as_row(job: Job) -> tuple[str | int | None, ...]:
    return (
        job.job_id,
        job.about,
        job.state,
        _minute(job.asked_at),
        _minute(job.started_at),
        job.steps_done,
        job.message,
    )


def _as_json(job: Job) -> dict[str, Json]:
    return {
        "id": job.job_id,
        "what": job.about,
        "state": job.state,
        "asked_at": _iso(job.asked_at),
        "started_at": _iso(job.started_at),
        "ended_at": _iso(job.ended_at),
        "worker": job.worker_id,
        "steps_done": job.steps_done,
        "message": job.message,
    }


def _step_as_json(step: Step) -> dict[str, str | float | None]:
    return {
        "name": step.name,
        "ended_at": _iso(step.ended_at),
        "took_s": step.took_s,
        "error": step.error,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _minute(instant: datetime | None) -> str | None:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else None
