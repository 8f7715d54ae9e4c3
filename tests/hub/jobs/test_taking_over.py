"""The jobs of a dead worker go on elsewhere, each exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import text

from hub.jobs.asking import opened_jobs
from hub.jobs.storage import SCHEMA
from hub.jobs.taking_over import give_back_all, give_back_orphans
from hub.jobs.worker import Heart
from hub.services import workers
from hub.services.workers import DEAD_AFTER, WorkerPlace
from tests.hub.jobs.running import JobsHub, until
from tests.hub.running import tasks

DEAD = WorkerPlace("dead-1", "elsewhere", 1)
ALIVE = WorkerPlace("alive-2", "here", 2)


def claimed_by(worker_id: str, jobs_hub: JobsHub) -> str:
    """Ask for a pull, and let it be taken as by a worker that dies at once."""
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    prefix = f"{SCHEMA}." if jobs_hub.asked.engine.dialect.name == "postgresql" else ""
    with jobs_hub.asked.engine.begin() as connection:
        connection.execute(
            text(
                f"UPDATE {prefix}workflow_status SET status = 'PENDING', executor_id = :worker, "
                "application_version = '1', owner_xid = 'x' WHERE workflow_uuid = :job"
            ),
            {"worker": worker_id, "job": job_id},
        )
    return job_id


def test_job_of_a_dead_worker_is_given_back_once_though_many_see_it(jobs_hub: JobsHub) -> None:
    job_id = claimed_by("dead-1", jobs_hub)
    ready = Barrier(4)

    def give_back(_: int) -> list[str]:
        with opened_jobs(jobs_hub.hub.context) as asked:
            client = asked.client
            ready.wait(120)
            return give_back_orphans(client, lambda: {"alive-2"})

    with ThreadPoolExecutor(4) as threads:
        given_back = [job for jobs in threads.map(give_back, range(4)) for job in jobs]

    assert given_back == [job_id]
    assert jobs_hub.job(job_id).status == "ENQUEUED"


def test_job_of_a_living_worker_stays_with_it(jobs_hub: JobsHub) -> None:
    job_id = claimed_by("alive-2", jobs_hub)

    assert give_back_orphans(jobs_hub.asked.client, lambda: {"alive-2"}) == []
    assert jobs_hub.job(job_id).status == "PENDING"


def test_worker_that_stops_gives_back_only_its_own(jobs_hub: JobsHub) -> None:
    job_id = claimed_by("alive-2", jobs_hub)

    assert give_back_all(jobs_hub.asked.client, worker_id="dead-1") == []
    assert give_back_all(jobs_hub.asked.client, worker_id="alive-2") == [job_id]


def test_heart_gives_back_what_a_silent_worker_had(jobs_hub: JobsHub) -> None:
    context, clock = jobs_hub.hub.context, jobs_hub.hub.clock
    with context.transaction() as session:
        workers.begin(session, DEAD, now=clock.now())
    job_id = claimed_by(DEAD.worker_id, jobs_hub)
    heart = Heart(context, jobs_hub.asked, ALIVE)
    assert heart.beat() == []
    clock.move(DEAD_AFTER)

    assert heart.beat() == [job_id]

    with context.reading() as session:
        assert [each.id for each in workers.living(session, now=clock.now())] == ["alive-2"]


def test_job_of_a_dead_worker_is_done_by_another(jobs_hub: JobsHub) -> None:
    job_id = claimed_by("dead-1", jobs_hub)
    heart = Heart(jobs_hub.hub.context, jobs_hub.asked, ALIVE)

    with jobs_hub.worker():
        heart.beat()
        until(lambda: jobs_hub.is_over(job_id))

    assert jobs_hub.job(job_id).status == "SUCCESS"
    assert len(tasks(jobs_hub.hub)) == 7


def test_worker_that_beats_again_lives(jobs_hub: JobsHub) -> None:
    context, clock = jobs_hub.hub.context, jobs_hub.hub.clock
    with context.transaction() as session:
        workers.begin(session, ALIVE, now=clock.now())
        workers.forget_dead(session, now=clock.now() + DEAD_AFTER + timedelta(seconds=1))

    with context.transaction() as session:
        workers.beat(session, ALIVE, now=clock.now())
        workers.beat(session, ALIVE, now=clock.now())

    with context.reading() as session:
        assert len(workers.living(session, now=clock.now())) == 1
