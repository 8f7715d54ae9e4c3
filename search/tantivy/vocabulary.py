"""The words of an index: which words are near a typed one, and which share its stem.

Kept beside the index in memory, since look-ups among the useful words only are far quicker than
among all (numbers, hashes and single slips make most of a real vocabulary). It may be a little
behind the index: it serves to guess, never to find.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nsmallest

import tantivy

from search.tantivy.near import near_words
from search.tantivy.schema import ALL, NAME, TITLE
from search.tantivy.words import MAX_WORD_BYTES

MIN_LETTERS = 4
# Nothing of so many letters is within one edit of fewer.
FEWEST_TYPED = MIN_LETTERS - 1
MOST_DIGITS = 2
MOST_NEAR = 24
# Words that a single document has, outside of its names, are worth a guess too where these are not
# too many: in many documents most of them are numbers, hashes and slips.
MOST_SINGLE = 25_000
# Latin (accents are folded), Greek, Cyrillic, Hebrew, Arabic.
FIRST_LETTERS = (
    *"abcdefghijklmnopqrstuvwxyz",
    *map(chr, range(0x03B1, 0x03CA)),
    *map(chr, range(0x0430, 0x0460)),
    *map(chr, range(0x05D0, 0x05EB)),
    *map(chr, range(0x0621, 0x064B)),
)
STEMMED_WORDS = 25_000
MIN_STEM_LETTERS = 4
STEM_LANGUAGES = (
    "english", "german", "french", "spanish", "italian", "portuguese", "dutch", "russian", "arabic",
)  # fmt: skip
# Written before a word, and so no part of its beginning.
ARTICLES = {"arabic": ("", "ال")}
MOST_BEGUN = 64
LAST_LETTER = "\U0010ffff"
# Accents are folded before words are stemmed, which hides this plural from the rules for it.
_FOLDED_PLURAL = re.compile(r"oes\b")


class Vocabulary:
    """What can be guessed from. ``documents`` is how many the index had when this was read."""

    def __init__(self, words: Sequence[str], *, documents: int) -> None:
        self.documents = documents
        self._words = tuple(words)
        # By letter, and where each stands among the others: a tenth of what a dictionary takes.
        self._places = array("I", sorted(range(len(words)), key=self._words.__getitem__))
        self._by_letter = [self._words[place] for place in self._places]
        self._near = near_words(self._words)
        self._siblings = _stem_groups(self._words[:STEMMED_WORDS])
        self.near = lru_cache(maxsize=4_096)(self._find_near)
        self._kin = lru_cache(maxsize=4_096)(self._find_kin)

    @classmethod
    def read(cls, searcher: tantivy.Searcher) -> "Vocabulary":
        """Read the words that an index holds, the most frequent first."""
        counted: list[tuple[int, str]] = []
        single: list[str] = []
        # Letter by letter, since the list of all words at once would take much memory.
        for letter in FIRST_LETTERS:
            names = {
                word
                for field in (TITLE, NAME)
                for word, _ in searcher.terms_with_prefix(field, letter)
            }
            for word, count in searcher.terms_with_prefix(ALL, letter):
                if not _is_guessable(word):
                    continue
                if count > 1 or word in names:
                    counted.append((-count, word))
                elif len(single) <= MOST_SINGLE:
                    single.append(word)
        counted.sort()
        words = [word for _, word in counted]
        if len(single) <= MOST_SINGLE:
            words += single
        return cls(words, documents=searcher.num_docs)

    def has(self, word: str) -> bool:
        """Say whether a word is one of these."""
        at = bisect_left(self._by_letter, word)
        return at < len(self._by_letter) and self._by_letter[at] == word

    def siblings(self, word: str) -> tuple[str, ...]:
        """Give other words with the stem of this one, the most frequent first."""
        return self._siblings.get(word, ()) if self.has(word) else self._kin(word)

    def _find_near(self, word: str, edits: int, *, is_unfinished: bool) -> tuple[str, ...]:
        """Find words within so many edits, the most frequent first, without the word itself.

        For an unfinished word, those that begin with something so near.
        """
        if len(word) < FEWEST_TYPED:
            return ()
        if edits:
            places = self._near.find(word, edits, MOST_NEAR, is_unfinished=is_unfinished)
        else:
            places = self._begun(word, MOST_NEAR)
        near = (self._words[place] for place in places)
        return tuple(other for other in near if other != word)

    def _begun(self, start: str, limit: int) -> list[int]:
        """Find the places of words that begin so, the most frequent first."""
        first = bisect_left(self._by_letter, start)
        last = bisect_left(self._by_letter, start + LAST_LETTER)
        return nsmallest(limit, self._places[first:last])

    def _find_kin(self, word: str) -> tuple[str, ...]:
        """Find words with the stem of one that is not among these."""
        kin: set[int] = set()
        begun_by = lru_cache(self._begun)  # many languages cut a word alike
        for language in STEM_LANGUAGES if _is_guessable(word) else ():
            (stem,) = _stems((word,), language)
            if len(stem) < MIN_STEM_LETTERS:
                continue
            # A stem may end in a letter that the words do not have, as "happi" of "happy".
            start = stem[: max(MIN_STEM_LETTERS, len(stem) - 1)]
            begun = [
                place
                for article in ARTICLES.get(language, ("",))
                for place in begun_by(article + start, MOST_BEGUN)
            ]
            same = (found == stem for found in _stems([self._words[at] for at in begun], language))
            kin |= {place for place, is_same in zip(begun, same, strict=True) if is_same}
        return tuple(self._words[place] for place in sorted(kin)[:MOST_NEAR])


def _is_guessable(word: str) -> bool:
    """Take words of letters, and names with few digits in them, as "html5": no numbers, no sums."""
    digits = sum(letter.isdigit() for letter in word)
    return (
        MIN_LETTERS <= len(word) < MAX_WORD_BYTES
        and word.isalnum()
        and digits <= MOST_DIGITS
        and len(word) - digits > digits
    )


def _stem_groups(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Map each word to those that share its stem in any of the languages."""
    place = {word: number for number, word in enumerate(words)}
    siblings: dict[str, set[str]] = {}
    for language in STEM_LANGUAGES:
        for group in _groups(words, _stems(words, language)):
            for word in group:
                siblings.setdefault(word, set()).update(group)
    return {
        word: tuple(sorted(group - {word}, key=place.__getitem__)[:MOST_NEAR])
        for word, group in siblings.items()
    }


def _groups(words: Sequence[str], stems: Iterable[str]) -> Iterable[list[str]]:
    by_stem: dict[str, list[str]] = {}
    for word, stem in zip(words, stems, strict=True):
        if len(stem) >= MIN_STEM_LETTERS:
            by_stem.setdefault(stem, []).append(word)
    return (group for group in by_stem.values() if len(group) > 1)


def _stems(words: Sequence[str], language: str) -> list[str]:
    text = " ".join(words)
    if language == "portuguese":
        text = _FOLDED_PLURAL.sub("ao", text)
    return _stemmer(language).analyze(text)


@lru_cache(maxsize=len(STEM_LANGUAGES))
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.stemmer(language))
        .build()
    )
