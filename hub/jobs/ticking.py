"""What is done every ten seconds by one of the workers: ask for what is due, and tidy up.

A source that a forge asked to wait is due again at its ``retry_at``: that is the whole of waiting.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from dbos import DBOSClient

from hub.context import AppContext
from hub.jobs.asking import AskedJobs, JobKind
from hub.jobs.queues import limits_of, queue_of
from hub.models import Source
from hub.services import digests, history_reading, mail
from hub.services.schedule import due_sources

# Sources asked for in one tick; those that waited longest go first.
MOST_AT_ONCE = 100
# A job that failed before it could plan the next one, or was cancelled, is not asked for again
# at once.
REST = timedelta(minutes=10)
FINISHED_KEPT_FOR = timedelta(days=7)
# Ticks, looks and index runs are many, and tell nothing once they went well: webhooks may ask for
# some in each second.
ROUTINE = (
    JobKind.TICK,
    JobKind.LOOK,
    JobKind.INDEX,
    JobKind.MAIL,
    JobKind.NOTICES,
    JobKind.HISTORY,
)
ROUTINE_KEPT_FOR = timedelta(hours=1)
WELL = ("SUCCESS",)
OVER = (*WELL, "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
# In one transaction, so that who asks for a job meanwhile does not wait long.
FORGOTTEN_AT_ONCE = 200


def is_time_to_index(scheduled_at: datetime) -> bool:
    """Say whether this tick, once a minute, has the index brought up to date.

    Each pull asks at its end; this is for what time alone changes, and for long pulls.
    """
    return scheduled_at.second == 0


def is_time_to_tidy(scheduled_at: datetime) -> bool:
    """Say whether this tick, once in ten minutes, forgets old jobs."""
    return scheduled_at.second == 0 and scheduled_at.minute % 10 == 0


def is_time_to_forget_texts(scheduled_at: datetime) -> bool:
    """Say whether this tick, once an hour, looks through all tasks for texts to forget."""
    return scheduled_at.second == 0 and scheduled_at.minute == 35


def ask_for_due(context: AppContext, asked: AskedJobs) -> int:
    """Ask for the sources that are due and not asked for yet; returns how many."""
    now = context.clock.now()
    queues = limits_of(context.forges)
    with context.reading() as session:
        ids = due_sources(session, now=now, limit=MOST_AT_ONCE)
        readable = [
            source_id
            for source_id in ids
            if (source := session.get_one(Source, source_id)) and queue_of(source) in queues
        ]
    if not readable:
        return 0
    busy = _busy(asked.client, now)
    due = [source_id for source_id in readable if source_id not in busy]
    for source_id in due:
        asked.ask_for_due_source(source_id)
    return len(due)


def ask_for_mail(context: AppContext, asked: AskedJobs) -> bool:
    """Ask for the outbox to be emptied if anything is due in it; returns whether it was."""
    with context.reading() as session:
        is_due = mail.has_due(session, now=context.clock.now())
    if is_due:
        asked.ask_for_mail()
    return is_due


def ask_for_notices(context: AppContext, asked: AskedJobs) -> bool:
    """Ask for the letters that are due to be written; returns whether there are any."""
    if not context.settings.has_mail:
        return False
    with context.reading() as session:
        is_due = digests.has_due(session, now=context.clock.now())
    if is_due:
        asked.ask_for_notices()
    return is_due


def ask_for_histories(context: AppContext, asked: AskedJobs) -> int:
    """Ask that histories be read at each forge where any is due; returns at how many."""
    with context.reading() as session:
        forges = history_reading.due_forges(session, now=context.clock.now())
    for forge, host in forges:
        asked.ask_for_histories(forge, host)
    return len(forges)


def forget_old(context: AppContext, asked: AskedJobs, *, at_once: int = FORGOTTEN_AT_ONCE) -> int:
    """Delete what is known of jobs that ended long ago; returns how many were."""
    now = context.clock.now()
    return _forget(
        asked.client, ROUTINE, states=WELL, before=now - ROUTINE_KEPT_FOR, at_once=at_once
    ) + _forget(
        asked.client, [*JobKind], states=OVER, before=now - FINISHED_KEPT_FOR, at_once=at_once
    )


def _forget(
    client: DBOSClient,
    kinds: Sequence[JobKind],
    *,
    states: Sequence[str],
    before: datetime,
    at_once: int,
) -> int:
    count = 0
    while ended := client.list_workflows(
        name=[*kinds],
        status=[*states],
        completed_before=before.isoformat(),
        limit=at_once,
        load_input=False,
        load_output=False,
    ):
        client.delete_workflows([job.workflow_id for job in ended])
        count += len(ended)
    return count


def _busy(client: DBOSClient, now: datetime) -> set[int]:
    """Give the sources with a job that waits, runs, or went wrong a moment ago."""
    kinds: list[str] = [JobKind.PULL, JobKind.REFRESH]
    begun = client.list_workflows(
        name=kinds,
        status=["ENQUEUED", "DELAYED", "PENDING"],
        load_output=False,
    )
    ended = client.list_workflows(
        name=kinds,
        status=["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        completed_after=(now - REST).isoformat(),
        load_output=False,
    )
    return {job.input["args"][0] for job in (*begun, *ended) if job.input}
