"""What a typed text asks for: its words, which of them the index has, and what to mark."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import tantivy

from search.base import Correction, SearchQuery
from search.tantivy.schema import ALL, ALL_START
from search.tantivy.synonyms import SynonymTable
from search.tantivy.words import PREFIX_LENGTHS, is_sign, make_analyzer, prepare

MAX_WORDS = 32
MAX_ENDINGS = 32
# How many neighbours may be one word elsewhere: "flash cards", "open sense map".
JOINED_WORDS = (2, 3)
MAX_JOINED_ENDINGS = 4

LONGEST_START = max(PREFIX_LENGTHS)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another word that a typed one may mean."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wanted word; several ``tokens`` for a run of signs. ``frequency`` counts documents.

    ``others`` are what it may be called too, which counts like the word itself.
    ``frequency_begun`` counts about how many have what begins with an unfinished word. ``endings``
    are the words that it may become; a start of up to four letters is looked up by itself.
    ``spread`` counts about how many documents have any of all these, once alternatives are known.
    """

    tokens: tuple[str, ...]
    frequency: int
    is_unfinished: bool = False
    frequency_begun: int = 0
    endings: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    spread: int = 0

    @property
    def word(self) -> str:
        """The word as it was typed, folded."""
        return "".join(self.tokens)

    @property
    def documents(self) -> int:
        """About how many documents have it, or what it may become or mean."""
        return max(self.frequency, self.frequency_begun, self.spread)

    @property
    def is_plain(self) -> bool:
        """Say whether it is one word of a script that is written with spaces."""
        return len(self.tokens) == 1 and not is_sign(self.tokens[0])

    @property
    def has_short_start(self) -> bool:
        """Say whether what it begins with stands in the index by itself."""
        return self.is_unfinished and len(self.tokens) == 1 and len(self.word) <= LONGEST_START

    @property
    def is_known(self) -> bool:
        """Say whether any document has it, what it is called too, or a word that begins so."""
        return self.is_written or self.frequency_begun > 0

    @property
    def is_written(self) -> bool:
        """Say whether any document has it as a whole, or what it is called too."""
        return self.frequency > 0 or bool(self.others)


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole question."""

    wanted: tuple[Wanted, ...]
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]
    parted: tuple[Correction, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether no text was asked for."""
        return not self.wanted and not self.phrases

    @property
    def marked(self) -> frozenset[str]:
        """Give the words to mark in what is found."""
        words = {token for one in self.wanted for token in one.tokens}
        words |= {other.word for one in self.wanted for other in one.alternatives}
        words |= {word for one in self.wanted for phrase in one.others for word in phrase}
        words |= {word for phrase in self.phrases for word in phrase}
        return frozenset(words)

    @property
    def begun(self) -> frozenset[str]:
        """Give the starts of words to mark."""
        return frozenset(one.word for one in self.wanted if one.is_unfinished)

    def corrections(self) -> tuple[Correction, ...]:
        """Tell which words nobody has, and what each was read as."""
        guessed = (
            Correction(wanted.word, wanted.alternatives[0].word)
            for wanted in self.wanted
            if not wanted.is_known and wanted.alternatives
        )
        return (*self.parted, *guessed)


class Reader:
    """Reads queries against one state of an index."""

    def __init__(self, searcher: tantivy.Searcher, synonyms: SynonymTable) -> None:
        self._searcher = searcher
        self._synonyms = synonyms
        self._analyzer = make_analyzer()

    def read(self, query: SearchQuery) -> Asked:
        """Read a query, as it was typed."""
        runs = self.runs(query.words)[:MAX_WORDS]
        is_last_open = bool(runs) and not query.is_exact and not query.words[-1:].isspace()
        wanted = [self._plain(run) for run in runs]
        if is_last_open:
            wanted[-1] = self._unfinished(wanted[-1])
        if not query.is_exact:
            wanted = self._with_others(wanted)
        return Asked(
            wanted=tuple(wanted),
            phrases=self._phrases(query.phrases),
            excluded=self._phrases(query.excluded),
        )

    def runs(self, text: str) -> list[tuple[str, ...]]:
        """Cut a text into words; signs that stand together are one word of several tokens."""
        runs: list[tuple[str, ...]] = []
        for part in text.split():
            signs: list[str] = []
            for token in self._analyzer.analyze(prepare(part)):
                if is_sign(token):
                    signs.append(token)
                    continue
                if signs:
                    runs.append(tuple(signs))
                    signs = []
                runs.append((token,))
            if signs:
                runs.append(tuple(signs))
        return list(dict.fromkeys(runs))

    def frequency(self, token: str) -> int:
        """Count the documents that have a word."""
        return self._searcher.doc_freq(ALL, token)

    def _plain(self, tokens: tuple[str, ...]) -> Wanted:
        return Wanted(tokens, min(self.frequency(token) for token in tokens))

    def _unfinished(self, wanted: Wanted) -> Wanted:
        if len(wanted.tokens) > 1:
            return replace(wanted, is_unfinished=True)
        if len(wanted.word) <= LONGEST_START:
            begun = self._searcher.doc_freq(ALL_START, wanted.word)
            return replace(wanted, is_unfinished=True, frequency_begun=begun)
        found = self._searcher.terms_with_prefix(ALL, wanted.word, limit=MAX_ENDINGS)
        endings = tuple(word for word, _ in found)
        begun = sum(count for _, count in found)
        return replace(wanted, is_unfinished=True, frequency_begun=begun, endings=endings)

    def _with_others(self, wanted: list[Wanted]) -> list[Wanted]:
        """Add what words are called too, where any document calls them so."""
        others = self._synonyms.others([one.tokens for one in wanted])
        joined = self._joined(wanted)
        return [
            replace(one, others=(*joined[place], *filter(self._is_written, others[place])))
            if joined[place] or others[place]
            else one
            for place, one in enumerate(wanted)
        ]

    def _joined(self, wanted: list[Wanted]) -> list[list[tuple[str, ...]]]:
        """Find neighbours that some document writes as one word, as "flash cards".

        If the last of them is unfinished, so may be the word.
        """
        found: list[list[tuple[str, ...]]] = [[] for _ in wanted]
        for count in JOINED_WORDS:
            for start in range(len(wanted) - count + 1):
                neighbours = wanted[start : start + count]
                if not all(one.is_plain for one in neighbours):
                    continue
                words = self._joined_words(neighbours)
                for place in range(start, start + count):
                    found[place] += words
        return found

    def _joined_words(self, neighbours: Sequence[Wanted]) -> list[tuple[str, ...]]:
        joined = "".join(one.word for one in neighbours)
        if not neighbours[-1].is_unfinished or len(joined) <= LONGEST_START:
            return [(joined,)] if self.frequency(joined) else []
        begun = self._searcher.terms_with_prefix(ALL, joined, limit=MAX_JOINED_ENDINGS)
        return [(word,) for word, _ in begun]

    def _is_written(self, phrase: tuple[str, ...]) -> bool:
        return all(self.frequency(word) for word in phrase)

    def _phrases(self, texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        cut = (tuple(self._analyzer.analyze(prepare(text))) for text in texts)
        return tuple(words for words in cut if words)
