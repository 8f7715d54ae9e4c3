from dataclasses import replace

import pytest

from hub.matching.facts import Fit
from hub.matching.signals.wishes import causes, hours, kind, level, spoken
from tests.hub.matching.given import NAMES, NOOR, NOW, TASK
from tests.hub.matching.told import about, to


def test_the_wanted_kind_of_work_is_clear() -> None:
    person = replace(NOOR, kinds=("design", "translation"))
    found = kind(replace(TASK, kinds=("translation",)), person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (Fit.CLEAR, 1.0)
    assert about(found) == "Wants to help with translation."


def test_another_kind_is_said_openly() -> None:
    found = kind(
        replace(TASK, kinds=("code",)), replace(NOOR, kinds=("design",)), now=NOW, names=NAMES
    )
    assert found is not None
    assert found.fit is Fit.NOT_YET
    assert to(found) == "You want to help with design; this is code."


def test_no_wish_is_unknown_and_no_kind_is_no_signal() -> None:
    found = kind(replace(TASK, kinds=("code",)), NOOR, now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.UNKNOWN
    assert about(found) == "Has not said what kind of work is wanted."
    assert to(found) == "You have not said what kind of work you want."
    assert kind(TASK, replace(NOOR, kinds=("code",)), now=NOW, names=NAMES) is None


def test_a_shared_cause_counts_and_another_one_is_no_lack() -> None:
    task = replace(TASK, causes=("climate", "health"))
    found = causes(task, replace(NOOR, causes=("climate",)), now=NOW, names=NAMES)
    assert found is not None
    assert about(found) == "Chose climate as a cause, which this project is for."
    assert causes(task, replace(NOOR, causes=("water",)), now=NOW, names=NAMES) is None


@pytest.mark.parametrize(
    ("task_code", "own_code"), [("pl", "pl"), ("pt", "pt-BR"), ("pt-BR", "pt")]
)
def test_a_spoken_language_is_shared_across_its_regions(task_code: str, own_code: str) -> None:
    person = replace(NOOR, spoken=("en", own_code))
    found = spoken(replace(TASK, spoken=task_code), person, now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.CLEAR


def test_a_language_that_is_not_listed_is_said_as_in_the_design() -> None:
    person = replace(NOOR, spoken=("en",))
    found = spoken(replace(TASK, spoken="de"), person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (Fit.NOT_YET, 0.0)
    assert to(found) == "You have not listed German. Most talk here is in German."


def test_unsaid_languages_are_unknown_and_an_unread_task_is_no_signal() -> None:
    found = spoken(replace(TASK, spoken="de"), NOOR, now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.UNKNOWN
    assert spoken(TASK, replace(NOOR, spoken=("de",)), now=NOW, names=NAMES) is None


@pytest.mark.parametrize(
    ("hours_per_week", "fit", "sentence"),
    [
        (4.0, Fit.CLEAR, "Has 4 hours a week, and this takes an evening or two."),
        (1.5, Fit.PARTLY, "Has 1.5 hours a week, and this takes an evening or two: give it some "
         "weeks."),
        (1.0, Fit.NOT_YET, "Has 1 hour a week, which is little: this takes an evening or two."),
    ],
)  # fmt: skip
def test_hours_are_held_against_the_effort(hours_per_week: float, fit: Fit, sentence: str) -> None:
    person = replace(NOOR, hours_per_week=hours_per_week)
    found = hours(replace(TASK, effort="medium"), person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, about(found)) == (fit, sentence)


@pytest.mark.parametrize(
    ("effort", "hours_per_week", "value", "sentence"),
    [
        ("small", 2.0, 0.6, "Has 2 hours a week, and this takes about 2 hours (an estimate)."),
        ("small", 0.2, 0.12, "Has 0.2 hours a week, which is little: this takes about 2 hours "
         "(an estimate)."),
        ("medium", 3.0, 0.6, "Has 3 hours a week, and this takes an evening or two or more "
         "(an estimate)."),
    ],
)  # fmt: skip
def test_guessed_effort_counts_less_and_is_called_an_estimate(
    effort: str, hours_per_week: float, value: float, sentence: str
) -> None:
    person = replace(NOOR, hours_per_week=hours_per_week)
    found = hours(replace(TASK, estimated_effort=effort), person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value, about(found)) == (Fit.PARTLY, value, sentence)


def test_effort_that_is_said_stands_before_a_guess() -> None:
    person = replace(NOOR, hours_per_week=1.0)
    task = replace(TASK, effort="small", estimated_effort="medium")
    found = hours(task, person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (Fit.CLEAR, 1.0)
    assert "estimate" not in about(found)


def test_unsaid_hours_are_unknown_and_an_unknown_effort_is_no_signal() -> None:
    found = hours(replace(TASK, effort="large"), NOOR, now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.UNKNOWN
    busy = replace(NOOR, hours_per_week=2.0)
    assert hours(TASK, busy, now=NOW, names=NAMES) is None
    assert hours(replace(TASK, effort="vast"), busy, now=NOW, names=NAMES) is None


@pytest.mark.parametrize(
    ("own", "asked", "fit", "value"),
    [
        ("advanced", "intermediate", Fit.CLEAR, 1.0),
        ("intermediate", "intermediate", Fit.CLEAR, 1.0),
        ("intermediate", "advanced", Fit.PARTLY, 0.4),
        ("beginner", "advanced", Fit.NOT_YET, 0.0),
        (None, "advanced", Fit.UNKNOWN, 0.0),
        (None, "beginner", Fit.CLEAR, 1.0),
    ],
)
def test_level_is_held_against_the_difficulty(
    own: str | None, asked: str, fit: Fit, value: float
) -> None:
    found = level(replace(TASK, level=asked), replace(NOOR, level=own), now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (fit, value)


def test_one_level_short_is_called_a_stretch() -> None:
    person = replace(NOOR, level="intermediate")
    found = level(replace(TASK, level="advanced"), person, now=NOW, names=NAMES)
    assert found is not None
    assert to(found) == ("You have some practice; this asks for long practice, so it is a stretch.")


def test_a_kind_that_was_declined_is_told_to_the_person_alone() -> None:
    person = replace(NOOR, kinds=("doc", "design"), declined_kinds=frozenset({"doc"}))
    found = kind(replace(TASK, kinds=("doc",)), person, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (Fit.NOT_YET, 0.0)
    assert to(found) == "This is writing, of which you said that it is not for you."
    assert about(found) == "Looks for other work than writing."
