"""Sparse rows against plain arithmetic."""

from math import isclose, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.likeness.rows import TermRows
from tests.hub.matching.given import patient

bags = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), max_size=5), max_size=6
)


def plainly(bag: dict[str, int], bags: list[dict[str, int]]) -> dict[str, float]:
    """Weigh a bag as the class promises: (1 + ln count) · idf, of length 1."""
    rarity = {
        term: log((1 + len(bags)) / (1 + sum(term in each for each in bags))) + 1
        for each in bags
        for term in each
    }
    weights = {term: (1 + log(n)) * rarity[term] for term, n in bag.items() if term in rarity}
    length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


@patient
@given(bags, st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 4), max_size=5))
def test_likeness_is_the_cosine_of_weighed_terms(
    rows: list[dict[str, int]], asked: dict[str, int]
) -> None:
    found = TermRows(rows, of_texts=True).likeness_to(asked)
    wanted = plainly(asked, rows)
    for value, row in zip(found, rows, strict=True):
        weights = plainly(row, rows)
        plain = sum(weight * wanted.get(term, 0.0) for term, weight in weights.items())
        assert isclose(value, plain, abs_tol=1e-5)


@patient
@given(bags)
def test_all_rows_at_once_are_as_one_by_one(rows: list[dict[str, int]]) -> None:
    made = TermRows(rows, of_texts=True)
    at_once = made.likeness_of_all()
    assert np.allclose(at_once, at_once.T, atol=1e-5)
    for number, row in enumerate(rows):
        assert np.allclose(at_once[number], made.likeness_to(row), atol=1e-5)


def test_labels_count_as_much_as_they_are_rare() -> None:
    rows = TermRows([{"docs": 1, "ui": 1}, {"docs": 1}, {}], of_texts=False)
    ui, docs = log(4 / 2) + 1, log(4 / 3) + 1
    found = rows.likeness_to({"docs": 1, "ui": 1, "new": 1})
    assert np.allclose(found, [ui + docs, docs, 0], atol=1e-5)


def test_a_row_is_what_a_text_is_seen_as() -> None:
    bags = [{"ferry": 2, "map": 1}, {"map": 1}]
    rows = TermRows(bags, of_texts=True)
    assert rows.width == 2
    for number, bag in enumerate(bags):
        columns, weights = rows.row(number)
        seen_columns, seen_weights = rows.seen(bag)
        assert columns.tolist() == seen_columns.tolist()
        assert np.allclose(weights, seen_weights)


def test_shared_terms_stand_of_texts() -> None:
    rows = TermRows([{"ferry": 1, "map": 1}, {"map": 1}], of_texts=True)
    assert list(rows.shared(0, {"map": 1, "ferry": 1, "sea": 1})) == ["ferry", "map"]


@pytest.mark.parametrize("of_texts", [True, False])
def test_without_rows_nothing_is_alike(of_texts: bool) -> None:
    rows = TermRows([], of_texts=of_texts)
    assert rows.likeness_to({"ferry": 1}).tolist() == []
    assert rows.likeness_of_all().shape == (0, 0)
