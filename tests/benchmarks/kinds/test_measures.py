"""Precision, recall and F1 are those of the books."""

import pytest

from benchmarks.kinds.measures import Tally, has_same_main, tally

PAIRS = [
    (("design",), ("design",)),
    (("design", "code"), ("code",)),
    (("doc",), ("design",)),
    ((), ("code",)),
]


def test_kind_is_counted_as_judged_found_and_right() -> None:
    assert tally("design", PAIRS) == Tally(judged=2, found=2, right=1)


def test_shares_follow_from_the_counts() -> None:
    counted = Tally(judged=4, found=2, right=1)
    assert counted.precision == 0.5
    assert counted.recall == 0.25
    assert counted.f1 == pytest.approx(1 / 3)


def test_share_of_nothing_is_not_known() -> None:
    counted = Tally(judged=0, found=0, right=0)
    assert (counted.precision, counted.recall, counted.f1) == (None, None, None)


def test_main_kind_is_compared_where_work_is_asked_for() -> None:
    assert has_same_main(PAIRS) == pytest.approx(1 / 3)
    assert has_same_main([((), ("code",))]) is None
