"""What a word may also mean: another form of it, or what was meant by a slip.

An alternative becomes a plain term with a smaller weight: so an exact word stands above a
guessed one, and what matched is known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from search.base import Correction
from search.tantivy.asking import Alternative, Asked, Wanted
from search.tantivy.synonyms import SynonymTable
from search.tantivy.vocabulary import MIN_LETTERS, Vocabulary

# Weights and limits from the exploration of 2026-11-23: a typed word that many documents have is
# taken at its word; one that few have may be a slip.
SIBLING_WEIGHT, LONGER_WEIGHT, ONE_EDIT_WEIGHT, TWO_EDITS_WEIGHT = 0.8, 0.6, 0.5, 0.25
ONE_EDIT_LETTERS, TWO_EDITS_LETTERS = 5, 9
ONE_EDIT_SHARE, TWO_EDITS_DOCUMENTS = 0.001, 5
# A letter doubled or not is the usual slip: "flod" for "flood" rather than "flow" (dev half of the
# relevance set, 2026-11-28).
DOUBLED_WEIGHT = 0.7
# A word that nobody has is a slip for sure, so shorter ones are guessed too; and one of a question
# that finds nothing is likely to be.
UNKNOWN_ONE_EDIT_LETTERS, UNKNOWN_TWO_EDITS_LETTERS = 3, 8
LOST_ONE_EDIT_LETTERS = 4
# Nor may it be cut short: "selfhost" for "selfhosted" is likelier than a slip in another name.
UNKNOWN_LONGER_LETTERS = 5
ALWAYS_FEW_DOCUMENTS = 5
GUESS_ALL_UP_TO_WORDS = 3


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses against one state of an index.

    ``documents`` counts all, ``frequency`` those that have a word. ``is_lost`` where nothing is
    found as it was typed.
    """

    vocabulary: Vocabulary
    synonyms: SynonymTable
    documents: int
    frequency: Callable[[str], int]
    is_lost: bool

    def guess(self, asked: Asked) -> Asked:
        """Add alternatives; in a long question only to the words that nobody has.

        Where nothing is found, the other words of a long one are looked for in other forms, too.
        """
        is_short = len(asked.wanted) <= GUESS_ALL_UP_TO_WORDS
        parted = self._parted(asked)
        guessed = (
            self._guessed(self._also_parted(one))
            if is_short or not one.is_known
            else self._in_other_forms(one)
            if self.is_lost
            else one
            for one in parted.wanted
        )
        return replace(parted, wanted=tuple(map(self._with_spread, guessed)))

    def _in_other_forms(self, one: Wanted) -> Wanted:
        forms = self.vocabulary.siblings(one.word) if one.is_plain else ()
        return replace(one, alternatives=tuple(Alternative(word, SIBLING_WEIGHT) for word in forms))

    def _also_parted(self, one: Wanted) -> Wanted:
        """Take a word in two, too, where somebody writes it so: "mail server" for "mailserver"."""
        halves = self._halves(one.word) if one.frequency else ()
        return replace(one, others=(*one.others, halves)) if halves else one

    def _parted(self, asked: Asked) -> Asked:
        """Part words that nobody writes together, as "selfhost": both halves are wanted then."""
        wanted: list[Wanted] = []
        parted: list[Correction] = []
        for one in asked.wanted:
            is_whole = one.is_known or self.vocabulary.near(one.word, 1, is_unfinished=False)
            halves = () if is_whole else self._halves(one.word)
            wanted += [Wanted((half,), self.frequency(half)) for half in halves] or [one]
            parted += [Correction(one.word, " ".join(halves))] if halves else []
        return replace(asked, wanted=tuple(wanted), parted=tuple(parted))

    def _halves(self, word: str) -> tuple[str, str] | tuple[()]:
        """Find the two known words that a word is made of, the most usual ones; often none."""
        cuts = range(MIN_LETTERS, len(word) - MIN_LETTERS + 1)
        pairs = [(word[:cut], word[cut:]) for cut in cuts]
        known = [pair for pair in pairs if all(self.vocabulary.has(half) for half in pair)]
        if not known:
            return ()
        return max(known, key=lambda pair: min(self.frequency(half) for half in pair))

    def _guessed(self, wanted: Wanted) -> Wanted:
        if len(wanted.tokens) > 1:
            return wanted
        weights = dict.fromkeys(self.vocabulary.siblings(wanted.word), SIBLING_WEIGHT)
        if not wanted.is_known and len(wanted.word) >= UNKNOWN_LONGER_LETTERS:
            for word in self.vocabulary.near(wanted.word, 0, is_unfinished=True):
                weights.setdefault(word, LONGER_WEIGHT)
        edits = self._edits_allowed(wanted)
        if edits >= 1:
            self._add_near(weights, wanted, edits=1)
        if edits == 2 and (wanted.is_known or not weights):
            self._add_near(weights, wanted, edits=2)
        if not wanted.is_known and weights:
            # What was meant may stand there in another form ("keybord" where it says "keyboards"),
            # or be called otherwise ("kubernets" where it says "k8s").
            meant, weight = next(iter(weights.items()))
            for word in (*self.vocabulary.siblings(meant), *self._called(meant)):
                weights.setdefault(word, weight * SIBLING_WEIGHT)
        alternatives = (Alternative(word, weight) for word, weight in weights.items())
        return replace(wanted, alternatives=tuple(alternatives))

    def _called(self, word: str) -> Iterator[str]:
        """Give single words for the same that some document has."""
        [phrases] = self.synonyms.others([(word,)])
        return (other for other, *more in phrases if not more and self.frequency(other))

    def _edits_allowed(self, wanted: Wanted) -> int:
        letters = len(wanted.word)
        if not wanted.is_known:
            return (letters >= UNKNOWN_ONE_EDIT_LETTERS) + (letters >= UNKNOWN_TWO_EDITS_LETTERS)
        few = max(ALWAYS_FEW_DOCUMENTS, int(self.documents * ONE_EDIT_SHARE))
        shortest = LOST_ONE_EDIT_LETTERS if self.is_lost else ONE_EDIT_LETTERS
        may_be_slip = letters >= shortest and wanted.frequency <= few
        may_be_two = letters >= TWO_EDITS_LETTERS and wanted.frequency <= TWO_EDITS_DOCUMENTS
        return may_be_slip + (may_be_slip and may_be_two)

    def _add_near(self, weights: dict[str, float], wanted: Wanted, *, edits: int) -> None:
        """Add near words; for an unfinished one nobody has, words that begin like it."""
        near = self.vocabulary.near(wanted.word, edits, is_unfinished=False)
        if not near and wanted.is_unfinished and not wanted.is_known:
            near = self.vocabulary.near(wanted.word, edits, is_unfinished=True)
        typed = _undoubled(wanted.word)
        usual = ONE_EDIT_WEIGHT if edits == 1 else TWO_EDITS_WEIGHT
        for word in sorted(near, key=lambda word: _undoubled(word) != typed):
            weights.setdefault(word, DOUBLED_WEIGHT if _undoubled(word) == typed else usual)

    def _with_spread(self, one: Wanted) -> Wanted:
        phrases = (*one.others, *((word,) for word in one.endings))
        counts = [min(map(self.frequency, phrase)) for phrase in phrases]
        counts += [self.frequency(other.word) for other in one.alternatives]
        begun = one.frequency_begun if one.has_short_start else 0
        return replace(one, spread=max(one.frequency, begun, *counts, 0))


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
