"""A list of beginnings never hides a phrase."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.openings import guard, openings
from hub.vocabulary.claims import claim_phrases

SPACED = sorted(
    {pattern for phrase in claim_phrases() if not phrase.is_unspaced for pattern in phrase.patterns}
)

UNSPACED = sorted(
    {pattern for phrase in claim_phrases() if phrase.is_unspaced for pattern in phrase.patterns}
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(i would|i'd|id|i) (really )?like", {"i ", "i'd ", "id "}),
        ("(eu )?não posso", {"eu ", "não "}),
        ("i('ve| have)? started", {"i've ", "i "}),
        ("un-?assign me", {"un-assign ", "unassign "}),
        ("^(hi )?all yours", {"^"}),
        ("x*y", {""}),
        (r"\d+ days", {""}),
        ("(a|b)*c", {""}),
        ("готов", {"готов"}),
        ("on [it]", {"on "}),
    ],
)
def test_openings_are_what_a_pattern_may_begin_with(pattern: str, expected: set[str]) -> None:
    assert openings(pattern) == expected


def test_every_claim_begins_in_a_way_that_is_known() -> None:
    assert all("" not in openings(pattern) for pattern in SPACED)


@given(st.from_regex(re.compile("|".join(f"(?:{pattern})" for pattern in SPACED)), fullmatch=True))
def test_no_phrase_is_hidden(said: str) -> None:
    assert re.match(guard(SPACED), said)


def test_unlisted_beginning_hides_nothing() -> None:
    assert re.match(guard(["x*y", "abc"]), "zzz")


@given(st.sampled_from(UNSPACED).flatmap(lambda pattern: st.from_regex(pattern, fullmatch=True)))
def test_phrases_without_spaces_are_never_ascii(said: str) -> None:
    assert not said.isascii()
