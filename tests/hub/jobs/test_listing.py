"""Jobs as those who run a hub see them: in plain words, cancelled and done again."""

import pytest

from hub.errors import Conflict, NotFound
from hub.jobs import listing
from hub.jobs.listing import Job, JobState
from hub.models import RunStatus
from tests.hub.jobs.running import Gate, JobsHub, Watched, hint, until
from tests.hub.running import last_run, tasks

PATH = "riders/lanternbus"


def find(jobs_hub: JobsHub, job_id: str) -> Job:
    return listing.find_job(jobs_hub.hub.context, jobs_hub.asked, job_id)


def retry(jobs_hub: JobsHub, job_id: str) -> str:
    job = find(jobs_hub, job_id)
    return listing.retry_job(jobs_hub.hub.context, jobs_hub.asked, job)


def test_jobs_are_listed_newest_first_in_words(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")
    pull = jobs_hub.asked.ask_for_source(source_id)
    look = jobs_hub.asked.ask_for_repository(hint(PATH))

    jobs = listing.list_jobs(jobs_hub.hub.context, jobs_hub.asked, limit=10)

    assert {job.job_id: job.about for job in jobs} == {
        look: "forge.example/riders/lanternbus, which is said to have changed",
        pull: f"all of source {source_id} (forge.example:riders)",
    }
    assert {job.state for job in jobs} == {JobState.WAITING}
    done = listing.list_jobs(jobs_hub.hub.context, jobs_hub.asked, states=[JobState.DONE], limit=10)
    assert done == []


def test_done_job_tells_its_steps(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    jobs_hub.work_off()

    job = find(jobs_hub, job_id)
    steps = listing.steps_of(jobs_hub.asked, job_id)

    assert (job.state, job.message) == (JobState.DONE, "It was read to its end.")
    assert job.steps_done == len(steps) > 4
    assert steps[0].name == "begin"
    assert all(step.error is None and step.took_s is not None for step in steps)


def test_job_that_is_not_there_is_said(jobs_hub: JobsHub) -> None:
    with pytest.raises(NotFound, match="otdhub jobs list"):
        find(jobs_hub, "no-such-job")


def test_cancelled_job_does_not_run_until_it_is_retried(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    listing.cancel_job(jobs_hub.asked, find(jobs_hub, job_id))
    jobs_hub.work_off()
    assert tasks(jobs_hub.hub) == {}
    assert find(jobs_hub, job_id).state is JobState.CANCELLED

    assert retry(jobs_hub, job_id) == job_id
    jobs_hub.work_off()

    assert find(jobs_hub, job_id).state is JobState.DONE
    assert len(tasks(jobs_hub.hub)) == 7


def test_running_job_that_is_cancelled_ends_at_its_next_step_and_can_go_on(
    jobs_hub: JobsHub,
) -> None:
    watched = Watched(jobs_hub.hub.forge)
    gate = Gate(watched, at_page=2)
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    with jobs_hub.worker():
        assert gate.is_reached.wait(120)
        listing.cancel_job(jobs_hub.asked, find(jobs_hub, job_id))
        gate.open()
        until(lambda: last_run(jobs_hub.hub).status == RunStatus.INTERRUPTED)
    assert watched.pages < 3

    retry(jobs_hub, job_id)
    jobs_hub.work_off()

    assert find(jobs_hub, job_id).state is JobState.DONE
    assert sorted(tasks(jobs_hub.hub)) == list(range(1, 8))
    assert watched.lists == 1


def test_failed_job_is_asked_for_anew(jobs_hub: JobsHub) -> None:
    jobs_hub.hub.forge.refuse()
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    jobs_hub.work_off()
    assert find(jobs_hub, job_id).state is JobState.FAILED
    jobs_hub.hub.forge.heal()

    again = retry(jobs_hub, job_id)
    jobs_hub.work_off()

    assert again != job_id
    assert find(jobs_hub, again).state is JobState.DONE


def test_failed_look_is_asked_for_anew_though_its_delivery_is_known(jobs_hub: JobsHub) -> None:
    jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    jobs_hub.work_off()
    jobs_hub.hub.forge.break_down()
    job_id = jobs_hub.asked.ask_for_repository(hint(PATH))
    jobs_hub.work_off()
    assert find(jobs_hub, job_id).state is JobState.FAILED

    assert retry(jobs_hub, job_id) != job_id


def test_job_that_waits_or_is_done_needs_no_retry(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    with pytest.raises(Conflict, match="is waiting"):
        retry(jobs_hub, job_id)
    jobs_hub.work_off()

    with pytest.raises(Conflict, match="is done"):
        retry(jobs_hub, job_id)
    with pytest.raises(Conflict, match="nothing to cancel"):
        listing.cancel_job(jobs_hub.asked, find(jobs_hub, job_id))


def test_source_is_not_pulled_twice_at_once_by_a_retry(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")
    cancelled = jobs_hub.asked.ask_for_source(source_id)
    listing.cancel_job(jobs_hub.asked, find(jobs_hub, cancelled))
    waiting = jobs_hub.asked.ask_for_source(source_id)

    with pytest.raises(Conflict, match=waiting):
        retry(jobs_hub, cancelled)
