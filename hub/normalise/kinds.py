"""What kind of work an issue asks for, and why we think so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hub.normalise.labels import LabelFacts
from hub.normalise.phrases import Phrasebook, phrasebook
from hub.vocabulary.title_words import title_words

MAX_KINDS_FROM_TITLE = 2


@dataclass(frozen=True, slots=True)
class KindFacts:
    """Kinds of work, the main one first. ``because`` says in a few words what they rest on."""

    kinds: tuple[str, ...]
    because: str


def kinds_of(facts: LabelFacts, *, title: str, languages: Sequence[str]) -> KindFacts:
    """Say the kinds by labels; where no label says, by words of the title; else code.

    Labels such as "bug" stand behind the words of the title. Nothing is said of a repository
    without labels, words and programming languages.
    """
    if facts.kinds:
        return KindFacts(facts.kinds, "labels")
    found = dict.fromkeys(_title_words().find(title.casefold()))
    kinds = tuple(dict.fromkeys(kind for _, kind in found))[:MAX_KINDS_FROM_TITLE]
    if kinds:
        words = next(phrase for phrase, kind in found if kind == kinds[0])
        return KindFacts(kinds, f"the title says “{words}”")
    if facts.likely_kinds:
        return KindFacts(facts.likely_kinds, "labels that mostly mean it")
    if languages:
        return KindFacts(("code",), "nothing else is said, and there is code")
    return KindFacts((), "nothing is said")


@cache
def _title_words() -> Phrasebook:
    return phrasebook((word.casefold(), each.kind) for each in title_words() for word in each.words)
