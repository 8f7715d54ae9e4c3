"""What a signal gives back: how it speaks, how strongly, and the sentence that shows it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple, Protocol, TypeAlias

from hub.matching.facts import Fit, PersonFacts, Reason, SpeakingWork, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import Sentence, say

Saying: TypeAlias = Callable[[], Sentence]
"""Makes a sentence when it is asked for: of a hundred pairs that are measured, a few are shown."""


class Evidence(NamedTuple):
    """A reason that is not yet weighed. ``value`` lies in [0, 1], in hundredths or thousandths.

    Rounded, so that a reader can redo the sum with the numbers that a page shows. ``says`` makes
    the sentence that shows it, and ``names_source`` the one of where it is from. ``past`` are the
    finished things that the value rests on. ``exact`` is the value before it was rounded, where
    that tells apart what is shown as equal.
    """

    fit: Fit
    value: float
    says: Saying
    names_source: Saying | None = None
    past: tuple[SpeakingWork, ...] = ()
    exact: float | None = None

    @property
    def sentence(self) -> Sentence:
        """Make the sentence."""
        return self.says()

    @property
    def source(self) -> Sentence | None:
        """Say where the fact is from; ``None`` where that is plain."""
        return None if self.names_source is None else self.names_source()


_ORDER = (Fit.CLEAR, Fit.PARTLY, Fit.NOT_YET, Fit.UNKNOWN)


def place_of(fit: Fit) -> int:
    """Give the place of a kind of reason among the others: clear ones stand first."""
    return _ORDER.index(fit)


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
    return tuple(sorted(reasons, key=lambda each: (place_of(each.fit), -each.weight * each.value)))


class Signal(Protocol):
    """A measured fact about a task and a person; ``None`` where it says nothing."""

    def __call__(
        self, task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        """Measure it."""


def hundredths(value: float) -> float:
    """Hold a value in [0, 1] and round it."""
    return round(value, 2) if 0.0 < value < 1.0 else float(value >= 1.0)


def thousandths(value: float) -> float:
    """Hold a value in [0, 1] and round it, where small differences decide."""
    return round(value, 3) if 0.0 < value < 1.0 else float(value >= 1.0)


def from_profile(person: PersonFacts) -> Saying:
    """Say that the person said so."""
    return _said_by(person.name)


@lru_cache(maxsize=4096)
def _said_by(name: str) -> Saying:
    return partial(say, "from-profile", name=name)


def not_said(person: PersonFacts, field: str, key: str) -> Evidence | None:
    """Say that a person left something open. It counts neither for nor against them.

    Of a field that they did not open to who asks nothing is said, not even that.
    """
    if field in person.closed:
        return None
    return Evidence(Fit.UNKNOWN, 0.0, partial(say, key), from_profile(person))
