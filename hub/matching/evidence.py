"""What a signal is: how much it measures of a pair, and the sentence that tells it.

Of a hundred pairs that are measured a few are shown. So the two are apart: a number for all, and
words for those that are shown, which are told beside that very number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from hub.matching.facts import Fit, PersonFacts, Reason, SpeakingWork
from hub.matching.names import Names
from hub.matching.sentences import Sentence, say

Subject = TypeVar("Subject")
"""What a person is measured with: a task or a project."""

Subject_contra = TypeVar("Subject_contra", contravariant=True)

Measure: TypeAlias = Callable[[Subject, PersonFacts, datetime], float]
"""Gives how much speaks for a pair now, in [0, 1]; 0 where nothing does."""


class Told(NamedTuple):
    """How a signal speaks, the sentence that shows it, and where the fact is from, unless plain.

    ``past`` are the finished things that it rests on.
    """

    fit: Fit
    sentence: Sentence
    source: Sentence | None = None
    past: tuple[SpeakingWork, ...] = ()


class Tell(Protocol[Subject_contra]):
    """Tells what was measured of a pair; ``None`` where there is nothing to say."""

    def __call__(
        self, subject: Subject_contra, person: PersonFacts, /, *, now: datetime, names: Names
    ) -> Told | None:
        """Tell it."""


class Evidence(NamedTuple):
    """A reason that is not yet weighed: what a signal told, and the value that it measured.

    ``exact`` is the value before it was rounded, where that tells apart what is shown as equal.
    """

    fit: Fit
    value: float
    sentence: Sentence
    source: Sentence | None
    past: tuple[SpeakingWork, ...]
    exact: float

    def weighed(self, signal: str, points: float) -> Reason:
        """Make a reason of what a signal of this name said."""
        return Reason(signal, self.fit, self.value, points, self.sentence, self.source, self.past)


@dataclass(frozen=True, slots=True)
class Signal(Generic[Subject_contra]):
    """A fact about a task or project and a person.

    Its value is in hundredths, so that a reader can redo the sum with the numbers that a page
    shows. Where equals are to be told apart, ``measure`` is finer, and ``rounded`` gives what is
    shown and counts.
    """

    measure: Measure[Subject_contra]
    tell: Tell[Subject_contra]
    rounded: Callable[[float], float] | None = None

    def __call__(
        self, subject: Subject_contra, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        """Measure a pair, and tell it; ``None`` where there is nothing to say."""
        told = self.tell(subject, person, now=now, names=names)
        if told is None:
            return None
        exact = self.measure(subject, person, now)
        value = exact if self.rounded is None else self.rounded(exact)
        return Evidence(told.fit, value, told.sentence, told.source, told.past, exact)


_ORDER = (Fit.CLEAR, Fit.PARTLY, Fit.NOT_YET, Fit.UNKNOWN)


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Put clear reasons first, then partly, not yet, not known; within these by what they add."""
    return tuple(
        sorted(reasons, key=lambda each: (_ORDER.index(each.fit), -each.weight * each.value))
    )


def hundredths(value: float) -> float:
    """Hold a value in [0, 1] and round it."""
    return round(value, 2) if 0.0 < value < 1.0 else float(value >= 1.0)


def thousandths(value: float) -> float:
    """Hold a value in [0, 1] and round it, where small differences decide."""
    return round(value, 3) if 0.0 < value < 1.0 else float(value >= 1.0)


@lru_cache(maxsize=4096)
def _said_by(name: str) -> Sentence:
    return say("from-profile", name=name)


def from_profile(person: PersonFacts) -> Sentence:
    """Say that the person said so."""
    return _said_by(person.name)


def not_said(person: PersonFacts, field: str, key: str) -> Told | None:
    """Say that a person left something open. It counts neither for nor against them.

    Of a field that they did not open to who asks nothing is said, not even that.
    """
    if field in person.closed:
        return None
    return Told(Fit.UNKNOWN, say(key), from_profile(person))
