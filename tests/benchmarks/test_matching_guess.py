"""The project of a text, guessed from what was finished in each."""

from datetime import UTC, datetime, timedelta
from math import isclose

from benchmarks.matching_guess import ProjectGuess
from hub.matching.facts import PastWork

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def finished(title: str, *labels: str, count: int = 6) -> list[PastWork]:
    return [
        PastWork(
            f"{title} {day}", f"{title} {day}", "a/b", "codeberg.org", (), (),
            NOW - timedelta(days=day), labels,
        )
        for day in range(count)
    ]  # fmt: skip


FERRY = finished("Print the ferry timetable")
SEEDS = finished("Water the beds of the garden", "outdoors")


def test_a_text_is_likeliest_of_the_project_that_speaks_of_such_things() -> None:
    guess = ProjectGuess({"ferry": FERRY, "seeds": SEEDS}, now=NOW)
    for text, labels, project in (
        ("The timetable of a ferry is printed twice", (), "ferry"),
        ("Water more beds", (), "seeds"),
        ("Something new", ("outdoors",), "seeds"),
    ):
        shares = guess.shares(text, labels)
        assert max(shares, key=lambda each: shares[each]) == project
        assert isclose(sum(shares.values()), 1, abs_tol=1e-5)


def test_the_same_guess_is_made_every_time() -> None:
    once, again = (ProjectGuess({"ferry": FERRY, "seeds": SEEDS}, now=NOW) for _ in range(2))
    assert once.shares("Water the ferry") == again.shares("Water the ferry")


def test_projects_without_work_are_not_guessed() -> None:
    guess = ProjectGuess({"ferry": FERRY, "new": []}, now=NOW)
    assert guess.shares("Water the beds", ("docs",)) == {"ferry": 1.0}
    assert ProjectGuess({"new": []}, now=NOW).shares("Anything") == {}
