"""The floor finds words as SQLite does, and no more."""

from collections.abc import Iterator

import pytest

from benchmarks.relevance.floor import Floor
from hub.documents import PROJECTS
from search.base import Document, SearchQuery

TEXTS = (
    ("Lamp", "A map of street lamps"),
    ("Street planner", "Plans streets and paths"),
    ("Garden", "A garden map"),
)


@pytest.fixture
def floor() -> Iterator[Floor]:
    floor = Floor()
    floor.fill(
        PROJECTS,
        (
            Document(number, {"name": name, "summary": summary})
            for number, (name, summary) in enumerate(TEXTS, start=1)
        ),
    )
    yield floor
    floor.close()


def ask(floor: Floor, words: str, **changes: object) -> tuple[int, ...]:
    return floor.search(SearchQuery("projects", words, **changes))  # type: ignore[arg-type]  # named as its fields


def test_what_holds_all_words_comes_before_what_holds_one(floor: Floor) -> None:
    found = ask(floor, "map street")
    assert found[0] == 1
    assert set(found) == {1, 2, 3}


def test_last_word_may_be_unfinished(floor: Floor) -> None:
    assert ask(floor, "street plan") == (2, 1)
    assert ask(floor, "plan garden") == (3,)


def test_slip_is_not_forgiven(floor: Floor) -> None:
    assert ask(floor, "gadren") == ()


def test_signs_are_no_syntax(floor: Floor) -> None:
    assert ask(floor, 'NEAR("garden* (^') == (3,)
    assert ask(floor, "%&!") == ()


def test_list_is_cut_at_the_limit(floor: Floor) -> None:
    assert len(ask(floor, "map street", limit=2)) == 2
