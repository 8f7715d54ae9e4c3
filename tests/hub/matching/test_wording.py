import pytest

from hub.matching.wording import counted, listed, shortened, when
from tests.hub.matching.given import DAY, NOW


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "today"),
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (56, "8 weeks ago"),
        (57, "in September"),
        (400, "in October 2025"),
    ],
)
def test_dates_are_said_as_in_the_design(days: int, words: str) -> None:
    assert when(NOW - days * DAY, NOW) == words


def test_names_are_joined_as_in_speech() -> None:
    assert listed(["Rust"]) == "Rust"
    assert listed(["Rust", "SQL"], word="or") == "Rust or SQL"
    assert listed(["Rust", "SQL", "Go", "CSS"]) == "Rust, SQL and Go"


def test_numbers_have_their_noun() -> None:
    assert counted(1, "task") == "1 task"
    assert counted(1200, "task") == "1,200 tasks"


def test_a_long_title_is_cut_between_words_onto_one_line() -> None:
    assert shortened("one\ntwo", 80) == "one two"
    assert shortened("timetable for the night bus", 20) == "timetable for the…"
    assert len(shortened("x" * 500)) == 80
