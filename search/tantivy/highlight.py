"""Marks in a text what a query found: exact words, starts of words, and guessed words alike.

Our own, since tantivy's snippets mark exact terms only. Pure.
"""

import re
from collections.abc import Iterable, Iterator

from search.base import Span
from search.tantivy.words import SIGNED_NAMES, placed_words

EXCERPT_CHARS = 240
LEAD_CHARS = 60
MOST_WINDOWS = 60
LETTERS_OF_NAMES = frozenset({name.strip("+#.") for name in SIGNED_NAMES.values()})
ELLIPSIS = "…"
# Letters and digits that are to be folded, or are signs; a dash, a quote or a picture is neither.
_FOREIGN = re.compile(r"[^\W\x00-\x7f]")

Place = tuple[int, int]


class Marker:
    """Marks folded words, and starts of words."""

    def __init__(self, words: frozenset[str], starts: frozenset[str]) -> None:
        self._words = words
        self._starts = tuple(starts)
        # A word that stands for signs is looked for in both of its forms: "dotnet" and ".net".
        self._written = tuple(
            (word, written)
            for word in words
            for written in dict.fromkeys((word, SIGNED_NAMES.get(word, word)))
        )

    def mark(self, text: str) -> tuple[Span, ...]:
        """Cut a text to an excerpt around what matches best, and mark it."""
        places = self._places(text)
        start, end = _best_window(text, places)
        spans = list(_spans(text, [p for p in places if start <= p[0] and p[1] <= end], start, end))
        if start > 0:
            spans.insert(0, Span(ELLIPSIS))
        if end < len(text):
            spans.append(Span(ELLIPSIS))
        return tuple(spans)

    def _places(self, text: str) -> list[Place]:
        """Find what to mark, in the order of the text."""
        if not self._words and not self._starts:
            return []
        if text.isascii() or not _FOREIGN.search(text):
            return self._places_in_plain(text.lower())
        return [
            (word.start, word.end)
            for word in placed_words(text)
            if word.folded in self._words or word.folded.startswith(self._starts)
        ]

    def _places_in_plain(self, lowered: str) -> list[Place]:
        """Look for each word by itself: quicker than looking at every word of the text."""
        places: dict[int, int] = {}
        # Most of what a word may also be called or mean does not stand in a text.
        for word, written in self._written:
            if written in lowered:
                places.update(_whole_words(lowered, word, written))
        for start in self._starts:
            for first, last in _begun_words(lowered, start):
                places[first] = max(last, places.get(first, last))
        return sorted(places.items())


def _whole_words(text: str, word: str, written: str) -> Iterator[Place]:
    """Find a word as it is written."""
    may_be_letters = word in LETTERS_OF_NAMES
    for first in _finds(text, written):
        last = first + len(written)
        if _ends_word(text, last) and not (may_be_letters and _in_name(text, first)):
            yield first, last


def _in_name(text: str, place: int) -> bool:
    """Say whether the word that begins here is only a piece of a name with signs."""
    return any(
        text.startswith(name, start) and _ends_word(text, start + len(name))
        for name in SIGNED_NAMES.values()
        if (start := place - name.startswith(".")) >= 0
    )


def _ends_word(text: str, place: int) -> bool:
    return place >= len(text) or not text[place].isalnum()


def _begun_words(text: str, start: str) -> Iterator[Place]:
    for first in _finds(text, start):
        last = first + len(start)
        while last < len(text) and text[last].isalnum():
            last += 1
        yield first, last


def _finds(text: str, word: str) -> Iterator[int]:
    """Find where something stands at the beginning of a word."""
    first = text.find(word)
    while first >= 0:
        if first == 0 or not text[first - 1].isalnum():
            yield first
        first = text.find(word, first + 1)


def _best_window(text: str, places: list[Place]) -> Place:
    """Choose the piece that holds the most different matched words, the earliest of equals."""
    if len(text) <= EXCERPT_CHARS or not places:
        return 0, _word_end(text, EXCERPT_CHARS)
    best_start, best_count = 0, -1
    for number, (first, _) in enumerate(places[:MOST_WINDOWS]):
        start = max(0, first - LEAD_CHARS)
        inside = {
            text[at:end].lower()
            for at, end in places[number : number + MOST_WINDOWS]
            if end <= start + EXCERPT_CHARS
        }
        if len(inside) > best_count:
            best_start, best_count = start, len(inside)
    start = 0 if best_start == 0 else text.rfind(" ", 0, best_start + 1) + 1
    return start, _word_end(text, start + EXCERPT_CHARS)


def _word_end(text: str, limit: int) -> int:
    """Step back to the end of a word, unless the word is longer than half the excerpt."""
    if len(text) <= limit:
        return len(text)
    space = text.rfind(" ", limit - EXCERPT_CHARS // 2, limit + 1)
    return space if space > 0 else limit


def _spans(text: str, places: list[Place], start: int, end: int) -> Iterable[Span]:
    """Cut at the places; neighbours without a gap become one span."""
    done = start
    for first, last in _joined(places):
        if first > done:
            yield Span(text[done:first])
        yield Span(text[first:last], is_match=True)
        done = last
    if done < end:
        yield Span(text[done:end])


def _joined(places: list[Place]) -> list[Place]:
    joined: list[Place] = []
    for first, last in places:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
