"""The order in which a question is put to the index: passes, each wider than the one before.

Hits of a later pass are appended, never ranked among the earlier ones, so a page is full as soon
as the first passes fill it. The *reach* is the widest pass that a question needs; totals and
facets count it, whatever page is shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from tantivy import Query

from search.rarity import rarity
from search.tantivy.asking import Asked, Wanted
from search.tantivy.clauses import (
    Clause,
    Clauses,
    all_of,
    any_of,
    best_of,
    boosted,
    constant,
    must,
    must_not,
    ranked,
    unscored,
)
from search.tantivy.schema import ALL, ALL_START, TITLE, TITLE_START

TITLE_WEIGHT, CLOSE_WEIGHT, WHOLE_WORD_WEIGHT = 3.0, 8.0, 1.0
# Where words are missing, their fit says more than whether they stand in the title, unless one word
# is all that is left: of 0, 0.3, 0.8 and 3, by the dev half of the relevance set (2026-11-28).
LESS_TITLE_WEIGHT = 0.3
_START = {TITLE: TITLE_START, ALL: ALL_START}
# What a word is called too counts a little less than the word that was typed.
SYNONYM_WEIGHT = 0.8
# With fewer results than this, words are forgiven: slips, other forms.
ENOUGH = 20
# With fewer than this, those that lack one of several words are shown below them.
FEW = 5
# From here on a block of hits is usually filled by what has a word in the title.
MANY = 5_000
# Of the documents that have the rarest of several words, this share has the others too, or more (in
# three of four of 255 questions; half have 0.3; a million tasks, 2026-11-29).
FOUND_TOGETHER = 0.2
# What common words may mean is looked for only where a rare one stands, if there are no more of it
# than this, and so many times more of the common one (of 3,000 and 20, 10,000 and 8; 2026-11-29).
RARE, COMMON_TIMES = 3_000, 20
# A pass that forgives a word, or all, asks for the rarest of them only.
RAREST_WORDS = 8


class Width(IntEnum):
    """How far a question reaches."""

    AS_TYPED = 0
    GUESSED = 1
    ONE_WORD_LESS = 2
    ANY_WORD = 3


_PASS_NAMES = {
    Width.AS_TYPED: "all words, their synonyms, or what the last one begins",
    Width.GUESSED: "all words, or forms and slips of them",
    Width.ONE_WORD_LESS: "all words but one",
    Width.ANY_WORD: "any of the words",
}


@dataclass(frozen=True, slots=True)
class Pass:
    """One ranked question to the index; ``name`` says what it takes, for explaining a hit.

    ``titled`` asks for those of it that have a word in the title. Where they fill a block they come
    first, since what outweighs them is hardly ever elsewhere, and they are found sooner.
    """

    name: str
    query: Query
    titled: Query | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a question may show: ``total`` documents, filters left aside.

    ``typed`` of them have all words as they were typed, are called, or begin.
    """

    plan: "Plan"
    width: Width
    total: int
    typed: int


