"""Jobs: a page is a step, nothing finished is done again, and nothing waits in a thread."""

from datetime import timedelta

import pytest

from hub.jobs import ticking
from hub.models import Health, Source
from tests.conftest import NOW
from tests.hub.jobs.running import JobsHub, Killed, Watched, hint, until
from tests.hub.running import tasks

PATH = "riders/lanternbus"


def test_pull_ends_in_the_index(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))

    jobs_hub.work_off()

    assert jobs_hub.job(job_id).output == "It was read to its end."
    assert len(jobs_hub.indexed()) == len(tasks(jobs_hub.hub)) == 7


def test_each_page_is_a_step(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))

    jobs_hub.work_off()

    # Three pages of issues, and the answer that there is none behind them.
    assert jobs_hub.step_names(job_id).count("page") == 4


def test_killed_pull_goes_on_behind_its_last_finished_step(jobs_hub: JobsHub) -> None:
    watched = Watched(jobs_hub.hub.forge)
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))

    def die(number: int) -> None:
        if number == 3:
            raise Killed

    watched.before_page = die
    with jobs_hub.worker():
        until(lambda: watched.pages == 2 and jobs_hub.step_names(job_id).count("page") == 2)
    assert jobs_hub.job(job_id).status == "ENQUEUED"
    watched.before_page = lambda _: None

    jobs_hub.work_off()

    assert jobs_hub.job(job_id).status == "SUCCESS"
    assert sorted(tasks(jobs_hub.hub)) == list(range(1, 8))
    assert watched.lists == 1
    assert watched.pages == 3


def test_rate_limit_ends_the_job_and_the_tick_asks_again_when_it_is_over(
    jobs_hub: JobsHub,
) -> None:
    hub = jobs_hub.hub
    source_id = hub.add_source("riders")
    hub.forge.limit_until(NOW + timedelta(minutes=20), after_requests=2)
    job_id = jobs_hub.asked.ask_for_source(source_id)

    jobs_hub.work_off()

    assert "goes on by itself" in jobs_hub.outcome(job_id)
    with hub.context.reading() as session:
        source = session.get_one(Source, source_id)
        assert (source.health, source.retry_at) == (Health.WAITING, NOW + timedelta(minutes=20))
    hub.clock.move(timedelta(minutes=19))
    assert ticking.ask_for_due(hub.context, jobs_hub.asked) == 0
    hub.clock.move(timedelta(hours=2))
    assert ticking.ask_for_due(hub.context, jobs_hub.asked) == 1
    hub.forge.heal()
    jobs_hub.work_off()
    assert len(jobs_hub.indexed()) == 7
    assert hub.clock.waited_s == []


def test_hint_takes_a_closed_task_out_of_the_index(jobs_hub: JobsHub) -> None:
    hub = jobs_hub.hub
    jobs_hub.asked.ask_for_source(hub.add_source("riders"))
    jobs_hub.work_off()
    closed_id = tasks(hub)[4].id
    hub.clock.move(timedelta(minutes=5))
    hub.forge.close_issue(PATH, 4, at=hub.clock.now())

    jobs_hub.asked.ask_for_repository(hint(PATH))
    jobs_hub.work_off()

    assert closed_id not in jobs_hub.indexed()
    assert len(jobs_hub.indexed()) == 6


def test_hint_that_meets_a_rate_limit_waits_in_the_database(jobs_hub: JobsHub) -> None:
    hub = jobs_hub.hub
    jobs_hub.asked.ask_for_source(hub.add_source("riders"))
    jobs_hub.work_off()
    hub.forge.limit_until(NOW + timedelta(minutes=20))
    job_id = jobs_hub.asked.ask_for_repository(hint(PATH))

    with jobs_hub.worker():
        until(lambda: jobs_hub.is_over(job_id))

    [later] = jobs_hub.asked.client.list_workflows(status="DELAYED")
    assert later.name == "pull_repository"
    assert later.created_at is not None
    assert later.delay_until_epoch_ms is not None
    assert later.delay_until_epoch_ms - later.created_at == pytest.approx(20 * 60_000, abs=60_000)
    assert hub.clock.waited_s == []


def test_hint_for_a_repository_that_is_not_listed_does_nothing(jobs_hub: JobsHub) -> None:
    job_id = jobs_hub.asked.ask_for_repository(hint("nobody/here"))

    jobs_hub.work_off()

    assert "not listed here" in jobs_hub.outcome(job_id)
    assert jobs_hub.hub.forge.requests_made() == 0


def test_refused_pull_is_a_failed_job_with_a_sentence(jobs_hub: JobsHub) -> None:
    jobs_hub.hub.forge.refuse()
    job_id = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))

    jobs_hub.work_off()

    job = jobs_hub.job(job_id)
    assert job.status == "ERROR"
    assert str(job.error).endswith(".")


def test_tick_has_what_is_due_pulled(jobs_hub: JobsHub) -> None:
    jobs_hub.hub.add_source("riders")

    with jobs_hub.worker():
        until(lambda: len(jobs_hub.indexed()) == 7)
