"""Marking what was found, and cutting long texts around it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.base import Span
from search.tantivy.highlight import ELLIPSIS, EXCERPT_CHARS, Marker
from search.tantivy.words import placed_words

# Dashes and pictures part words as plain signs do.
PLAIN_TEXTS = st.text(alphabet="ab cd+#.-_—🗺  ", max_size=80).map(
    lambda text: " ".join(text.split())
)


def marker(*words: str, starts: tuple[str, ...] = ()) -> Marker:
    return Marker(frozenset(words), frozenset(starts))


def joined(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def marks(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans if span.is_match]


def test_whole_words_are_marked() -> None:
    assert marks(marker("map").mark("Map the maps, map!")) == ["Map", "map"]


def test_starts_of_words_mark_the_whole_word() -> None:
    assert marks(marker(starts=("cli",)).mark("Climate client eclipse")) == ["Climate", "client"]


def test_folded_words_are_marked_as_written() -> None:
    assert marks(marker("strasse").mark("Die Straße")) == ["Straße"]


def test_neighbouring_signs_become_one_mark() -> None:
    assert marks(marker("東", "京").mark("東京都")) == ["東京"]


def test_empty_text_has_no_spans() -> None:
    assert marker("map").mark("") == ()


def test_text_without_a_match_is_cut_at_its_start() -> None:
    text = "word " * 100
    spans = marker("map").mark(text.strip())
    assert joined(spans).startswith("word word")
    assert spans[-1] == Span(ELLIPSIS)


def test_window_with_most_different_words_is_chosen() -> None:
    text = "open " + "x " * 300 + "open data map " + "y " * 300
    assert marks(marker("open", "data", "map").mark(text.strip())) == ["open", "data", "map"]


def test_word_longer_than_an_excerpt_is_cut() -> None:
    assert len(joined(marker("map").mark("x" * 5_000))) <= EXCERPT_CHARS + 2


@settings(deadline=None)
@given(st.text(max_size=200))
def test_short_text_comes_back_whole(text: str) -> None:
    assert joined(marker("a", "map", starts=("b",)).mark(text)) == text


@settings(deadline=None)
@given(st.text(max_size=2_000))
def test_no_excerpt_is_much_longer_than_its_limit(text: str) -> None:
    assert len(joined(marker("a", starts=("b",)).mark(text))) <= EXCERPT_CHARS + 2


@settings(deadline=None)
@given(PLAIN_TEXTS)
def test_quick_way_through_plain_text_marks_what_the_careful_way_marks(text: str) -> None:
    words = {"a", "ab", "c", "cd", "cplusplus", "csharp"}
    careful = [text[word.start : word.end] for word in placed_words(text) if word.folded in words]
    assert marks(marker(*words).mark(text)) == careful


def test_name_with_signs_is_marked_in_letters_too() -> None:
    assert marks(marker("dotnet").mark("DotNet on Linux, and .NET")) == ["DotNet", ".NET"]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=20))
def test_word_is_marked_however_it_is_written(word: str) -> None:
    found = [placed.folded for placed in placed_words(word)]
    assert marks(marker(*found).mark(word)) == [word]
