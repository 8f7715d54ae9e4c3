"""Who does a task next, told from the finished work of its project."""

from dataclasses import replace
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.facts import PastWork
from hub.matching.likeness.project import MOST_DONE, ProjectHistory, _shares_before
from tests.hub.matching.given import DAY, NOW, past_work, patient

NOOR, TEODOR, WANDA = 1, 2, 3


def done(person_id: int, title: str, *, days_ago: float = 10) -> tuple[int, PastWork]:
    return person_id, past_work(title, days_ago=days_ago)


def history(*finished: tuple[int, PastWork]) -> ProjectHistory:
    return ProjectHistory(finished, now=NOW)


SEVERAL = (
    done(NOOR, "Print the ferry timetable", days_ago=5),
    done(NOOR, "Print the stops of a ferry line", days_ago=40),
    done(TEODOR, "Translate the map into Polish", days_ago=20),
    done(TEODOR, "Translate the menu into Polish", days_ago=30),
    done(WANDA, "Speed up the router", days_ago=900),
)


def test_a_task_looks_like_the_work_of_who_did_such_things() -> None:
    made = history(*SEVERAL)
    assert made.best(made.ask("Translate the settings into Polish"), 1) == [TEODOR]
    assert made.best(made.ask("The ferry timetable is printed twice"), 1) == [NOOR]


def test_the_things_that_speak_are_named_with_what_they_share() -> None:
    made = history(*SEVERAL)
    work = made.work_of(made.ask("The ferry timetable is printed twice"), NOOR)
    assert work is not None
    assert work.count == 2
    assert work.last_at == NOW - 5 * DAY
    assert work.speaking[0].work.title == "Print the ferry timetable"
    assert set(work.speaking[0].shared) == {"ferry", "timetable"}
    assert made.work_of(made.ask("The ferry"), 99) is None


def test_who_was_not_seen_for_long_is_less_likely() -> None:
    text = "Speed up the router"
    old = history(*SEVERAL)
    person_id, work = SEVERAL[-1]
    new = history(*SEVERAL[:-1], (person_id, replace(work, done_at=NOW - 3 * DAY)))
    then, now = (made.work_of(made.ask(text), WANDA) for made in (old, new))
    assert then is not None
    assert now is not None
    assert then.value < now.value


def test_who_comes_seldom_is_not_gone_as_soon_as_who_came_daily() -> None:
    daily = (done(NOOR, "Speed up the router", days_ago=days) for days in range(200, 210))
    seldom = (done(WANDA, "Speed up the map", days_ago=days) for days in range(200, 1200, 100))
    once = done(TEODOR, "Speed up the ferry", days_ago=200)
    made = history(*daily, *seldom, once)
    shares = dict(zip(made.people, made._presence, strict=True))
    assert shares[NOOR] < shares[WANDA] < 1
    assert shares[NOOR] < shares[TEODOR]


def test_shares_are_those_before_each_thing_and_at_first_those_of_today() -> None:
    by_whom = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], np.float32)
    lately = np.array([0.25, 0.5, 0.5, 1.0], np.float32)
    before = _shares_before(by_whom, lately)
    today = 1.75 / 2.25
    assert before[:, 0].tolist() == pytest.approx(
        [today, (0.25 + today) / 1.25, (0.75 + today) / 1.75, (0.75 + 2 * today) / 3.25]
    )
    assert before.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 1])


def test_who_does_most_has_a_little_of_what_is_like_nobodys_work() -> None:
    busy = (done(NOOR, "Print the ferry timetable", days_ago=days) for days in range(20))
    made = history(*busy, done(WANDA, "Speed up the router", days_ago=3))
    values = dict(zip(made.people, made.ask("Ünrelated").values, strict=True))
    assert 0 <= values[WANDA] < values[NOOR] < 0.8


def test_what_somebody_else_mostly_does_is_told() -> None:
    made = history(*SEVERAL)
    asked = made.ask("Translate the settings into Polish")
    works = {person_id: made.work_of(asked, person_id) for person_id in made.people}
    values = {person_id: work.value for person_id, work in works.items() if work}
    for person_id, work in works.items():
        assert work is not None
        assert work.others == max(each for who, each in values.items() if who != person_id)
    alone = history(done(NOOR, "Print the ferry timetable"))
    work = alone.work_of(alone.ask("Print the ferry"), NOOR)
    assert work is not None
    assert work.others == 0


def test_labels_speak_too() -> None:
    first, second = past_work("Change one thing"), past_work("Change other things")
    made = history((NOOR, replace(first, labels=("docs",))), (TEODOR, second))
    assert made.best(made.ask("Something new", ("docs",)), 1) == [NOOR]


def test_without_any_work_there_is_nobody() -> None:
    made = history()
    asked = made.ask("Anything")
    assert made.best(asked, 5) == []
    assert made.work_of(asked, NOOR) is None


def test_only_the_newest_count() -> None:
    made = ProjectHistory(SEVERAL, now=NOW, most=2)
    assert made.people == (NOOR, TEODOR)
    assert MOST_DONE == 3_000


words = st.lists(
    st.sampled_from(("ferry", "map", "parseTime", "é😀", "ﷺ", "the", "stops")), max_size=5
).map(" ".join)


@patient
@given(
    st.lists(
        st.tuples(st.integers(1, 3), words, st.integers(-2, 3_000) | st.just(700_000)), max_size=8
    ),
    words,
)
def test_values_are_shares_and_their_parts_never_exceed_what_they_explain(
    finished: list[tuple[int, str, int]], text: str
) -> None:
    made = history(*(done(who, title, days_ago=days) for who, title, days in finished))
    asked = made.ask(text)
    assert np.isfinite(asked.values).all()
    for person_id in made.people:
        work = made.work_of(asked, person_id, named=99)
        assert work is not None
        assert 0 <= work.value <= 1
        assert all(each.value > 0 and each.shared for each in work.speaking)


@pytest.mark.parametrize("text", ["Print the ferry timetable", "Translate a ferry map", "Router"])
def test_a_value_is_the_sum_over_all_finished_things(text: str) -> None:
    """What the docstring promises, worked out by hand from the parts that the class keeps."""
    made = history(*SEVERAL)
    asked = made.ask(text)
    for column, person_id in enumerate(made.people):
        own = made._who == column
        found = asked.alike * made._alphas[:, column] + np.where(own, made._added, 0)
        parts = found * made._presence[column]
        total = min(1.0, max(0.0, float(parts.sum())))
        work = made.work_of(asked, person_id)
        assert work is not None
        assert isclose(work.value, total, abs_tol=1e-5)
        for each in work.speaking:
            place = made._done.index(each.work)
            assert isclose(each.value, float(parts[place]), abs_tol=1e-6)
