import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.estimates import (
    MANY_COMMENTS,
    NO_ESTIMATE,
    Estimate,
    estimate_effort,
    holds,
)
from hub.normalise.issues import read_words
from hub.vocabulary.effort_signs import effort_sign

POINTS = "What to do:\n- one\n- two\n- three\n"


def guessed(title: str, body: str = "", comments: int | None = None) -> Estimate:
    return estimate_effort(title=title, body=body, comments=comments)


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Fix typo in the welcome mail", ("spelling",)),
        ("[docs] Clarify how stops are named", ("wording",)),
        ("docs: document the timetable file", ("wording",)),
        ("Broken link on the start page", ("link",)),
        ("Wrong year in `LICENSE.txt`", ("one-file",)),
        ("Typo in src/timetable.py", ("spelling", "one-file")),
        ("Flaky test: ferry leaves too early", ("flaky-test",)),
        ("Bump django from 5.1 to 5.2", ("bump",)),
        ("Tippfehler auf der Startseite", ("spelling",)),
        ("首页有错别字", ("spelling",)),
    ],
)
def test_small_work_is_told_by_its_title(title: str, basis: tuple[str, ...]) -> None:
    assert guessed(title) == Estimate("small", basis)


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Add support for night ferries", ("new-ability",)),
        ("Implement reading of tides", ("new-ability",)),
        ("Refactor the printer", ("rework",)),
        ("feat: migrate to PostgreSQL", ("migration",)),
    ],
)
def test_longer_work_is_told_by_its_title(title: str, basis: tuple[str, ...]) -> None:
    assert guessed(title) == Estimate("medium", basis)


@pytest.mark.parametrize(
    "title",
    ["The timetable is empty on Sundays", "Ferry leaves too early", "", "🎉", "Move to Node.js",
     "See https://example.org/map.html", "one.py and two.py differ"],
)  # fmt: skip
def test_title_without_a_sign_gives_no_guess(title: str) -> None:
    assert guessed(title) == NO_ESTIMATE


def test_signs_of_two_efforts_say_nothing() -> None:
    assert guessed("Implement a check for typos") == NO_ESTIMATE


def test_what_touches_everything_is_not_small() -> None:
    assert guessed("Fix typos in all pages") == NO_ESTIMATE
    assert guessed("Refactor all pages").effort == "medium"


def test_long_list_or_long_talk_is_not_small() -> None:
    assert guessed("Fix typo", body=POINTS) == NO_ESTIMATE
    assert guessed("Fix typo", comments=MANY_COMMENTS) == NO_ESTIMATE
    assert guessed("Fix typo", comments=MANY_COMMENTS - 1).effort == "small"


def test_guess_about_what_was_given_back_stands_only_for_longer_work() -> None:
    assert holds(Estimate("medium", ("rework",)), is_given_back=True)
    assert not holds(Estimate("small", ("bump",)), is_given_back=True)
    assert holds(Estimate("small", ("bump",)), is_given_back=False)
    assert not holds(NO_ESTIMATE, is_given_back=False)


def test_label_wins_over_a_guess() -> None:
    read = read_words(
        "Fix typo", "", labels=("size/L",), comments=0, languages=("Python",), topics=()
    )
    assert (read.effort, read.estimated_effort, read.estimate_basis) == ("large", None, ())


@given(st.text(max_size=300), st.text(max_size=300), st.none() | st.integers(0, 50))
def test_guess_always_says_what_it_rests_on(title: str, body: str, comments: int | None) -> None:
    found = guessed(title, body, comments)
    assert bool(found.effort) == bool(found.basis)
    signs = [effort_sign(key) for key in found.basis]
    assert all(sign and sign.because and sign.effort == found.effort for sign in signs)
