"""The measures give what is worked out by hand."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.relevance.measures import (
    has_same_first,
    hit_at_10,
    in_common_of_10,
    mean,
    ndcg_at_10,
    unjudged_at_10,
)

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_best_order_is_one() -> None:
    assert ndcg_at_10(["a", "b", "c"], GRADES) == 1


def test_worst_order_of_two_is_worked_out_by_hand() -> None:
    # gains 7 and 3: (3/1 + 7/log2(3)) / (7/1 + 3/log2(3)) = 7.4165 / 8.8928
    assert ndcg_at_10(["b", "a"], {"a": 3, "b": 2}) == pytest.approx(0.83399, abs=1e-5)


def test_only_answer_in_second_place_is_discounted_once() -> None:
    assert ndcg_at_10(["x", "a"], {"a": 3}) == pytest.approx(1 / log2(3))


def test_only_answer_in_tenth_place_still_counts_and_in_eleventh_no_more() -> None:
    ninth = ["x"] * 9
    assert ndcg_at_10([*ninth, "a"], {"a": 3}) == pytest.approx(1 / log2(11))
    assert ndcg_at_10([*ninth, "x", "a"], {"a": 3}) == 0


def test_more_answers_than_places_can_be_filled_to_one() -> None:
    many = {f"doc-{number}": 3 for number in range(30)}
    assert ndcg_at_10([f"doc-{number}" for number in range(20, 30)], many) == 1


def test_what_is_judged_useless_or_not_at_all_gains_nothing() -> None:
    assert ndcg_at_10(["d", "x"], GRADES) == 0
    assert ndcg_at_10([], GRADES) == 0


@given(st.permutations(["a", "b", "c", "d", "x"]))
def test_no_order_is_better_than_the_best(order: list[str]) -> None:
    assert 0 <= ndcg_at_10(order, GRADES) <= 1


def test_hit_is_any_wanted_document_among_the_first_ten() -> None:
    assert hit_at_10([*"123456789", "a", "b"], {"a"})
    assert not hit_at_10([*"1234567890", "a"], {"a"})


def test_unjudged_are_counted_among_the_first_ten_only() -> None:
    assert unjudged_at_10(["a", "x", "d", "y"], GRADES) == 2
    assert unjudged_at_10([*"aaaaaaaaaa", "x"], GRADES) == 0


def test_lists_without_a_result_do_not_agree() -> None:
    assert has_same_first(["a", "b"], ["a"])
    assert not has_same_first(["a"], ["b", "a"])
    assert not has_same_first([], [])


def test_short_lists_are_compared_as_if_they_had_ten() -> None:
    assert in_common_of_10([*"abcd"], [*"dcba"]) == 10
    assert in_common_of_10([*"abcd"], [*"abcdefghij"]) == 4
    assert in_common_of_10([*"abcdefghijk"], [*"kbcdefghij"]) == 9
    assert in_common_of_10([], []) is None


def test_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0
    assert mean([1, 0, 0.5]) == 0.5
