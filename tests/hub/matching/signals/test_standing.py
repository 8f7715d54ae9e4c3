from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.evidence import Evidence
from hub.matching.facts import Fit
from hub.matching.pace import Pace
from hub.matching.signals.standing import little_known, pace
from tests.hub.matching.given import DAY, NAMES, NOOR, NOW, TASK, patient
from tests.hub.matching.told import to

waits = st.floats(0, 400).map(lambda days: timedelta(days=days))
numbers = st.integers(0, 500)


def evidence_of_pace(value: Pace) -> Evidence:
    found = pace(replace(TASK, pace=value), NOOR, now=NOW, names=NAMES)
    assert found is not None
    return found


def said_of(value: Pace) -> str:
    return to(evidence_of_pace(value))


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(minutes=5), "within a day"),
        (timedelta(hours=25), "within 2 days"),
        (14 * DAY, "within 14 days"),
        (15 * DAY, "within 3 weeks"),
        (60 * DAY, "within 2 months"),
        (900 * DAY, "after years"),
    ],
)
def test_usual_wait_is_said_rounded_up(wait: timedelta, words: str) -> None:
    assert said_of(Pace(wait, 20, 1)) == f"The project usually answers {words}."


def test_project_that_leaves_many_unanswered_is_said_with_the_numbers() -> None:
    assert said_of(Pace(2 * DAY, 12, 8)) == (
        "The project answers within 2 days where it does: 12 of 20 issues got an answer."
    )


def test_unknown_pace_is_said_as_unknown_and_counts_nothing() -> None:
    evidence = evidence_of_pace(Pace(None, 2, 0))
    assert (evidence.fit, evidence.value) == (Fit.UNKNOWN, 0.0)
    assert to(evidence) == "It is not known how fast the project answers."


def test_task_whose_project_nobody_measured_says_nothing() -> None:
    assert pace(TASK, NOOR, now=NOW, names=NAMES) is None
    measured = replace(TASK, pace=Pace(DAY, 9, 0))
    assert pace(measured, NOOR, now=NOW, names=NAMES) is not None


@patient
@given(waits, waits, numbers, numbers)
def test_answering_sooner_never_lowers_the_value(
    one: timedelta, other: timedelta, answered: int, unanswered: int
) -> None:
    sooner, later = sorted((one, other))
    values = [evidence_of_pace(Pace(wait, answered, unanswered)).value for wait in (sooner, later)]
    assert 1.0 >= values[0] >= values[1] >= 0.0


@patient
@given(waits, numbers, numbers)
def test_one_more_answer_never_lowers_the_value(
    wait: timedelta, answered: int, unanswered: int
) -> None:
    before, after = (
        evidence_of_pace(Pace(wait, number, unanswered)).value
        for number in (answered, answered + 1)
    )
    assert after >= before


def known(stars: int | None, days: int) -> Evidence | None:
    task = replace(TASK, stars=stars, listed_at=NOW - days * DAY)
    return little_known(task, NOOR, now=NOW, names=NAMES)


def test_small_and_new_projects_are_said_to_be_little_known() -> None:
    small = known(12, 400)
    assert small is not None
    assert to(small) == "The project is not widely known yet: it has 12 stars."
    both = known(1, 5)
    assert both is not None
    assert to(both) == (
        "The project is not widely known yet: it has 1 star and it came to this hub 5 days ago."
    )


@pytest.mark.parametrize("stars", [1000, 50_000, None])
def test_well_known_project_or_one_without_stars_says_nothing(stars: int | None) -> None:
    assert known(stars, 400) is None
    task = replace(TASK, stars=stars, listed_at=NOW - 400 * DAY)
    assert little_known(task, NOOR, now=NOW, names=NAMES) is None


@patient
@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 900))
def test_more_stars_never_raise_the_share_of_a_project(one: int, other: int, days: int) -> None:
    fewer, more = (known(stars, days) for stars in sorted((one, other)))
    assert (fewer.value if fewer else 0.0) >= (more.value if more else 0.0)
