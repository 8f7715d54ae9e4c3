"""Weighs pairs: the one place where what signals measure becomes points, and points a score. Pure.

Reasons are made by the same signals, so that there is no second way to explain a suggestion.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, NamedTuple

from hub.matching.evidence import Signal, Subject, in_order
from hub.matching.facts import PersonFacts, Reason
from hub.matching.names import Names
from hub.matching.weights import Weights


class Scale(Generic[Subject]):
    """What all pairs of one question are weighed on: signals with their points, and the hour."""

    def __init__(
        self,
        signals: Mapping[str, Signal[Subject]],
        weights: Weights,
        *,
        now: datetime,
        names: Names,
    ) -> None:
        self._signals = [
            (name, weights.points(name), signal.measure, signal.rounded, signal)
            for name, signal in signals.items()
        ]
        self._now, self._names = now, names

    def weigh(self, subject: Subject, person: PersonFacts) -> "Weighed[Subject]":
        """Measure a pair by every signal, and add up."""
        now = self._now
        points: dict[str, float] = {}
        score = exact = 0.0
        for name, weight, measure, rounded, _ in self._signals:
            finer = measure(subject, person, now)
            value = finer if rounded is None else rounded(finer)
            if value:
                points[name] = added = weight * value
                score += added
                exact += weight * finer
        return Weighed(subject, person, score, exact, points, self)

    def reasons(self, subject: Subject, person: PersonFacts) -> tuple[Reason, ...]:
        """Tell all that is to be said of a pair, in the order of :func:`in_order`."""
        return in_order(
            evidence.weighed(name, weight)
            for name, weight, _, _, signal in self._signals
            if (evidence := signal(subject, person, now=self._now, names=self._names)) is not None
        )


class Weighed(NamedTuple, Generic[Subject]):
    """A pair with the points of each signal that speaks for it: most are never told.

    They add up to ``score``, but for what rounding leaves. ``exact`` is the same sum before values
    were rounded.
    """

    subject: Subject
    person: PersonFacts
    score: float
    exact: float
    points: Mapping[str, float]
    scale: Scale[Subject]

    def told(self) -> tuple[float, tuple[Reason, ...]]:
        """Give the reasons, and their sum in their order, as a reader would add them up."""
        reasons = self.scale.reasons(self.subject, self.person)
        return float(sum(reason.weight * reason.value for reason in reasons)), reasons
