"""In which language an issue is written, or that we cannot tell.

Built on py3langid, chosen by measuring on 40 short titles in ten languages (2026-11-23, 2 shared
cores): py3langid 0.4 42 µs a text, 0 wrong, 130 MB of memory; lingua 2.1 (low accuracy) 509 µs,
6 wrong; lingua (high) 3.6 ms, 1 wrong, 1.2 GB; simplemma 2.0 210 µs, 13 wrong.
"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from hub.vocabulary.spoken import spoken_languages

MAX_BODY_CHARS = 600
MAX_PROSE_CHARS = 140
MIN_CONFIDENCE = 0.75
MIN_WORDS = 3
MIN_UNSPACED_LETTERS = 5

_MARKS_OF_BLOCKS = ("`", "~~~", "<", "](")
_BLOCKS = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`"  # code
    r"|<!--.*?(?:-->|\Z)|<[^<>\n]*>"  # comments of templates, markup
    r"|!?\[[^\]\n]*\]\([^)\n]*\)",  # links
    re.S,
)
_NO_WORD = re.compile(r"[@\\/_=(){}$\d]|\w\.\w|\w:\w")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def spoken_of(title: str, body: str = "") -> str | None:
    """Name the language of an issue as a BCP 47 code; ``None`` where it is short, code, or mixed.

    Looks at the title and the start of the prose; code, links and identifiers are left out.
    """
    words = _prose(f"{title}\n{body[:MAX_BODY_CHARS]}")
    if not _is_enough(words):
        return None
    code, confidence = _identifier().classify(" ".join(words))
    return code if confidence >= MIN_CONFIDENCE else None


def _prose(text: str) -> list[str]:
    """Take the first words of a text that are words of a language."""
    if any(mark in text for mark in _MARKS_OF_BLOCKS):
        text = _BLOCKS.sub(" ", text)
    words, chars_left = [], MAX_PROSE_CHARS
    for word in text.split():
        if _NO_WORD.search(word):
            continue
        words.append(word[:chars_left])
        chars_left -= len(word) + 1
        if chars_left <= 0:
            break
    return words


def _is_enough(words: list[str]) -> bool:
    if sum(1 for word in words if _LETTERS.search(word)) >= MIN_WORDS:
        return True
    return len(_UNSPACED.findall("".join(words))) >= MIN_UNSPACED_LETTERS


@cache
def _identifier() -> LanguageIdentifier:
    """Load the identifier, bound to the languages that we can name; takes about 0.6 s once."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    ours = {each.code for each in spoken_languages()}
    identifier.set_languages(sorted(ours.intersection(identifier.labels)))
    return identifier
