"""A task's page."""

from datetime import datetime, timedelta

import pytest

from hub.errors import NotFound
from hub.models import Freshness, Health, LinkedChange, Origin, Repository, Task
from hub.services import tasks
from hub.services.facts import takeable_task
from hub.services.freshness import make_due
from hub.services.linked_changes import link_tasks
from hub.views import EstimateView
from tests.conftest import Database
from tests.hub.sample import Sample


def test_issue_shows_its_project_author_and_when_it_was_read(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["print"], now=now)
    assert view.project_slug == "lanternbus"
    assert view.author is not None
    assert view.author.url == "https://github.com/jule"
    assert (view.read_at, view.read_health) == (now - timedelta(hours=2), Health.GOOD)
    assert view.freshness.state is Freshness.REVIEW
    assert view.contributing_url is not None


def test_need_has_no_forge(database: Database, sample: Sample, now: datetime) -> None:
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["need"], now=now)
    assert view.origin is Origin.NEED
    assert (view.forge, view.host, view.author, view.read_at) == (None, None, None, None)


def test_closed_task_keeps_its_page(database: Database, sample: Sample, now: datetime) -> None:
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["closed"], now=now)
    assert not view.is_open
    assert view.freshness.state is Freshness.CLOSED


def test_freshness_that_has_turned_since_is_shown_turned(
    database: Database, sample: Sample, now: datetime
) -> None:
    task_id = sample.tasks["arabic"]
    turns_at = now - timedelta(days=3) + timedelta(days=30)
    with database.reading() as session:
        assert tasks.view(session, task_id, now=turns_at).freshness.state is Freshness.QUIET
        before = turns_at - timedelta(seconds=1)
        assert tasks.view(session, task_id, now=before).freshness.state is Freshness.OPEN


def test_task_that_waits_to_be_worked_out_anew_is_not_shown_turned(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        repository_id = session.get_one(Task, sample.tasks["arabic"]).repository_id
        assert repository_id is not None
        make_due(session, [repository_id], now=now)
    with database.reading() as session:
        assert tasks.view(session, sample.tasks["arabic"], now=now).freshness.state is (
            Freshness.OPEN
        )


def test_task_that_was_just_linked_is_shown_in_review(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        task = session.get_one(Task, sample.tasks["arabic"])
        repository = session.get_one(Repository, task.repository_id)
        assert repository.id is not None
        assert task.number is not None
        url = "https://github.com/riders/lanternbus/pull/12"
        session.add(LinkedChange(repository_id=repository.id, issue_number=task.number, url=url))
        session.flush()
        assert link_tasks(session, repository, {task.number}, now=now) == 1
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["arabic"], now=now)
    assert view.freshness.state is Freshness.REVIEW


def test_task_of_a_hidden_project_is_not_found(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="no such task"):
        tasks.view(session, sample.tasks["hidden"], now=now)


@pytest.mark.parametrize("task_id", [0, -1, 2**31, 2**63, 10**30])
def test_numbers_that_no_row_has_are_not_found(
    database: Database, now: datetime, task_id: int
) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        tasks.view(session, task_id, now=now)


def guess(database: Database, task_id: int, **values: object) -> None:
    with database.transaction() as session:
        task = session.get_one(Task, task_id)
        for name, value in {"effort": None, "estimate_basis": ("one-file",), **values}.items():
            setattr(task, name, value)


def test_guessed_effort_stands_where_none_is_said(
    database: Database, sample: Sample, now: datetime
) -> None:
    guess(database, sample.tasks["arabic"], estimated_effort="small", impact="high")
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["arabic"], now=now)
        facts = takeable_task(session, sample.tasks["arabic"])
    assert view.estimate == EstimateView("small", ("one-file",))
    assert (view.effort, view.impact) == (None, "high")
    assert facts is not None
    assert (facts.effort, facts.estimated_effort) == (None, "small")


def test_said_effort_hides_a_guess(database: Database, sample: Sample, now: datetime) -> None:
    guess(database, sample.tasks["arabic"], effort="large", estimated_effort="small")
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["arabic"], now=now)
    assert (view.effort, view.estimate) == ("large", None)


@pytest.mark.parametrize(("effort", "stands"), [("small", False), ("medium", True)])
def test_task_that_was_given_back_is_not_called_small(
    database: Database, sample: Sample, now: datetime, effort: str, stands: bool
) -> None:
    given_back = now - timedelta(days=9)
    guess(database, sample.tasks["arabic"], estimated_effort=effort, claimed_at=given_back)
    with database.reading() as session:
        view = tasks.view(session, sample.tasks["arabic"], now=now)
    assert (view.estimate is not None) is stands
