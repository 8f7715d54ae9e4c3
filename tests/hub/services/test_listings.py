"""Whole lists, page by page: everything once, whatever the page size."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from hub.models import Health, Origin, Repository, Task
from hub.services import listings
from hub.services.listings import ProjectFilter, TaskFilter
from tests.conftest import Database
from tests.hub.sample import HOSTILE, Sample


def change_repositories(
    database: Database, project: str, sample: Sample, state: dict[str, object]
) -> None:
    with database.transaction() as session:
        session.execute(
            update(Repository)
            .where(col(Repository.project_id) == sample.projects[project])
            .values(**state)
        )


def _all_ids(session: Session, wanted: TaskFilter, *, limit: int) -> list[int]:
    ids: list[int] = []
    after = None
    while True:
        page = listings.tasks(session, wanted, after=after, limit=limit)
        ids += [card.task_id for card in page.tasks]
        if page.next is None:
            return ids
        after = page.next


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_pages_hold_every_open_task_once(database: Database, sample: Sample, limit: int) -> None:
    hidden = {sample.tasks["closed"], sample.tasks["hidden"]}
    with database.reading() as session:
        ids = _all_ids(session, TaskFilter(), limit=limit)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(sample.tasks.values()) - hidden


@pytest.mark.parametrize(
    "state", [{"is_archived": True}, {"health": Health.GONE}, {"has_issues": False}]
)
def test_tasks_leave_with_the_issue_list_of_their_repository(
    database: Database, sample: Sample, state: dict[str, object]
) -> None:
    change_repositories(database, "seedswap", sample, state)
    with database.reading() as session:
        ids = _all_ids(session, TaskFilter(), limit=5)
    assert sample.tasks["hostile"] not in ids
    assert sample.tasks["need"] in ids


def test_a_need_stands_without_an_issue_list(database: Database, sample: Sample) -> None:
    change_repositories(database, "seedswap", sample, {"has_issues": False})
    with database.transaction() as session:
        task = session.get_one(Task, sample.tasks["hostile"])
        task.origin, task.remote_id = Origin.NEED, None
    with database.reading() as session:
        assert sample.tasks["hostile"] in _all_ids(session, TaskFilter(), limit=5)


def test_equal_instants_are_settled_by_id(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        for name in ("gtfs", "print", "town", "arabic"):
            session.get_one(Task, sample.tasks[name]).updated_at = now
    with database.reading() as session:
        ids = _all_ids(session, TaskFilter(), limit=1)
    assert len(ids) == len(set(ids)) == 9


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("kind", ["design"], {"print", "need"}),
        ("kind", ["a11y", "translation"], {"screen-reader", "arabic"}),
        ("kind", ["des"], set()),
        ("kind", ['"', "%", "_", "\\"], set()),
        ("skill", ["python"], {"gtfs"}),
        ("language", ["Ruby"], {"hostile"}),
        ("cause", ["environment"], {"hostile"}),
        ("level", ["beginner"], {"screen-reader"}),
        ("effort", ["large"], {"need"}),
        ("spoken", ["ar"], {"arabic"}),
        ("forge", ["gitlab.com"], {"hostile"}),
        ("project", ["rampfinder"], {"need"}),
        ("freshness", ["taken", "review"], {"gtfs", "print"}),
        ("freshness", ["nonsense"], set()),
        ("mark", ["mentor"], {"need"}),
        ("mark", ["newcomer"], {"screen-reader"}),
        ("mark", ["nonsense"], set()),
    ],
)
def test_filter_keeps_what_it_names(
    database: Database, sample: Sample, name: str, values: list[str], expected: set[str]
) -> None:
    with database.reading() as session:
        ids = _all_ids(session, TaskFilter({name: values}), limit=3)
    assert set(ids) == {sample.tasks[each] for each in expected}


def test_value_with_signs_is_found_as_it_stands(database: Database, sample: Sample) -> None:
    with database.transaction() as session:
        session.get_one(Task, sample.tasks["town"]).skills = (HOSTILE, "ünïcode 漢")
    with database.reading() as session:
        for value in (HOSTILE, "ünïcode 漢"):
            assert _all_ids(session, TaskFilter({"skill": [value]}), limit=5) == [
                sample.tasks["town"]
            ]


def test_only_what_changed_since(database: Database, sample: Sample, now: datetime) -> None:
    wanted = TaskFilter(updated_since=now - timedelta(days=2))
    with database.reading() as session:
        assert _all_ids(session, wanted, limit=5) == [sample.tasks["screen-reader"]]


def test_projects_are_listed_once_without_hidden_ones(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        first = listings.projects(session, ProjectFilter(), after=None, limit=2)
        rest = listings.projects(session, ProjectFilter(), after=first.next, limit=2)
    assert [card.slug for card in first.projects] == ["lanternbus", "seedswap"]
    assert [card.slug for card in rest.projects] == ["rampfinder"]
    assert rest.next is None


def test_project_of_which_all_repositories_are_gone_is_not_listed(
    database: Database, sample: Sample
) -> None:
    change_repositories(database, "seedswap", sample, {"health": Health.GONE})
    with database.reading() as session:
        page = listings.projects(session, ProjectFilter(), after=None, limit=9)
    assert [card.slug for card in page.projects] == ["lanternbus", "rampfinder"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("cause", "accessibility", {"lanternbus", "rampfinder"}),
        ("language", "Python", {"lanternbus"}),
        ("language", "Rust", set()),  # of a repository that is gone
        ("skill", "ruby", {"seedswap"}),
        ("forge", "gitlab.com", {"seedswap"}),
        ("forge", "nowhere", set()),
    ],
)
def test_project_filter_keeps_what_it_names(
    database: Database, sample: Sample, name: str, value: str, expected: set[str]
) -> None:
    wanted = ProjectFilter({name: [value]})
    with database.reading() as session:
        page = listings.projects(session, wanted, after=None, limit=9)
    assert {card.slug for card in page.projects} == expected
