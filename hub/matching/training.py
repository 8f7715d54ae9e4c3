"""Fit weights on what was taken up, and say whether they are better. Pure, on numpy.

What was shown side by side is a choice: some of it was taken up, the rest was not. The weights are
those under which what was taken up is likeliest (a conditional logit), held near those that were
there before: a few answers move them little, many move them far. None is below nothing, since a
reason never speaks against somebody.

After D. McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from hub.matching.weights import Weight, Weights

Floats = npt.NDArray[np.float64]

# Fewer say nothing: an interval of the gain would be wider than any gain.
FEWEST_TAKEN = 40
# Of the choices, in order of time, so many are fitted on; the rest tells whether it helped.
FITTED_SHARE = 0.7
# How much the old weights count: as much as so many choices. Reasoned: where a hub has ten times
# as many, its own answers decide.
PRIOR_CHOICES = 20.0
# Ten points more make something e times as likely, before anything is fitted: of no weight for the
# order, and where fitting starts.
_POINTS_A_UNIT = 10.0
_MOST_STEPS = 500
_SMALL_ENOUGH = 1e-7
_DRAWS, _SEED = 2_000, 20261128


@dataclass(frozen=True, slots=True)
class Choice:
    """What was shown side by side at an instant: for each its values by signal, and what was taken.

    ``taken`` are places in ``shown``, at least one. A signal that is absent counts nothing.
    """

    at: datetime
    shown: Sequence[Mapping[str, float]]
    taken: frozenset[int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How early what was taken stands: mean reciprocal rank and share at the first place."""

    choices: int
    mrr: float
    hit_1: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old and new weights on choices that neither was fitted on; the gain in MRR with 95 %."""

    old: Standing
    new: Standing
    gain: float
    gain_from: float
    gain_to: float

    @property
    def is_better(self) -> bool:
        """Say whether the gain is more than chance."""
        return self.gain_from > 0


def fit(
    choices: Iterable[Choice], prior: Weights, *, version: str, made_on: date, measured: str
) -> Weights:
    """Fit weights; signals that no choice tells apart stay as they were.

    ``measured`` says of each fitted weight where it comes from. The points of all fitted signals
    add up to what they did before, in whole points, so that scores stay comparable and a page's
    sum can be redone by hand.
    """
    signals = tuple(prior.table)
    table = _Table.of(list(choices), signals)
    old = np.array([prior.points(name) for name in signals])
    told = table.told_apart()
    if not told.any():
        return prior
    points = _fitted(replace(table, values=table.values[:, told]), old[told])
    whole = _whole(points, round(old[told].sum()))
    fitted = dict(zip(np.flatnonzero(told).tolist(), whole, strict=True))
    return Weights(
        version=version,
        made_on=made_on,
        table={
            name: Weight(fitted[place], measured) if place in fitted else prior.table[name]
            for place, name in enumerate(signals)
        },
        measured=measured,
    )


def split(choices: Iterable[Choice]) -> tuple[list[Choice], list[Choice]]:
    """Part choices by time: the older ones to fit on, the newer ones to measure with."""
    in_order = sorted(choices, key=lambda choice: choice.at)
    cut = round(len(in_order) * FITTED_SHARE)
    return in_order[:cut], in_order[cut:]


def standing(choices: Iterable[Choice], weights: Weights) -> Standing:
    """Measure how early what was taken stands; equals stand in the middle of their places."""
    ranks = reciprocal_ranks(choices, weights)
    if not len(ranks):
        return Standing(0, 0.0, 0.0)
    return Standing(len(ranks), float(ranks.mean()), float((ranks == 1).mean()))


def compare(choices: Sequence[Choice], old: Weights, new: Weights) -> Comparison:
    """Measure two tables of weights on the same choices, with an interval of the difference.

    The interval is a bootstrap over choices, of 2,000 draws.
    """
    gains = reciprocal_ranks(choices, new) - reciprocal_ranks(choices, old)
    low, high = 0.0, 0.0
    if len(gains):
        rng = np.random.default_rng(_SEED)
        draws = rng.choice(gains, (_DRAWS, len(gains))).mean(axis=1)
        low, high = (float(each) for each in np.percentile(draws, (2.5, 97.5)))
    return Comparison(
        old=standing(choices, old),
        new=standing(choices, new),
        gain=float(gains.mean()) if len(gains) else 0.0,
        gain_from=low,
        gain_to=high,
    )


def reciprocal_ranks(choices: Iterable[Choice], weights: Weights) -> Floats:
    """Give for each choice one divided by the place of what was taken; equals share a place."""
    found = []
    for choice in choices:
        scores = np.array(
            [sum(weights.points(n) * v for n, v in each.items()) for each in choice.shown]
        )
        taken = sorted(choice.taken)
        best, others = scores[taken].max(), np.delete(scores, taken)
        found.append(1 / (1 + (others > best).sum() + (others == best).sum() / 2))
    return np.array(found)


@dataclass(frozen=True, slots=True)
class _Table:
    """Choices laid end to end: ``values`` by row and signal, a choice from each of ``starts`` on.

    ``taken`` adds up to 1 in each choice; ``lengths`` are the rows of each.
    """

    values: Floats
    taken: Floats
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, choices: Sequence[Choice], signals: Sequence[str]) -> "_Table":
        lengths = np.array([len(choice.shown) for choice in choices], np.int64)
        starts = np.cumsum(lengths) - lengths
        places = {name: place for place, name in enumerate(signals)}
        values = np.zeros((int(lengths.sum()), len(signals)))
        taken = np.zeros(len(values))
        for start, choice in zip(starts.tolist(), choices, strict=True):
            taken[[start + place for place in choice.taken]] = 1 / len(choice.taken)
            for row, shown in enumerate(choice.shown, start):
                for name, value in shown.items():
                    values[row, places[name]] = value
        return cls(values, taken, starts, lengths)

    def told_apart(self) -> npt.NDArray[np.bool_]:
        """Find the signals that differ among what was shown together; the others teach nothing."""
        if not self.values.size:
            return np.zeros(self.values.shape[1], bool)
        most = np.maximum.reduceat(self.values, self.starts)
        least = np.minimum.reduceat(self.values, self.starts)
        return np.asarray((most > least).any(axis=0), bool)

    def likely(self, weights: Floats) -> Floats:
        """Say how likely each row is to be the one that is taken of its choice."""
        scores = self.values @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, self.starts), self.lengths)
        likely = np.exp(scores)
        return np.asarray(likely / np.repeat(np.add.reduceat(likely, self.starts), self.lengths))


def _fitted(table: _Table, old: Floats) -> Floats:
    """Climb to the likeliest weights by projected gradients, each step as long as it helps."""
    start = old / _POINTS_A_UNIT
    # Each is moved in units of itself, so that a large and a small one are as easily moved.
    scale = np.maximum(start, start.mean())
    weights, step = start.copy(), 1.0
    loss, slope = _loss(table, weights, start, scale)
    for _ in range(_MOST_STEPS):
        moved = np.maximum(0.0, weights - step * slope * scale**2)
        new_loss, new_slope = _loss(table, moved, start, scale)
        if new_loss > loss - 1e-4 * float(slope @ (weights - moved)):
            step /= 2
            if step < _SMALL_ENOUGH:
                break
            continue
        gained = loss - new_loss
        weights, loss, slope, step = moved, new_loss, new_slope, step * 1.5
        if gained < _SMALL_ENOUGH * max(1.0, abs(loss)):
            break
    return weights


def _loss(table: _Table, weights: Floats, start: Floats, scale: Floats) -> tuple[float, Floats]:
    """Measure how unlikely what was taken is, and how far the weights went; with the slope."""
    likely = table.likely(weights)
    away = (weights - start) / scale
    loss = PRIOR_CHOICES * float(away @ away) / 2
    loss -= float(table.taken @ np.log(np.maximum(likely, 1e-12)))
    slope = PRIOR_CHOICES * away / scale - (table.taken - likely) @ table.values
    count = len(table.starts)
    return loss / count, slope / count


def _whole(points: Floats, total: int) -> list[int]:
    """Bring weights to whole points of a total: the largest rests are rounded up."""
    if points.sum() <= 0:
        return [0] * len(points)
    exact = points / points.sum() * total
    whole = np.floor(exact).astype(int)
    rest = np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]
    whole[rest] += 1
    return [int(each) for each in whole]
