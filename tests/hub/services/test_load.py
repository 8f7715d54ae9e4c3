"""Nobody is suggested for more open tasks than their hours allow, and pages stay as they are."""

from datetime import date, datetime, timedelta

import pytest

from hub.context import AppContext
from hub.matching.load import REMEMBERED_FOR
from hub.models import Freshness, Person, Side, SuggestionShown, Task, Verdict
from hub.services import feedback
from hub.services.indexing import index_changes
from hub.services.shown import note_shown
from hub.services.suggestions import people_for, tasks_for
from tests.hub.sample import Sample

MOST = 2  # of who has one hour a week


@pytest.fixture
def crowded(indexed: AppContext, sample: Sample) -> list[int]:
    """A hub in which Noor has an hour a week and five tasks would all suit her."""
    now = indexed.clock.now()
    with indexed.transaction() as session:
        session.get_one(Person, sample.people["noor"]).hours_per_week = 1.0
        repository_id = session.get_one(Task, sample.tasks["gtfs"]).repository_id
        rows = [
            Task(
                project_id=sample.projects["lanternbus"], repository_id=repository_id,
                remote_id=f"load-{number}", number=300 + number, title=f"Listen to page {number}",
                kinds=("a11y", "test"), skills=("accessibility",), spoken="en",
                opened_at=now - timedelta(days=2), updated_at=now - timedelta(days=1),
                freshness=Freshness.OPEN, changed_at=now,
            )
            for number in range(5)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        ids = [row.id for row in rows if row.id is not None]
    index_changes(indexed)
    return ids


def look_at(context: AppContext, task_id: int, *, now: datetime | None = None) -> list[str]:
    """Open the page of a task, as far as suggestions go; returns who is shown there."""
    now = now or context.clock.now()
    with context.reading() as session:
        found = people_for(session, context, task_id, now=now)
    note_shown(context, [each.suggestion for each in found], side=Side.PROJECT, now=now)
    return [each.person.handle for each in found]


def tasks_with_noor(context: AppContext, task_ids: list[int]) -> list[int]:
    return [task_id for task_id in task_ids if "noor" in look_at(context, task_id)]


def test_nobody_is_suggested_for_more_tasks_than_their_hours_allow(
    indexed: AppContext, crowded: list[int]
) -> None:
    assert tasks_with_noor(indexed, crowded) == crowded[:MOST]


def test_pages_that_showed_somebody_show_them_again(
    indexed: AppContext, crowded: list[int]
) -> None:
    first = tasks_with_noor(indexed, crowded)
    assert tasks_with_noor(indexed, crowded[::-1]) == first[::-1]


@pytest.mark.parametrize("state", [Freshness.TAKEN, Freshness.CLOSED])
def test_task_that_is_not_there_to_be_taken_makes_room(
    indexed: AppContext, crowded: list[int], state: Freshness
) -> None:
    tasks_with_noor(indexed, crowded)
    with indexed.transaction() as session:
        task = session.get_one(Task, crowded[0])
        task.freshness, task.is_open = state, state is not Freshness.CLOSED
    assert tasks_with_noor(indexed, crowded[1:]) == crowded[1:3]


def test_what_was_shown_a_month_ago_is_forgotten(indexed: AppContext, crowded: list[int]) -> None:
    tasks_with_noor(indexed, crowded)
    later = indexed.clock.now() + REMEMBERED_FOR
    assert "noor" in look_at(indexed, crowded[4], now=later)


def test_own_page_is_no_load_and_shows_what_others_may_not_suggest(
    indexed: AppContext, sample: Sample, crowded: list[int]
) -> None:
    now = indexed.clock.now()
    with indexed.reading() as session:
        own = tasks_for(session, indexed, sample.people["noor"], now=now)
    assert {each.task.task_id for each in own} >= set(crowded)
    note_shown(indexed, [each.suggestion for each in own], side=Side.PERSON, now=now)
    assert tasks_with_noor(indexed, crowded) == crowded[:MOST]


def test_load_of_one_person_bounds_no_other(
    indexed: AppContext, sample: Sample, crowded: list[int]
) -> None:
    with indexed.transaction() as session:
        for task_id in crowded[:MOST]:
            session.add(
                SuggestionShown(
                    task_id=task_id, person_id=sample.people["teodor"],
                    shown_on=date(2026, 11, 22), shown_at=indexed.clock.now(), score=1.0,
                    weights_version="1",
                )
            )  # fmt: skip
    assert "noor" in look_at(indexed, crowded[4])


def test_what_somebody_is_on_is_load_and_what_they_declined_is_none(
    indexed: AppContext, sample: Sample, crowded: list[int]
) -> None:
    first, second, third, fourth, _ = crowded
    now = indexed.clock.now()
    for task_id, verdict in ((first, Verdict.ON_IT), (second, Verdict.NOT_FOR_ME)):
        look_at(indexed, task_id)
        with indexed.transaction() as session:
            feedback.give(session, sample.people["noor"], task_id, verdict, now=now)
    assert tasks_with_noor(indexed, [third, fourth]) == [third]
