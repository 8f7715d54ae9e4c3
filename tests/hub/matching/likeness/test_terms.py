"""What two texts may share."""

import time

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.likeness.terms import View, terms_of
from tests.hub.matching.given import patient


def test_identifiers_are_taken_apart_and_plurals_folded() -> None:
    words = terms_of("The parseTime of timetables")[View.WORDS]
    assert dict(words) == {"parsetime": 1, "parse": 1, "time": 1, "timetable": 1}


def test_pairs_and_labels_are_views_of_their_own() -> None:
    terms = terms_of("Print the ferry timetable", ("Area: Docs", "area: docs"))
    assert dict(terms[View.PAIRS]) == {"print ferry": 1, "ferry timetable": 1}
    assert dict(terms[View.LABELS]) == {"area: docs": 1}


def test_how_something_is_written_makes_no_term() -> None:
    plain, shouted = terms_of("fix the ferry"), terms_of("**FIX**: the ferry!!!")
    assert plain == shouted


def test_a_long_text_costs_no_more_than_its_start() -> None:
    began_at = time.perf_counter()
    terms = terms_of("a1-" * 65_536 + "ferry")
    assert "ferry" not in terms[View.WORDS]
    assert time.perf_counter() - began_at < 5


@patient
@given(st.text(max_size=300))
def test_any_text_has_terms_in_lower_case(text: str) -> None:
    for view, terms in terms_of(text).items():
        assert all(count > 0 for count in terms.values()), view
        assert all(term == term.lower() for term in terms)
