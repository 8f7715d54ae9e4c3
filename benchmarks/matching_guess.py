"""Guesses the project of a text, for the setting ``blind``: a softmax regression over its terms.

The hub has no use for it, since every task there is of a project; who is proposed within a project,
and all scores, are the hub's. Each finished thing says "this is of that project":

    P(project | text) ∝ exp(Σ_term weight(text, term) · W(term, project)) / √(things of the project)

fitted by stochastic gradient with steps that shrink for each term as it is met ("AdaGrad"). The
root lies half way between guessing large projects more often, as they have more tasks, and treating
all alike.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from hub.matching.facts import PastWork
from hub.matching.likeness.rows import Floats, TermRows
from hub.matching.likeness.terms import SHARES, View, terms_of

# Chosen on both dev parts and four backtests of them (2026-11-29): twice as many rounds or steps
# twice as long change the accuracy by less than .01, and 1,000 things a project lose as much.
MOST_OF_A_PROJECT = 3_000
_ROUNDS = 3
_STEP, _BIAS_STEP = 0.5, 0.02
_FIRST_SQUARE = 0.1
_SURE = 1e-6
_HALF_LIFE_DAYS, _LEAST_WEIGHT = 600.0, 0.3
_DAY_S = 86_400.0


class ProjectGuess:
    """What a text says of its project, learned from what was finished in each."""

    def __init__(self, finished: Mapping[str, Sequence[PastWork]], *, now: datetime) -> None:
        self.projects = tuple(project for project, works in finished.items() if works)
        newest = [_newest(finished[project]) for project in self.projects]
        done = [work for works in newest for work in works]
        terms = [terms_of(work.words, work.labels) for work in done]
        self._rows = {
            view: TermRows([each[view] for each in terms], of_texts=view is not View.LABELS)
            for view in SHARES
        }
        counts = np.array([len(works) for works in newest], np.int64)
        self._project_of = np.repeat(np.arange(len(counts)), counts)
        self._even = (-0.5 * np.log(counts)).astype(np.float32)
        self._weights = {
            view: np.zeros((rows.width, len(counts)), np.float32)
            for view, rows in self._rows.items()
        }
        self._bias = np.zeros(len(counts), np.float32)
        ages = np.array([(now - work.done_at).total_seconds() / _DAY_S for work in done])
        faded = np.exp2(-ages / _HALF_LIFE_DAYS).astype(np.float32)
        self._fit(_LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * faded)

    def shares(self, words: str, labels: Sequence[str] = ()) -> dict[str, float]:
        """Say how likely each project is for a text; adds up to 1 where anything was finished."""
        if not self.projects:
            return {}
        terms = terms_of(words, labels)
        scores = self._bias + self._even
        for view, rows in self._rows.items():
            columns, weights = rows.seen(terms[view])
            scores = scores + weights @ self._weights[view][columns]
        return dict(zip(self.projects, _softmax(scores).tolist(), strict=True))

    def _fit(self, importance: Floats) -> None:
        squares = {
            view: np.full(len(weights), _FIRST_SQUARE, np.float32)
            for view, weights in self._weights.items()
        }
        shuffled = np.random.default_rng(0)
        for _ in range(_ROUNDS):
            for row in shuffled.permutation(len(self._project_of)):
                self._learn(int(row), float(importance[row]), squares)

    def _learn(self, row: int, importance: float, squares: Mapping[View, Floats]) -> None:
        """Take one step towards the project that a finished thing was of."""
        seen = [(view, *rows.row(row)) for view, rows in self._rows.items()]
        scores = self._bias.copy()
        for view, columns, weights in seen:
            scores += weights @ self._weights[view][columns]
        wrong = _softmax(scores)
        wrong[self._project_of[row]] -= 1
        wrong *= importance
        size = float(wrong @ wrong)
        if size < _SURE:
            return
        for view, columns, weights in seen:
            met = squares[view][columns] + size * weights**2
            squares[view][columns] = met
            self._weights[view][columns] -= np.outer(_STEP * weights / np.sqrt(met), wrong)
        self._bias -= _BIAS_STEP * wrong


def _newest(works: Sequence[PastWork]) -> list[PastWork]:
    return sorted(works, key=lambda work: work.done_at)[-MOST_OF_A_PROJECT:]


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max())
    return np.asarray(shares / shares.sum(), np.float32)
