"""How a text becomes words: the one rule that indexing, asking and marking share.

A word is a run of letters and digits, in lower case, Latin accents folded (``Größe`` is
``grosse``). Scripts that are written without spaces are cut into single signs, and found as
phrases of them. Names of languages that end in signs keep them (``C++``, ``C#``, ``.NET``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy

ANALYZER = "hub_words"
# Of a field that is only to be counted or sorted by: its values stand as they are, without terms.
FAST_ALONE = "hub_fast_alone"
MAX_WORD_BYTES = 120
PREFIX_LENGTHS = (1, 2, 3, 4)

# Han, Hiragana, Katakana, Hangul and Thai: written without spaces, or with few.
_SIGNS = "\u0e01-\u0e30\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_SIGN = re.compile(f"([{_SIGNS}])")
_SIGNED_NAME = re.compile(r"(?<![^\W_])(?:(c)\+\+|(c|f)#|\.(net))(?![^\W_])", re.IGNORECASE)
_SPOKEN_SIGNS = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
SIGNED_NAMES = {spoken: name for name, spoken in _SPOKEN_SIGNS.items()}
_WORD_WITH_PLACE = re.compile(
    rf"(?<![^\W_])(?:c\+\+|[cf]#|\.net)(?![^\W_])|[{_SIGNS}]|[^\W_{_SIGNS}]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A folded word and where it stands in the text."""

    folded: str
    start: int
    end: int


def make_analyzer() -> tantivy.TextAnalyzer:
    """Make the analyzer that every searched field is indexed with.

    Some letters can only be folded in lower case, and some become upper case by folding.
    """
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(MAX_WORD_BYTES))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.lowercase())
        .build()
    )


def without_terms() -> tantivy.TextAnalyzer:
    """Make an analyzer that leaves no term of a text."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
        .filter(tantivy.Filter.remove_long(1))
        .build()
    )


def as_it_is() -> tantivy.TextAnalyzer:
    """Make an analyzer that leaves a text whole."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).build()


def prepare(text: str) -> str:
    """Make a text ready for the analyzer: signs apart, signed names spelled out."""
    if _may_have_signed_name(text):
        text = _SIGNED_NAME.sub(lambda found: f" {_SPOKEN_SIGNS[found[0].lower()]} ", text)
    return text if text.isascii() else _SIGN.sub(r" \1 ", clean(text))


def clean(text: str) -> str:
    """Take out what cannot be written as UTF-8 (lone surrogates of foreign JSON)."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def is_sign(word: str) -> bool:
    """Say whether a word is a single sign of a script that is written without spaces."""
    return len(word) == 1 and _SIGN.match(word) is not None


def placed_words(text: str) -> Iterator[PlacedWord]:
    """Yield the words of a text as the index knows them, each with its place."""
    for found in _WORD_WITH_PLACE.finditer(text):
        folded = fold(found[0])
        if folded:
            yield PlacedWord(folded, found.start(), found.end())


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Give one word in the form that the index holds; empty if the index drops it."""
    lowered = word.lower()
    if lowered in _SPOKEN_SIGNS:
        return _SPOKEN_SIGNS[lowered]
    if len(word.encode(errors="replace")) >= MAX_WORD_BYTES:
        return ""
    if word.isascii():
        return lowered
    return "".join(_shared_analyzer().analyze(word))


def prefixes_of(words: set[str]) -> set[str]:
    """Give the first one to four letters of each word."""
    found: set[str] = set()
    starts = words
    # From the longest to the shortest, since ever fewer are different.
    for length in reversed(PREFIX_LENGTHS):
        starts = {word[:length] for word in starts}
        found |= starts
    return found


@lru_cache(maxsize=1)
def _shared_analyzer() -> tantivy.TextAnalyzer:
    return make_analyzer()


def _may_have_signed_name(text: str) -> bool:
    """Say whether a text may hold a name with signs; quicker than to look closely."""
    lowered = text.lower()
    return any(name in lowered for name in _SPOKEN_SIGNS)
