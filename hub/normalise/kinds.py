"""What kind of work an issue asks for, and why we think so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from hub.normalise.labels import LabelFacts
from hub.normalise.phrases import Phrasebook, phrasebook, words_of
from hub.normalise.prose import plain_words, prose_of, without_scopes
from hub.vocabulary.work_signs import WorkSigns, work_signs

MAX_KINDS_FROM_TEXT = 2
MAX_TEXT_CHARS = 1000
MAX_SIGNS_NAMED = 3
# By the weights of work_signs.toml, set on the dev half of tests/data/kinds (2026-11-28): what is
# enough, what is enough beside another kind, what is but a hint, and what hints come to at most.
ENOUGH = 6
MANY = 7
HINT = 2
MOST_OF_HINTS = 4


@dataclass(frozen=True, slots=True)
class KindFacts:
    """Kinds of work, the main one first. ``because`` says in a few words what they rest on."""

    kinds: tuple[str, ...]
    because: str


class _Sign(NamedTuple):
    """Words that were found, what they speak for and how much they weigh."""

    words: str
    kind: str
    weight: int
    is_of_title: bool


def kinds_of(facts: LabelFacts, *, title: str, body: str, languages: Sequence[str]) -> KindFacts:
    """Say the kinds by labels; where no label says, by words of title and body; else code.

    Labels such as "bug" stand behind the words. Nothing is said of a repository without labels,
    words and programming languages.
    """
    if facts.kinds:
        return KindFacts(facts.kinds, "labels")
    signs = list(_signs(title, body))
    kinds = _said_by(signs)
    if kinds:
        return KindFacts(kinds, _reason([sign for sign in signs if sign.kind == kinds[0]]))
    if facts.likely_kinds:
        return KindFacts(facts.likely_kinds, "labels that mostly mean it")
    if languages:
        return KindFacts(("code",), "nothing else is said, and there is code")
    return KindFacts((), "nothing is said")


def _said_by(signs: Iterable[_Sign]) -> tuple[str, ...]:
    """Name the kinds for which signs weigh enough, the one with the clearest sign first.

    A kind beside another one needs a clear sign of its own, or many.
    """
    by_kind: dict[str, list[_Sign]] = {}
    for sign in signs:
        by_kind.setdefault(sign.kind, []).append(sign)
    weights = {kind: (_clearest(found), _weight(found)) for kind, found in by_kind.items()}
    said = [kind for kind, (_, weight) in weights.items() if weight >= ENOUGH]
    said.sort(key=lambda kind: weights[kind], reverse=True)
    beside = (kind for kind in said[1:] if _stands_beside(*weights[kind]))
    return (*said[:1], *beside)[:MAX_KINDS_FROM_TEXT]


def _stands_beside(clearest: int, weight: int) -> bool:
    return clearest >= ENOUGH or weight >= MANY


def _clearest(signs: Iterable[_Sign]) -> int:
    return max(sign.weight for sign in signs)


def _weight(signs: Iterable[_Sign]) -> int:
    """Add up the signs of one kind. Hints of a title, however many, are not enough alone."""
    hints = full = 0
    for sign in signs:
        if sign.is_of_title and 0 < sign.weight <= HINT:
            hints += sign.weight
        else:
            full += sign.weight
    return full + min(hints, MOST_OF_HINTS)


def _reason(signs: Iterable[_Sign]) -> str:
    """Name the heaviest sign, and of those beside it in the same place what is no mere hint."""
    heaviest, *others = sorted(signs, key=lambda sign: -sign.weight)
    clear = [
        sign for sign in others if sign.is_of_title is heaviest.is_of_title and sign.weight > HINT
    ]
    words = ", ".join(f"“{sign.words}”" for sign in (heaviest, *clear)[:MAX_SIGNS_NAMED])
    return f"the {'title' if heaviest.is_of_title else 'text'} says {words}"


def _signs(title: str, body: str) -> Iterator[_Sign]:
    """Find signs, each once: those of the title before those of the body.

    A word that is part of a phrase counts in the phrase alone.
    """
    seen: set[str] = set()
    for words, place, is_of_title in _found(title, body):
        if words not in seen:
            seen.add(words)
            seen.update(words.split())
            entry = work_signs()[int(place)]
            weight = entry.title if is_of_title else entry.text
            for kind in entry.kinds if weight else ():
                yield _Sign(words, kind, weight, is_of_title)


def _found(title: str, body: str) -> Iterator[tuple[str, str, bool]]:
    """Yield words, the place of their entry, and whether they stand in the title."""
    folded = title.casefold()
    prose = prose_of(folded)
    words = words_of(prose)
    rest = without_scopes(prose)
    for opening in (words,) if rest is prose else (words, words_of(rest)):
        if found := _opening_words().at_start(opening):
            yield *found, True
    for found in _title_words().find_in([*words, *_names(folded)]):
        yield *found, True
    for found in _title_words().find_unspaced(folded):
        yield *found, True
    start = prose_of(body[:MAX_TEXT_CHARS]).casefold()
    for found in _text_words().find_in(plain_words(start)):
        yield *found, False
    for found in _text_words().find_unspaced(start):
        yield *found, False


def _names(title: str) -> list[str]:
    """Give what names tell even in code: the endings of files, and attributes of ARIA."""
    endings = [f".{word.rpartition('.')[2]}" for word in words_of(title) if "." in word]
    return [*endings, "aria"] if "aria-" in title else endings


@cache
def _title_words() -> Phrasebook:
    return _book(lambda entry: not entry.is_opening)


@cache
def _opening_words() -> Phrasebook:
    return _book(lambda entry: entry.is_opening)


@cache
def _text_words() -> Phrasebook:
    return _book(lambda entry: entry.text > 0)


def _book(is_wanted: Callable[[WorkSigns], bool]) -> Phrasebook:
    """Gather words; each stands for the place of its entry among the signs."""
    return phrasebook(
        (word.casefold(), str(place))
        for place, entry in enumerate(work_signs())
        if is_wanted(entry)
        for word in entry.words
    )
