"""What a signal gives back: how it speaks, how strongly, and the sentence that shows it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from hub.matching.facts import Fit, PersonFacts, Reason, SpeakingWork, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import Sentence, say


class Evidence(NamedTuple):
    """A reason that is not yet weighed. ``value`` lies in [0, 1], in hundredths or thousandths.

    Rounded, so that a reader can redo the sum with the numbers that a page shows. ``past`` are the
    finished things that the value rests on. ``exact`` is the value before it was rounded, where
    that tells apart what is shown as equal.
    """

    fit: Fit
    value: float
    sentence: Sentence
    source: Sentence | None = None
    past: tuple[SpeakingWork, ...] = ()
    exact: float | None = None


_ORDER = {Fit.CLEAR: 0, Fit.PARTLY: 1, Fit.NOT_YET: 2, Fit.UNKNOWN: 3}


def reason_of(evidence: Evidence, weight: float, name: str) -> Reason:
    """Weigh what a signal of this name said."""
    return Reason(
        signal=name,
        fit=evidence.fit,
        value=evidence.value,
        weight=weight,
        sentence=evidence.sentence,
        source=evidence.source,
        past=evidence.past,
    )


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Put clear reasons first, then partly, not yet, not known; within these by what they add."""
    return tuple(sorted(reasons, key=lambda each: (_ORDER[each.fit], -each.weight * each.value)))


class Signal(Protocol):
    """A measured fact about a task and a person; ``None`` where it says nothing."""

    def __call__(
        self, task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        """Measure it."""


def hundredths(value: float) -> float:
    """Hold a value in [0, 1] and round it."""
    return round(min(1.0, max(0.0, value)), 2)


def thousandths(value: float) -> float:
    """Hold a value in [0, 1] and round it, where small differences decide."""
    return round(min(1.0, max(0.0, value)), 3)


def from_profile(person: PersonFacts) -> Sentence:
    """Say that the person said so."""
    return Sentence("from-profile", (("name", person.name),))


def not_said(person: PersonFacts, field: str, key: str) -> Evidence | None:
    """Say that a person left something open. It counts neither for nor against them.

    Of a field that they did not open to who asks nothing is said, not even that.
    """
    if field in person.closed:
        return None
    return Evidence(Fit.UNKNOWN, 0.0, say(key), from_profile(person))