@dataclass(frozen=True, slots=True)
class Rare:
    """Where alone a question can find anything: the few documents that have its rarest words."""

    query: Query
    documents: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A question with what every pass must keep to: phrases, excluded words, filters.

    ``documents`` counts those of the whole index. ``rare`` makes what is asked quicker, no other.
    """

    clauses: Clauses
    asked: Asked
    limits: tuple[Clause, ...]
    documents: int
    rare: Rare | None = None

    def matching(self, width: Width) -> Query:
        """Ask for all that a width reaches, without ranking: for counts and for sorting."""
        return self._pass(self._where_rare(width)._groups(width))

    def likely(self, width: Width) -> int:
        """Guess how many documents a width reaches."""
        known = sorted(one.documents for one in self.asked.wanted if one.documents)
        if width == Width.ANY_WORD or len(known) < 2:
            return sum(known)
        fewest = known[0] if width <= Width.GUESSED else sum(known[:2])
        return round(fewest * FOUND_TOGETHER)

    def passes(self, reach: Reach, *, has_filters: bool) -> Iterator[Pass]:
        """Give the ranked passes up to a width: the title before the rest, words as typed first.

        A pass that would find nothing new is left out.
        """
        if reach.typed:
            yield from self._typed_passes(reach, has_filters=has_filters)
        if reach.width == Width.AS_TYPED or reach.total == reach.typed:
            return
        if reach.width > Width.GUESSED and self._is_guessed:
            yield self._ranked(Width.GUESSED)
        if reach.width == Width.ANY_WORD and len(self.asked.wanted) > 2:
            yield self._ranked(Width.ONE_WORD_LESS)
        has_many = reach.width == Width.GUESSED and reach.total >= MANY and not has_filters
        yield self._ranked(reach.width, has_many=has_many)

    def _typed_passes(self, reach: Reach, *, has_filters: bool) -> Iterator[Pass]:
        wanted = self.asked.wanted
        is_typed = bool(wanted) and all(one.frequency for one in wanted)
        if not has_filters:
            if is_typed:
                words = [self._typed(one, TITLE) for one in wanted]
                yield Pass("all words as typed, in the title", self._pass(words))
            if len(wanted) > 1 and wanted[-1].is_unfinished:
                words = [self._begun(one, TITLE) for one in wanted]
                yield Pass("all words or their synonyms, or begun, in the title", self._pass(words))
            elif any(one.others for one in wanted) and all(one.is_written for one in wanted):
                words = [self._in_title(one) for one in wanted]
                yield Pass("all words or their synonyms, in the title", self._pass(words))
        if is_typed:
            words = [self._typed(one, ALL) for one in wanted]
            yield Pass("all words as typed", self._pass(words))
        is_one = len(wanted) == 1  # else two words near each other outweigh one in the title
        has_many = is_one and reach.typed >= MANY and not has_filters
        yield self._ranked(Width.AS_TYPED, has_many=has_many)

    def _ranked(self, width: Width, *, has_many: bool = False) -> Pass:
        plan = self._where_rare(width)
        groups = plan._groups(width)
        ranking = plan._of_all(width) if width <= Width.GUESSED else plan._of_some()
        found = Pass(_PASS_NAMES[width], self._pass(groups, ranking))
        if not has_many:
            return found
        titled = unscored(any_of(plan._titles(width)))
        return replace(found, titled=self._pass([titled, *groups], ranking))

    def _of_all(self, width: Width) -> list[Query]:
        """Rank what has every word: those in the title higher, and as typed near each other."""
        ranking = [boosted(title, TITLE_WEIGHT) for title in self._titles(width)]
        ranking += [
            boosted(self._exactly(one), WHOLE_WORD_WEIGHT)
            for one in self.asked.wanted
            if one.has_short_start and one.frequency
        ]
        if width == Width.AS_TYPED:
            ranking += [boosted(pair, CLOSE_WEIGHT) for pair in self._close_pairs()]
        return ranking

    def _titles(self, width: Width) -> list[Query]:
        """Ask for each word in the title."""
        in_title = self._in_title if width == Width.AS_TYPED else self._forgiven_in_title
        return [in_title(one) for one in self.asked.wanted]

    def _of_some(self) -> list[Query]:
        """Rank what lacks words: that a word is there counts besides how often, a rare one more."""
        rarest = self._rarest()
        in_title = LESS_TITLE_WEIGHT if len(rarest) > 1 else TITLE_WEIGHT
        ranking = [boosted(self._forgiven_in_title(one), in_title) for one in rarest]
        return ranking + [constant(self._forgiven(one), self._worth(one)) for one in rarest]

    def _groups(self, width: Width) -> list[Query]:
        """Make what must hold, one query for each wanted word or one for all."""
        if width == Width.AS_TYPED:
            return [self._begun(one) for one in self.asked.wanted]
        if width == Width.GUESSED:
            return [self._forgiven(one) for one in self.asked.wanted]
        rarest = [self._forgiven(one) for one in self._rarest()]
        if width == Width.ANY_WORD or len(rarest) == 1:
            return [any_of(rarest)]
        return [any_of([_all_but(rarest, left) for left in range(len(rarest))])]

    def _where_rare(self, width: Width) -> "Plan":
        """Note where alone a width can find anything, if those are few documents."""
        fewest = 1 if width <= Width.GUESSED else 2
        known = [one for one in self.asked.wanted if one.documents]
        rarest = sorted(known, key=lambda one: one.documents)[:fewest]
        count = sum(one.documents for one in rarest)
        is_wide = count > RARE or any(one.others for one in rarest)
        if width == Width.ANY_WORD or len(known) <= fewest or is_wide:
            return self
        group = self._begun if width == Width.AS_TYPED else self._forgiven
        return replace(self, rare=Rare(any_of([group(one) for one in rarest]), count))

    def _best_of(self, one: Wanted, readings: Sequence[Query]) -> Query:
        """Ask for any reading of a word, ranked by the best.

        The index reads several lists whole stretches at a time, which is dear where a rare word
        lets it skip most of them: there each list is cut to where that word stands first.
        """
        rare = self.rare
        if rare is not None and len(readings) > 1 and one.documents > rare.documents * COMMON_TIMES:
            readings = [all_of([must(each), must(unscored(rare.query))]) for each in readings]
        return best_of(readings)

    @property
    def _is_guessed(self) -> bool:
        return any(one.alternatives for one in self.asked.wanted)

    def _pass(self, groups: Sequence[Query], ranking: Sequence[Query] = ()) -> Query:
        """Ask for all groups, ranked.

        Several words are rarely found together, so what ranks them is looked up where they are; for
        a single one it is quicker to read all.
        """
        found = all_of([*map(must, groups), *self.limits])
        return ranked(found, ranking, one_by_one=len(self.asked.wanted) > 1)

    def _rarest(self) -> list[Wanted]:
        found = [one for one in self.asked.wanted if one.is_known or one.alternatives]
        return sorted(found, key=lambda one: one.spread)[:RAREST_WORDS]

    def _worth(self, one: Wanted) -> float:
        """Say what having a word is worth: more, the fewer documents have it."""
        return rarity(found=one.spread, documents=self.documents)

    def _in_title(self, one: Wanted) -> Query:
        if one.has_short_start and not one.frequency:
            return self._or_others(one, TITLE, self.clauses.term(TITLE_START, one.word))
        return self._or_others(one, TITLE, self._typed(one, TITLE))

    def _forgiven_in_title(self, one: Wanted) -> Query:
        return self._or_alternatives(one, TITLE, self._in_title(one))

    def _exactly(self, one: Wanted) -> Query:
        return self._or_others(one, ALL, self._typed(one, ALL))

    def _typed(self, one: Wanted, field: str) -> Query:
        """Ask for a word as it was typed."""
        return self.clauses.words(field, one.tokens)

    def _or_others(self, one: Wanted, field: str, query: Query) -> Query:
        """Ask for what a word is called too, where it is called otherwise."""
        others = [
            boosted(self.clauses.words(field, phrase), SYNONYM_WEIGHT / self._named_so(phrase))
            for phrase in one.others
        ]
        return self._best_of(one, [query, *others])

    def _named_so(self, phrase: Sequence[str]) -> int:
        """Count the wanted words that a phrase stands for together: it counts once for all."""
        return sum(phrase in one.others for one in self.asked.wanted)

    def _begun(self, one: Wanted, field: str = ALL) -> Query:
        """Ask for a word, or for what begins with it if it is unfinished."""
        if one.has_short_start:
            return self._or_others(one, field, self.clauses.term(_START[field], one.word))
        endings = [word for word in one.endings if word != one.word]
        others = [self.clauses.term(field, word) for word in endings]
        if others and not one.is_written:
            return self._best_of(one, others)
        typed = self._or_others(one, field, self._typed(one, field))
        return self._best_of(one, [typed, *others])

    def _forgiven(self, one: Wanted) -> Query:
        return self._or_alternatives(one, ALL, self._begun(one))

    def _or_alternatives(self, one: Wanted, field: str, query: Query) -> Query:
        """Ask for each word that it may mean, the surer the higher; if nobody has it, for no more.

        A single word is read much faster than one of two of which one is nowhere.
        """
        others = [
            boosted(self.clauses.term(field, other.word), other.weight)
            for other in one.alternatives
        ]
        return self._best_of(one, [query, *others] if one.is_known or not others else others)

    def _close_pairs(self) -> Iterator[Query]:
        for first, second in pairwise(self.asked.wanted):
            if first.frequency and second.frequency:
                near = self.clauses.near_words(ALL, (*first.tokens, *second.tokens))
                yield self._where_rarest(near, (first, second))

    def _where_rarest(self, near: Query, pair: tuple[Wanted, Wanted]) -> Query:
        """Look for two words near each other only where the rarest of the others stands.

        All words are wanted anyway; to read the places of two common ones everywhere is dear.
        """
        others = [one for one in self.asked.wanted if one not in pair and not one.is_unfinished]
        rarest = min(others, key=lambda one: one.frequency, default=None)
        if rarest is None or rarest.frequency >= min(one.frequency for one in pair):
            return near
        return all_of([must(near), must(unscored(self._begun(rarest)))])


# Counts what a plan reaches at a width.
Count = Callable[[Plan, Width], int]


def find_reach(plan: Plan, *, guess: Callable[[bool], Asked], count: Count) -> Reach:
    """Widen until enough is reached.

    ``guess`` gives the question with alternatives, and is asked only when they are needed: told
    whether nothing at all is found without them.
    """
    reach = exact_reach(plan, count=count)
    if reach.total >= ENOUGH or not plan.asked.wanted:
        return reach
    forgiving = replace(plan, asked=guess(reach.total == 0))
    if _called(forgiving.asked) != _called(plan.asked):
        reach = exact_reach(forgiving, count=count)
    typed = reach.total

    def widened(width: Width) -> Reach:
        return Reach(forgiving, width, count(forgiving, width), typed)

    if any(one.alternatives for one in forgiving.asked.wanted):
        reach = widened(Width.GUESSED)
    # Who is found by every word needs nothing that lacks most of them.
    too_few = FEW if reach.total == 0 and len(plan.asked.wanted) > 2 else 1
    if reach.total < FEW and len(plan.asked.wanted) > 2:
        reach = widened(Width.ONE_WORD_LESS)
    if reach.total < too_few and len(plan.asked.wanted) > 1:
        reach = widened(Width.ANY_WORD)
    return reach


def exact_reach(plan: Plan, *, count: Count) -> Reach:
    """Take a question at its word; one that asks for nothing reaches everything."""
    if not all(one.is_known for one in plan.asked.wanted):
        total = 0
    elif plan.asked.wanted or plan.limits:
        total = count(plan, Width.AS_TYPED)
    else:
        total = plan.documents
    return Reach(plan, Width.AS_TYPED, total, typed=total)


def limits_of(clauses: Clauses, asked: Asked) -> list[Clause]:
    """Make the clauses of phrases and excluded words."""
    found = [must(clauses.words(ALL, phrase)) for phrase in asked.phrases]
    found += [must_not(clauses.words(ALL, words)) for words in asked.excluded]
    return found


def _called(asked: Asked) -> list[tuple[object, ...]]:
    """Give the words with what they are called too, without what they may mean."""
    return [(one.tokens, one.others) for one in asked.wanted]


def _all_but(groups: Sequence[Query], left: int) -> Query:
    kept = [must(group) for place, group in enumerate(groups) if place != left]
    return all_of(kept)
