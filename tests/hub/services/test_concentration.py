"""How suggestions spread, in numbers without names."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.models import Side, SuggestionShown
from hub.services.concentration import Concentration, concentration, gini, share_of_top_tenth
from tests.conftest import Database
from tests.hub.matching.given import patient
from tests.hub.sample import Sample

counts = st.lists(st.integers(0, 500), max_size=40)


def show(
    database: Database, sample: Sample, now: datetime, *, who: str, task: str, days: int, side: Side
) -> None:
    shown_at = now - timedelta(days=days)
    with database.transaction() as session:
        session.add(
            SuggestionShown(
                task_id=sample.tasks[task], person_id=sample.people[who], side=side,
                shown_on=shown_at.date(), shown_at=shown_at, score=1.0, weights_version="1",
            )
        )  # fmt: skip


def test_people_are_counted_by_what_pages_of_tasks_showed(
    database: Database, sample: Sample, now: datetime
) -> None:
    for who, task, days, side in (
        ("noor", "screen-reader", 0, Side.PROJECT),
        ("noor", "screen-reader", 1, Side.PROJECT),
        ("noor", "town", 2, Side.PROJECT),
        ("teodor", "gtfs", 90, Side.PROJECT),
        ("back", "gtfs", 1, Side.PERSON),
        ("resting", "town", 1, Side.PROJECT),
    ):
        show(database, sample, now, who=who, task=task, days=days, side=side)
    with database.reading() as session:
        found = concentration(session, now=now)
    assert (found.people, found.ever, found.lately, found.top_tenth) == (3, 2, 1, 1.0)
    assert found.gini == pytest.approx(2 / 3)


def test_hub_in_which_nothing_was_suggested_has_no_spread(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        assert concentration(session, now=now) == Concentration(3, 0, 0, None, None)


def test_even_counts_are_even_and_one_who_has_all_is_not() -> None:
    assert gini([4] * 10) == pytest.approx(0)
    assert share_of_top_tenth([4] * 10) == pytest.approx(0.1)
    assert gini([0] * 9 + [7]) == pytest.approx(0.9)
    assert share_of_top_tenth([0] * 9 + [7]) == 1.0


@patient
@given(counts)
def test_measures_lie_between_0_and_1(numbers: list[int]) -> None:
    for measure in (gini(numbers), share_of_top_tenth(numbers)):
        assert (measure is None) == (sum(numbers) == 0)
        assert measure is None or -1e-9 <= measure <= 1
