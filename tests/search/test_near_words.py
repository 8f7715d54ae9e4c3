"""Words within one or two edits of a typed one, against counting the edits."""

from functools import cache
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest

from search.tantivy.near import FEW_WORDS, PartedWords, WholeWords, near_words

LETTERS = "abc"
MOST = 10_000
Kind: TypeAlias = type[WholeWords] | type[PartedWords]
BOTH = pytest.mark.parametrize("kind", [WholeWords, PartedWords])


def words() -> list[str]:
    """Words of few letters, so that many are near each other."""
    rng = Random(4)
    made = ("".join(rng.choices(LETTERS, k=rng.randint(4, 7))) for _ in range(400))
    return [*dict.fromkeys(made), "über", "überall", "война", "войны"]


@cache
def edits(one: str, other: str) -> int:
    """Count the edits from one word to the other; no letter is edited twice."""
    if not one or not other:
        return len(one) + len(other)
    counted = [
        edits(one[1:], other[1:]) + (one[0] != other[0]),
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
    ]
    if one[:2] == other[1::-1] and len(one) > 1:
        counted.append(edits(one[2:], other[2:]) + 1)
    return min(counted)


def edits_begun(one: str, word: str) -> int:
    """Count the edits from one to the nearest beginning of a word."""
    return min(edits(one, word[:count]) for count in range(len(word) + 1))


def typed() -> list[str]:
    """Words that somebody may type, one of them with the letters of no other."""
    rng = Random(5)
    made = ["".join(rng.choices(LETTERS + "x", k=rng.randint(3, 7))) for _ in range(150)]
    return [*made, "uber", "ювойна", "вйона"]


@BOTH
@pytest.mark.parametrize("most", [1, 2])
def test_what_is_found_is_what_is_near(kind: Kind, most: int) -> None:
    known = words()
    near = kind(known)
    for word in typed():
        expected = [place for place, each in enumerate(known) if edits(word, each) <= most]
        assert near.find(word, most, MOST, is_unfinished=False) == expected, word


@BOTH
def test_what_begins_with_something_near_is_found(kind: Kind) -> None:
    known = words()
    near = kind(known)
    for word in typed():
        expected = [place for place, each in enumerate(known) if edits_begun(word, each) <= 1]
        assert near.find(word, 1, MOST, is_unfinished=True) == expected, word


@BOTH
def test_with_two_edits_nothing_is_found_that_does_not_begin_near(kind: Kind) -> None:
    known = words()
    near = kind(known)
    for word in typed():
        found = near.find(word, 2, MOST, is_unfinished=True)
        assert set(found) >= set(near.find(word, 2, MOST, is_unfinished=False)), word
        assert all(edits_begun(word, known[place]) <= 2 for place in found), word


@BOTH
def test_first_of_the_list_come_first_and_no_more_than_wanted(kind: Kind) -> None:
    near = kind(["house", "mouse", "horse", "hose"])
    assert near.find("hause", 2, 2, is_unfinished=False) == [0, 1]


def test_few_words_stay_whole() -> None:
    many = [f"word{number}" for number in range(FEW_WORDS + 1)]
    assert isinstance(near_words(many[:-1]), WholeWords)
    assert isinstance(near_words(many), PartedWords)


def test_no_file_of_parted_words_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    found = PartedWords(["flood", "flow"])

    assert not list(tmp_path.iterdir())
    assert found.find("flod", 1, MOST, is_unfinished=False) == [0, 1]


def test_without_room_for_files_words_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(prefix: str) -> None:
        raise OSError(f"No space left on device: {prefix}")

    monkeypatch.setattr("search.tantivy.near.FEW_WORDS", 0)
    assert isinstance(near_words(words()), PartedWords)
    monkeypatch.setattr("search.tantivy.near.TemporaryDirectory", full)
    near = near_words(words())
    assert isinstance(near, WholeWords)
    assert near.find("üebr", 1, MOST, is_unfinished=False)
