from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given

from hub.matching.facts import Fit, PersonFacts, Reason, Suggestion, TaskFacts
from hub.matching.scoring import score, told, weigh_tasks
from hub.matching.sentences import said
from hub.matching.silence import (
    IT_IS_CLOSED,
    LEAST_POINTS,
    NOBODY_FITS,
    SOMEBODY_IS_ON_IT,
    points_for_it,
    why_nobody,
    worth_showing,
)
from hub.models import Freshness
from tests.hub.matching.given import NAMES, NOOR, NOW, TASK, patient, people, tasks


def of(task: TaskFacts, person: PersonFacts) -> Suggestion:
    found = score(task, replace(person, never=frozenset(), never_projects=frozenset()), now=NOW,
                  names=NAMES)  # fmt: skip
    assert found is not None
    return found


EASY = replace(TASK, spoken="en", freshness="open", effort="small", is_newcomer_fit=True)
READY = replace(NOOR, spoken=("en",), hours_per_week=9.0, level="advanced")


def test_what_fits_everybody_is_not_shown_as_a_fit() -> None:
    suggestion = of(EASY, READY)
    assert suggestion.score > 30
    assert worth_showing([suggestion]) == []


@pytest.mark.parametrize(
    ("task", "person"),
    [
        (replace(EASY, skills=("rust", "sql", "go")), replace(READY, has=frozenset({"rust"}))),
        (replace(EASY, kinds=("doc",)), replace(READY, kinds=("doc",))),
        (replace(EASY, skills=("rust",)), replace(READY, learning=frozenset({"rust"}))),
    ],
)
def test_one_thing_that_suits_is_enough(task: TaskFacts, person: PersonFacts) -> None:
    suggestion = of(task, person)
    assert worth_showing([suggestion]) == [suggestion]


def test_cause_alone_is_not_enough() -> None:
    task = replace(EASY, causes=("climate",))
    assert worth_showing([of(task, replace(READY, causes=("climate",)))]) == []


@patient
@given(tasks, people)
def test_what_speaks_for_a_pair_is_a_part_of_its_score(
    task: TaskFacts, person: PersonFacts
) -> None:
    suggestion = of(task, person)
    assert -1e-9 <= points_for_it(suggestion) <= suggestion.score + 1e-9
    assert (suggestion in worth_showing([suggestion])) == (
        points_for_it(suggestion) >= LEAST_POINTS
    )


@patient
@given(tasks, people)
def test_a_pair_whose_sentences_are_not_made_yet_is_kept_for_the_same_points(
    task: TaskFacts, person: PersonFacts
) -> None:
    weighed = weigh_tasks(replace(person, never=frozenset()), [task], now=NOW, names=NAMES, limit=1)
    for each in weighed:
        suggestion = told(each)
        assert isclose(suggestion.score, each.score, abs_tol=1e-9)
        assert points_for_it(each) == points_for_it(suggestion)
        assert bool(worth_showing([each])) == bool(worth_showing([suggestion]))


def test_order_is_kept() -> None:
    found = [
        Suggestion(number, 1, 0.0, (Reason("skills", Fit.CLEAR, value, 30.0, said("A.", "A.")),))
        for number, value in enumerate((0.4, 0.1, 1.0))
    ]
    assert [each.task_id for each in worth_showing(found)] == [0, 2]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Freshness.OPEN, NOBODY_FITS),
        (Freshness.ASLEEP, NOBODY_FITS),
        (Freshness.TAKEN, SOMEBODY_IS_ON_IT),
        (Freshness.REVIEW, SOMEBODY_IS_ON_IT),
        (Freshness.CLOSED, IT_IS_CLOSED),
    ],
)
def test_nobody_is_said_not_to_fit_a_task_for_which_nobody_was_looked_for(
    state: Freshness, sentence: str
) -> None:
    assert why_nobody(state) == sentence
