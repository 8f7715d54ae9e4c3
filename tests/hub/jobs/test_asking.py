"""Asking for jobs: quick, never waiting for a pull, and each thing once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.context import RepositoryHint
from hub.errors import NotFound
from hub.jobs.asking import opened_jobs
from hub.models import Source
from tests.hub.jobs.running import Gate, JobsHub, Watched, hint, until

PATH = "riders/lanternbus"


def test_source_that_waits_is_not_queued_again(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")

    first = jobs_hub.asked.ask_for_source(source_id)

    assert jobs_hub.asked.ask_for_source(source_id) == first
    assert jobs_hub.asked.ask_for_due_source(source_id) == first
    assert jobs_hub.job(first).queue_name == "forgejo:forge.example"


def test_source_that_is_done_is_queued_anew(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")
    first = jobs_hub.asked.ask_for_source(source_id)
    jobs_hub.work_off()

    assert jobs_hub.asked.ask_for_source(source_id) != first


def test_source_that_is_not_there_is_refused(jobs_hub: JobsHub) -> None:
    with pytest.raises(NotFound, match="otdhub sources list"):
        jobs_hub.asked.ask_for_source(99)


def test_same_delivery_twice_is_one_job(jobs_hub: JobsHub) -> None:
    first = jobs_hub.asked.ask_for_repository(hint(PATH, "d1"))
    jobs_hub.work_off()

    assert jobs_hub.asked.ask_for_repository(hint(PATH, "d1")) == first
    assert jobs_hub.is_idle()


def test_hints_for_a_repository_collapse_while_one_waits(jobs_hub: JobsHub) -> None:
    first = jobs_hub.asked.ask_for_repository(hint(PATH, "d1"))

    assert jobs_hub.asked.ask_for_repository(hint(PATH, "d2")) == first
    assert jobs_hub.asked.ask_for_repository(hint(PATH.upper(), "d3")) == first
    assert jobs_hub.asked.ask_for_repository(hint("riders/other", "d4")) != first


def test_hint_of_a_lost_issue_is_not_lost_in_another(jobs_hub: JobsHub) -> None:
    first = jobs_hub.asked.ask_for_repository(hint(PATH, "d1"))

    second = jobs_hub.asked.ask_for_repository(hint(PATH, "d2", has_lost_issues=True))
    third = jobs_hub.asked.ask_for_repository(replace(hint(PATH, "d3"), has_new_facts=True))

    assert len({first, second, third}) == 3


def test_hint_that_comes_while_one_runs_waits_for_its_own(jobs_hub: JobsHub) -> None:
    jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    jobs_hub.work_off()
    jobs_hub.hub.clock.move(timedelta(minutes=5))
    jobs_hub.hub.forge.close_issue(PATH, 4, at=jobs_hub.hub.clock.now())
    watched = Watched(jobs_hub.hub.forge)
    gate = Gate(watched, at_page=1)
    with jobs_hub.worker():
        running = jobs_hub.asked.ask_for_repository(hint(PATH, "d1"))
        assert gate.is_reached.wait(120)

        waiting = jobs_hub.asked.ask_for_repository(hint(PATH, "d2"))
        collapsed = jobs_hub.asked.ask_for_repository(hint(PATH, "d3"))

        gate.open()
        until(jobs_hub.is_idle)
    assert waiting != running
    assert collapsed in (waiting, running) or jobs_hub.job(collapsed).status == "SUCCESS"
    assert jobs_hub.job(waiting).status == "SUCCESS"


def test_asking_does_not_wait_for_the_transaction_of_a_pull(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")
    with jobs_hub.hub.context.transaction() as session:
        session.add(Source(forge="forgejo", host="x", scope="owner", locator="y",
                           added_at=jobs_hub.hub.clock.now()))  # fmt: skip
        session.flush()

        assert jobs_hub.asked.ask_for_source(source_id)
        assert jobs_hub.asked.ask_for_repository(hint(PATH))


def test_many_may_ask_first_at_once(jobs_hub: JobsHub) -> None:
    def ask(number: int) -> str:
        return jobs_hub.asked.ask_for_repository(hint(PATH, f"d{number}"))

    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(ask, range(24)))

    assert len(ids) == 1


def test_what_one_process_asks_another_sees(jobs_hub: JobsHub) -> None:
    with opened_jobs(jobs_hub.hub.context) as another:
        job_id = another.ask_for_repository(RepositoryHint("forgejo", "forge.example", "a/b", "d1"))

    assert jobs_hub.job(job_id).status == "ENQUEUED"
