"""Weights are fitted on what was taken up, and kept where nothing can be learned."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.training import Choice, compare, fit, split, standing
from hub.matching.weights import Weight, Weights
from tests.hub.matching.given import DAY, NOW, patient

SIGNALS = ("skills", "kind", "causes")
EVEN = Weights(
    version="even",
    made_on=date(2026, 11, 1),
    table={name: Weight(20, "as a start") for name in SIGNALS},
)


def choice(*shown: dict[str, float], taken: int = 0, days_ago: int = 1) -> Choice:
    return Choice(NOW - days_ago * DAY, shown, frozenset({taken}))


def fitted(choices: list[Choice], prior: Weights = EVEN) -> Weights:
    return fit(choices, prior, version="here", made_on=date(2026, 11, 23), measured="measured")


def points(weights: Weights) -> dict[str, int]:
    return {name: weight.points for name, weight in weights.table.items()}


def test_what_is_taken_up_for_gains_weight_and_what_is_passed_over_loses_it() -> None:
    choices = [choice({"skills": 1.0}, {"kind": 1.0}) for _ in range(200)]
    found = points(fitted(choices))
    assert found["skills"] > 25
    assert found["kind"] < 15


def test_a_signal_that_was_alike_for_all_keeps_its_points_and_its_reason() -> None:
    choices = [choice({"skills": 1.0, "causes": 1.0}, {"causes": 1.0}) for _ in range(50)]
    assert fitted(choices).table["causes"] == EVEN.table["causes"]


def test_choices_that_tell_nothing_apart_change_nothing() -> None:
    assert fitted([choice({"skills": 0.5}, {"skills": 0.5})] * 9) == EVEN
    assert fitted([]) == EVEN


def test_few_choices_move_weights_less_than_many() -> None:
    one = [choice({"skills": 1.0}, {"kind": 1.0})]
    few, many = points(fitted(one * 3))["skills"], points(fitted(one * 300))["skills"]
    assert 20 <= few < many


def test_fitted_points_are_whole_and_add_up_to_what_they_did() -> None:
    choices = [
        choice({"skills": 1.0, "kind": 0.3}, {"kind": 1.0}),
        choice({"causes": 0.7}, {"skills": 0.4, "kind": 0.2}, {"causes": 0.1}),
    ]
    found = points(fitted(choices * 40))
    assert sum(found.values()) == 60


@patient
@given(
    st.lists(
        st.lists(
            st.fixed_dictionaries({}, optional=dict.fromkeys(SIGNALS, st.floats(0, 1))),
            min_size=2,
            max_size=4,
        ),
        max_size=12,
    )
)
def test_no_weight_falls_below_nothing_and_the_total_stays(
    shown: list[list[dict[str, float]]],
) -> None:
    found = points(fitted([choice(*each) for each in shown]))
    assert all(each >= 0 for each in found.values())
    assert sum(found.values()) == 60


def test_the_fitted_weights_make_what_was_taken_likelier_than_the_old_ones() -> None:
    skewed = replace(EVEN, table={**EVEN.table, "kind": Weight(60, "too much")})
    choices = [
        choice({"skills": 0.9, "kind": 0.1}, {"skills": 0.1, "kind": 0.6}) for _ in range(60)
    ]
    new = fitted(choices, skewed)
    assert standing(choices, skewed).mrr == 0.5
    assert standing(choices, new).mrr == 1.0
    comparison = compare(choices, skewed, new)
    assert comparison.is_better
    assert comparison.gain == 0.5


def test_the_same_weights_are_not_better() -> None:
    choices = [choice({"skills": 1.0}, {"kind": 1.0})] * 5
    assert not compare(choices, EVEN, EVEN).is_better
    assert compare([], EVEN, EVEN).gain == 0


def test_equals_stand_in_the_middle_of_their_places() -> None:
    found = standing([choice({"skills": 1.0}, {"skills": 1.0}, {"skills": 1.0})], EVEN)
    assert found.mrr == pytest.approx(1 / 2)
    assert found.hit_1 == 0


def test_choices_are_parted_by_time() -> None:
    choices = [choice({}, {"kind": 1.0}, days_ago=days) for days in range(10)]
    older, newer = split(choices)
    assert (len(older), len(newer)) == (7, 3)
    assert max(each.at for each in older) < min(each.at for each in newer)
