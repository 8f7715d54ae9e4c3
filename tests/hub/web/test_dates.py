from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.web.dates import counted, date_words, full_date, hours, when

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=15), "15 hours ago"),
        (timedelta(hours=17), "yesterday"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2 weeks ago"),
        (timedelta(weeks=8), "8 weeks ago"),
        (timedelta(weeks=8, minutes=1), "28 September"),
        (timedelta(days=400), "19 October 2025"),
        (-timedelta(seconds=5), "in under a minute"),
        (-timedelta(minutes=25), "in 25 minutes"),
        (-timedelta(hours=1), "in 1 hour"),
        (-timedelta(days=9), "on 2 December"),
        (-timedelta(days=40), "on 2 January 2027"),
    ],
)
def test_words_for_an_instant(ago: timedelta, words: str) -> None:
    assert when(NOW - ago, NOW) == words


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_instant_has_words(then: datetime) -> None:
    assert when(then, NOW)


def test_date_names_the_year_only_when_it_is_another() -> None:
    assert date_words(datetime(2026, 2, 3, tzinfo=UTC), NOW) == "3 February"
    assert date_words(datetime(2025, 2, 3, tzinfo=UTC), NOW) == "3 February 2025"


def test_full_date_names_the_zone() -> None:
    assert full_date(NOW) == "23 November 2026, 16:00 UTC"


def test_numbers_agree_with_their_noun() -> None:
    assert counted(1, "task") == "1 task"
    assert counted(1904, "task") == "1,904 tasks"
    assert counted(2, "person", "people") == "2 people"
    assert (hours(1), hours(1.5), hours(3.0)) == ("1 hour", "1.5 hours", "3 hours")
