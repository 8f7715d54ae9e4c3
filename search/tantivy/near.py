"""Which words of a list are within one or two edits of a typed one. Pure.

An edit is a letter too many, too few or another one, or two neighbours swapped. To look through
all words with edits free from the first letter on takes five to ten times as long as with that
letter fixed: nearly every beginning of a word is near then. So the words lie apart by their first
letter, and once more by their second. A word that begins with the typed letter has all its edits
in the rest; in any other an edit is spent on the first letter, and what follows is looked up with
one edit less. What is found is the same.

To part them takes three times as long as to lay them down whole, 10 µs a word instead of 3, so few
words, which are quickly looked through and often laid down anew, stay whole.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Protocol

import tantivy
from tantivy import Query

from search.tantivy.clauses import all_of, any_of, must

HEAP_BYTES = 30_000_000
PLACE, FIRST, WORD, TAIL, REST = "place", "first", "word", "tail", "rest"
# Of so many, whole, two edits take half a millisecond or less.
FEW_WORDS = 40_000


class NearWords(Protocol):
    """Finds words by their slips. Words are named by their place in the list."""

    def find(self, word: str, edits: int, limit: int, *, is_unfinished: bool) -> list[int]:
        """Find the first words of the list within so many edits.

        For an unfinished word, those that begin with something so near. It must have more letters
        than there are edits, and two at least.
        """


def near_words(words: Sequence[str]) -> NearWords:
    """Lay words down so that they are found by their slips.

    Many are parted, in files; where there is no room for those they stay whole, in memory.
    """
    if len(words) > FEW_WORDS:
        with suppress(OSError, ValueError):  # the index tells a full disk as a ValueError
            return PartedWords(words)
    return WholeWords(words)


class WholeWords:
    """Looks through all words."""

    def __init__(self, words: Sequence[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field(PLACE, fast=True)
        builder.add_text_field(WORD, tokenizer_name="raw", index_option="basic")
        index = tantivy.Index(builder.build())
        index.config_reader("manual")
        writer = index.writer(HEAP_BYTES, 1)
        for place, word in enumerate(words):
            row = tantivy.Document()
            row.add_integer(PLACE, place)
            row.add_text(WORD, word)
            writer.add_document(row)
        _finish(index, writer)
        self._schema = index.schema
        self._searcher = index.searcher()

    def find(self, word: str, edits: int, limit: int, *, is_unfinished: bool) -> list[int]:
        """Find words as :meth:`NearWords.find` says."""
        near = Query.fuzzy_term_query(self._schema, WORD, word, edits, prefix=is_unfinished)
        return _first(self._searcher, near, limit)


class PartedWords:
    """Looks through the words that begin alike, and little else."""

    def __init__(self, words: Sequence[str]) -> None:
        # Once opened, files outlive their names: nobody has to clear up, and the kernel may take
        # their pages back, which it cannot do with memory.
        with TemporaryDirectory(prefix="otdhub-words-") as folder:
            index = _parted(words, folder)
            self._schema = index.schema
            self._searcher = index.searcher()

    def find(self, word: str, edits: int, limit: int, *, is_unfinished: bool) -> list[int]:
        """Find words as :meth:`NearWords.find` says."""
        look = _Look(self._schema, is_unfinished)
        return _first(self._searcher, any_of(list(look.words_near(word, edits))), limit)


@dataclass(frozen=True, slots=True)
class _Look:
    """Makes the queries of one look-up."""

    schema: tantivy.Schema
    is_unfinished: bool

    def words_near(self, word: str, edits: int) -> Iterator[Query]:
        """Ask for whole words."""
        yield from self._rests(_word_field(word[0]), word[1:], edits)
        if edits == 1:
            yield from self._rests(_word_field(word[1]), word[2:], 0)
            yield from self._rests(_word_field(word[1]), word[0] + word[2:], 0)
            yield from self._rests(_tail_field(word[0]), word[1:], 0)
            yield from self._rests(_tail_field(word[1]), word[2:], 0)
        if edits == 2:
            yield from self.words_near(word[1:], 1)
            yield from self._tails_near(word)
            yield from self._tails_near(word[1:])
            first = Query.term_query(self.schema, FIRST, word[1], "basic")
            for rest in self._rests(_tail_field(word[0]), word[2:], 1):
                yield all_of([must(first), must(rest)])

    def _tails_near(self, tail: str) -> Iterator[Query]:
        """Ask for what follows the first letter, with one edit."""
        yield from self._rests(_tail_field(tail[0]), tail[1:], 1)
        yield from self._rests(_tail_field(tail[1]), tail[2:], 0)
        yield from self._rests(_tail_field(tail[1]), tail[0] + tail[2:], 0)
        yield from self._rests(REST, tail, 0)
        yield from self._rests(REST, tail[1:], 0)

    def _rests(self, field: str, rest: str, edits: int) -> Iterator[Query]:
        if edits or self.is_unfinished:
            yield Query.fuzzy_term_query(self.schema, field, rest, edits, prefix=self.is_unfinished)
        else:
            yield Query.term_query(self.schema, field, rest, "basic")


def _word_field(letter: str) -> str:
    """Name where the words lie that begin with a letter: what follows it."""
    return f"{WORD}.{ord(letter)}"


def _tail_field(letter: str) -> str:
    """Name where the words lie that have this second letter: what follows it."""
    return f"{TAIL}.{ord(letter)}"


def _parted(words: Sequence[str], folder: str) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(PLACE, fast=True)
    for name in (WORD, TAIL):
        builder.add_json_field(name, tokenizer_name="raw", index_option="basic")
    for name in (FIRST, REST):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), folder)
    index.config_reader("manual")
    writer = index.writer(HEAP_BYTES, 1)
    # By letter, so that words which begin alike are near each other however many parts there are.
    for place in sorted(range(len(words)), key=words.__getitem__):
        word = words[place]
        row = tantivy.Document()
        row.add_integer(PLACE, place)
        row.add_text(FIRST, word[0])
        row.add_json(WORD, {str(ord(word[0])): word[1:]})
        row.add_json(TAIL, {str(ord(word[1])): word[2:]})
        row.add_text(REST, word[2:])
        writer.add_document(row)
    _finish(index, writer)
    return index


def _finish(index: tantivy.Index, writer: tantivy.IndexWriter) -> None:
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _first(searcher: tantivy.Searcher, near: Query, limit: int) -> list[int]:
    found = searcher.search(near, limit, count=False, order_by_field=PLACE, order=tantivy.Order.Asc)
    return [int(place) for place, _ in found.hits]
