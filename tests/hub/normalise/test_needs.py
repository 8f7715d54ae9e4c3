from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub.models import Freshness
from hub.normalise.freshness import FreshnessFacts, ends_on, over_at
from hub.normalise.needs import normalise_need, state_of_need
from hub.normalise.project_files.values import NeedWords
from tests.conftest import NOW

NEED = NeedWords(key="key:a", title="Translate the manual into Polish", line=1)


def test_what_a_need_does_not_say_is_guessed_from_its_words() -> None:
    guessed = normalise_need(NEED, answered_by="Noor", languages=("Python",), url=None)
    assert guessed.kinds == ("translation", "doc")
    assert "python" not in guessed.skills
    assert guessed.answered_by == "Noor"
    assert not guessed.has_mentor


def test_what_a_need_says_counts() -> None:
    said = replace(
        NEED, kinds=("design",), skills=("svg",), spoken="pl", answered_by="Teo", mentor="Jule",
        level="beginner",
    )  # fmt: skip
    values = normalise_need(said, answered_by="Noor", languages=("Python",), url=None)
    assert (values.kinds, values.skills, values.spoken) == (("design",), ("svg",), "pl")
    assert (values.answered_by, values.mentor) == ("Teo", "Jule")
    assert values.has_mentor
    assert values.is_newcomer_fit


def test_code_asks_for_the_languages_of_the_repository() -> None:
    values = normalise_need(
        replace(NEED, kinds=("code",)), answered_by=None, languages=("Python",), url=None
    )
    assert "python" in values.skills


@pytest.mark.parametrize(
    ("days", "state"), [(-1, Freshness.CLOSED), (0, Freshness.OPEN), (400, Freshness.OPEN)]
)
def test_need_is_shown_through_its_last_day(days: int, state: Freshness) -> None:
    last = NOW.date() + timedelta(days=days)
    found = state_of_need(last, updated_at=NOW, is_source_unread=False, now=NOW)
    assert found.freshness is state
    assert found.is_open is (state is not Freshness.CLOSED)


def test_state_turns_when_the_last_day_is_over() -> None:
    last = date(2026, 11, 25)
    found = state_of_need(last, updated_at=NOW, is_source_unread=False, now=NOW)
    assert found.freshness_turns_at == datetime(2026, 11, 26, tzinfo=UTC) == over_at(last)
    endless = state_of_need(date.max, updated_at=NOW, is_source_unread=False, now=NOW)
    assert endless.freshness_turns_at == NOW + timedelta(days=30)


def test_closed_stays_closed_and_nothing_said_changes_nothing() -> None:
    closed = FreshnessFacts(Freshness.CLOSED)
    assert ends_on(closed, NOW.date(), now=NOW) is closed
    quiet = FreshnessFacts(Freshness.QUIET, NOW)
    assert ends_on(quiet, None, now=NOW) is quiet
