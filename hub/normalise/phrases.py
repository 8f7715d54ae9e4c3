"""Finding known phrases in a text by whole words. Knows no vocabulary; it is given one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\.?\w[\w+#]*(?:\.\w[\w+#]*)*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words_of(text: str) -> list[str]:
    """Split a text into words as written: "C++", ".NET" and "node.js" are one word each."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases and what each stands for; made by :func:`phrasebook`.

    ``by_first`` maps a first word to the phrases that begin with it, the longest first; ``stems``
    are the words written with a star, ``stem_starts`` how they begin, as far as the shortest goes;
    ``unspaced`` are phrases of scripts without spaces.
    """

    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    stems: dict[str, str]
    stem_lengths: tuple[int, ...]
    stem_starts: frozenset[str]
    unspaced: tuple[tuple[str, str], ...]

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (phrase, what it stands for) as they come; the text in the case of the phrases."""
        yield from self.find_in(words_of(text))
        yield from self.find_unspaced(text)

    def find_unspaced(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield what is found of scripts without spaces, wherever it stands in the text."""
        if self.unspaced and not text.isascii() and _UNSPACED.search(text):
            yield from ((phrase, value) for phrase, value in self.unspaced if phrase in text)

    def at_start(self, words: list[str]) -> tuple[str, str] | None:
        """Give the longest phrase that the words begin with; stems are left out."""
        return self._phrase_at(0, words) if words and words[0] in self.by_first else None

    def find_in(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Yield what is found in a text that is split already; unspaced scripts are left out."""
        if not self.stems:
            for place in [place for place, word in enumerate(words) if word in self.by_first]:
                found = self._phrase_at(place, words)
                if found:
                    yield found
            return
        for place, word in enumerate(words):
            if word in self.by_first:
                found = self._phrase_at(place, words)
                if found:
                    yield found
                    continue
            if self.stems:
                yield from self._by_stem(word)

    def _phrase_at(self, place: int, words: list[str]) -> tuple[str, str] | None:
        second = words[place + 1] if place + 1 < len(words) else ""
        for phrase, value in self.by_first[words[place]]:
            if len(phrase) == 1:
                return phrase[0], value
            # Most fail at the second word; the rest is not worth a look then.
            if (phrase[1] == second or phrase[1].endswith("*")) and _is_said(phrase, place, words):
                return " ".join(phrase), value
        return None

    def _by_stem(self, word: str) -> Iterator[tuple[str, str]]:
        if word[: self.stem_lengths[0]] not in self.stem_starts:
            return
        for length in self.stem_lengths:
            if length > len(word):
                return
            value = self.stems.get(word[:length])
            if value:
                yield word, value
                return


def _is_said(phrase: tuple[str, ...], place: int, words: list[str]) -> bool:
    said = tuple(words[place : place + len(phrase)])
    last = phrase[-1]
    if not last.endswith("*"):
        return said == phrase
    is_begun = len(said) == len(phrase) and said[:-1] == phrase[:-1]
    return is_begun and said[-1].startswith(last[:-1])


def phrasebook(phrases: Iterable[tuple[str, str]]) -> Phrasebook:
    """Make a phrasebook of (phrase, what it stands for). "translat*" is any word that begins so; in
    a phrase of several words only the last may have a star.
    """
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    stems: dict[str, str] = {}
    unspaced: list[tuple[str, str]] = []
    for phrase, value in phrases:
        if _UNSPACED.search(phrase):
            unspaced.append((phrase, value))
            continue
        words = [*words_of(phrase)]
        if phrase.endswith("*"):
            words[-1] += "*"
        if words[0].endswith("*"):
            stems[words[0][:-1]] = value
        else:
            by_first.setdefault(words[0], []).append((tuple(words), value))
    stem_lengths = tuple(sorted({len(stem) for stem in stems}))
    return Phrasebook(
        by_first={
            first: tuple(sorted(found, key=lambda each: -len(each[0])))
            for first, found in by_first.items()
        },
        stems=stems,
        stem_lengths=stem_lengths,
        stem_starts=frozenset(stem[: stem_lengths[0]] for stem in stems),
        unspaced=tuple(unspaced),
    )
