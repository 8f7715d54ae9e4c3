"""A worker says that it lives, leaves its jobs between two steps, and is alone on SQLite."""

from threading import Event

import pytest

from hub.errors import Conflict
from hub.services import workers
from tests.hub.jobs.running import JobsHub, Watched, until
from tests.hub.running import tasks


def living(jobs_hub: JobsHub) -> int:
    with jobs_hub.hub.context.reading() as session:
        return len(workers.living(session, now=jobs_hub.hub.clock.now()))


def test_worker_is_known_while_it_works(jobs_hub: JobsHub) -> None:
    with jobs_hub.worker():
        assert living(jobs_hub) == 1

    assert living(jobs_hub) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_second_worker_on_sqlite_is_refused(jobs_hub: JobsHub) -> None:
    with (
        jobs_hub.worker(),
        pytest.raises(Conflict, match="HUB_DATABASE_URL"),
        jobs_hub.worker(),
    ):
        pass

    with jobs_hub.worker():
        assert living(jobs_hub) == 1


def test_stopped_worker_leaves_its_job_behind_the_step_that_runs(jobs_hub: JobsHub) -> None:
    watched = Watched(jobs_hub.hub.forge)
    is_held = Event()
    with jobs_hub.worker() as jobs:

        def hold(number: int) -> None:
            if number == 2:
                is_held.set()
                until(lambda: jobs.stopping.is_asked_for)

        watched.before_page = hold
        job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
        assert is_held.wait(120)

    assert watched.pages == 2
    assert jobs_hub.job(job_id).status == "ENQUEUED"
    assert jobs_hub.step_names(job_id).count("page") == 2

    jobs_hub.work_off()

    assert watched.pages == 3
    assert len(tasks(jobs_hub.hub)) == 7
