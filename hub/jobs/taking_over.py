"""Gives the jobs of dead workers back to the queues, each exactly once.

A job belongs to the worker whose name stands in its row. It is dead if no living worker has that
name: killed, or stopped without a word. Giving back is one conditional UPDATE of dbos, so two
workers that see the same death give a job back once; and should the dead one wake, dbos refuses
what it writes, because the job has another owner now.
"""

from collections.abc import Callable, Collection

from dbos import DBOSClient

# Where dbos puts a job that never was in a queue: its own queue, which every worker serves.
_NO_QUEUE = "_dbos_internal_queue"


def give_back_orphans(client: DBOSClient, living: Callable[[], Collection[str]]) -> list[str]:
    """Give back the jobs that run nowhere; returns their ids.

    ``living`` names the workers; it is asked after the jobs were read, so that a worker that
    starts in between is no stranger.
    """
    running = client.list_workflows(status="PENDING", load_input=False, load_output=False)
    if not running:
        return []
    alive = living()
    return [
        job.workflow_id
        for job in running
        if job.executor_id not in alive and _give_back(client, job.workflow_id, job.executor_id)
    ]


def give_back_all(client: DBOSClient, *, worker_id: str) -> list[str]:
    """Give back the jobs of a worker that stops; returns their ids."""
    running = client.list_workflows(
        status="PENDING", executor_id=worker_id, load_input=False, load_output=False
    )
    return [
        job.workflow_id for job in running if _give_back(client, job.workflow_id, job.executor_id)
    ]


def _give_back(client: DBOSClient, job_id: str, worker_id: str | None) -> bool:
    # The client has no public way to do this; `DBOS._recover_pending_workflows` ends here too.
    return client._sys_db.reenqueue_for_recovery(job_id, [worker_id or ""], _NO_QUEUE)
