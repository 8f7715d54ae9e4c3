"""Who does a task next, told from the finished work of its project: a kernel ridge regression.

Each finished thing is a row that says "this was done by her". A new task is as much hers as it is
like what she did, like what others did not, and like what was done lately:

    K(i, j) = likeness(i, j) · closeness in time + 0.1
    α = (K + diag(1 / w))⁻¹ · (Y − 0.4 · S)        w(i) = 0.2 + 2^(−age / 600 days)
    r(task, person) = Σ_i K(task, i) · α(i, person) + 0.15 · s(person)

Y says who did which. S(i, person) is each one's share of the work of late as it stood before thing
i, and s the same today: that who does most of all did one thing more tells little of its text, so
the texts need not explain it. Against S = s = 0 it leaves MRR within as it is (+.001) and adds
.007 to .010 to it where the doer is not among the five most active (2026-11-29).

The value of a person is r, less for who was not seen for long. So it splits by finished thing
without a rest, which is how a reason names them. After "kernel ridge regression" as in any
textbook; its numbers are measured on the shared benchmark of matching, both parts together
(2026-11-29; macro MRR of `within` .567 and .606: benchmarks/RESULTS.md).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from hub.matching.facts import PastWork, SpeakingWork, WorkHere
from hub.matching.likeness.rows import Floats, TermRows
from hub.matching.likeness.terms import SHARES, View, terms_of
from hub.matching.words import COMMON_WORDS

# Solving takes the cube of this: a second and a half at 3,000 (2026-11-28).
MOST_DONE = 3_000
_DAY_S = 86_400.0
_ALL_ALIKE = 0.1
_WEIGHT_HALF_LIFE_DAYS, _LEAST_WEIGHT = 600.0, 0.2
_CLOSE_DAYS, _FAR_SHARE = 180.0, 0.6
_ACTIVITY_HALF_LIFE_DAYS = 240.0
# So much of each one's share of the work need no text explain, and so much is added again.
_EXPECTED, _ADDED = 0.4, 0.15
# The first shares in a project are those of today, which count as so many things.
_AS_TODAY = 2.0
# What is dated a century ago fades to nothing, by which none may divide.
_SMALLEST = float(np.finfo(np.float32).tiny)
# Who was not seen for twelve of their own usual gaps is half gone, and never wholly.
_GAPS_HALF_GONE, _LEAST_PRESENCE = 12.0, 0.15
_SOONEST_HALF_GONE_DAYS, _LATEST_HALF_GONE_DAYS = 60.0, 600.0
# Of who was here on a single day nothing is known but that they may come back.
_GAP_OF_ONE_DAY = 60.0
_NOBODY = np.zeros(2, np.float32)
MOST_NAMED = 3
_MOST_SHARED = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A task as a project's history sees it: how alike each thing is, and a value a person.

    ``first`` and ``second`` are the highest of the values.
    """

    terms: Mapping[View, Counter[str]]
    alike: Floats
    values: Floats
    first: float
    second: float


class ProjectHistory:
    """The finished work in one project, ready to be asked.

    ``done`` pairs a person's id with a thing that they finished here. Of more than ``most`` things
    the newest count.
    """

    def __init__(
        self, done: Iterable[tuple[int, PastWork]], *, now: datetime, most: int = MOST_DONE
    ) -> None:
        newest = sorted(done, key=lambda each: (each[1].done_at, each[0]))[-most:]
        self._done = [work for _, work in newest]
        self.count = len(newest)
        self.people = tuple(sorted({person_id for person_id, _ in newest}))
        self._columns = {person_id: place for place, person_id in enumerate(self.people)}
        self._who = np.array([self._columns[person_id] for person_id, _ in newest], np.int64)
        self._ages = np.array([_days(now, each.done_at) for each in self._done], np.float32)
        terms = [terms_of(each.words, each.labels) for each in self._done]
        self._rows = {
            view: TermRows([each[view] for each in terms], of_texts=view is not View.LABELS)
            for view in SHARES
        }
        self._closeness = _closeness(self._ages)
        lately = _halved(self._ages, _ACTIVITY_HALF_LIFE_DAYS)
        self._alphas = self._solved(lately) if self._done else np.zeros((0, 0), np.float32)
        self._added = np.asarray(_ADDED * lately / max(lately.sum(), _SMALLEST), np.float32)
        self._activity, self._added_in_all = self._summed(lately), self._summed(self._added)
        self._last = self._last_places()
        self._amounts = self._counted()
        self._presence = self._presences()

    def ask(self, words: str, labels: Sequence[str] = ()) -> Asked:
        """Say whose work a task looks like."""
        terms = terms_of(words, labels)
        alike = np.zeros(len(self._done), np.float32)
        for view, share in SHARES.items():
            alike += share * self._rows[view].likeness_to(terms[view])
        alike *= self._closeness
        alike += _ALL_ALIKE
        # Not by ``@``: its threads wait for each other longer than this takes on a busy machine.
        found = np.einsum("ip,i->p", self._alphas, alike) + self._added_in_all
        values = np.clip(found * self._presence, 0.0, 1.0)
        second, first = np.partition(np.concatenate((values, _NOBODY)), -2)[-2:].tolist()
        return Asked(terms, alike, values, first, second)

    def best(self, asked: Asked, limit: int) -> list[int]:
        """Give the people whose work a task looks like most, the most active first among equals."""
        order = np.lexsort((-self._activity, -asked.values))
        return [self.people[place] for place in order[:limit]]

    def work_of(self, asked: Asked, person_id: int, *, named: int = MOST_NAMED) -> WorkHere | None:
        """Say what a person's work here says of a task; ``None`` for who did nothing here."""
        column = self._columns.get(person_id)
        if column is None:
            return None
        value = float(asked.values[column])
        return WorkHere(
            value,
            *self._amounts[column],
            speaking=self._speaking(asked, column, named) if named else (),
            others=asked.second if value >= asked.first else asked.first,
        )

    def _speaking(self, asked: Asked, column: int, named: int) -> tuple[SpeakingWork, ...]:
        own = np.flatnonzero(self._who == column)
        found = asked.alike[own] * self._alphas[own, column] + self._added[own]
        parts = found * self._presence[column]
        order = np.argsort(-parts, kind="stable")[:named]
        return tuple(
            SpeakingWork(self._done[own[place]], float(parts[place]), shared)
            for place in order
            if parts[place] > 0 and (shared := self._shared(asked, int(own[place])))
        )

    def _shared(self, asked: Asked, row: int) -> tuple[str, ...]:
        """Name what a finished thing shares with a task: words, then labels, the rarest first."""
        labels = self._rows[View.LABELS].shared(row, asked.terms[View.LABELS])
        words = self._rows[View.WORDS].shared(row, asked.terms[View.WORDS])
        telling = [word for word in words if word not in COMMON_WORDS]
        return tuple(dict.fromkeys((*(telling or words), *labels)))[:_MOST_SHARED]

    def _solved(self, lately: Floats) -> Floats:
        count = len(self._done)
        kernel = np.zeros((count, count), np.float32)
        for view, share in SHARES.items():
            kernel += share * self._rows[view].likeness_of_all()
        kernel *= _closeness(np.abs(self._ages[:, None] - self._ages[None]))
        kernel += _ALL_ALIKE
        weights = _LEAST_WEIGHT + _halved(self._ages, _WEIGHT_HALF_LIFE_DAYS)
        kernel[np.diag_indices(count)] += 1 / weights
        by_whom = np.zeros((count, len(self.people)), np.float32)
        by_whom[np.arange(count), self._who] = 1.0
        by_whom -= _EXPECTED * _shares_before(by_whom, lately)
        return np.asfortranarray(np.linalg.solve(kernel, by_whom), np.float32)

    def _presences(self) -> Floats:
        """Say how likely each is still here: from 1 down to 0.15, slower for who comes seldom."""
        ages = self._ages.astype(np.float64)
        first, last = np.zeros(len(self.people)), ages[self._last]
        np.maximum.at(first, self._who, ages)
        days = np.unique(np.column_stack((self._who, ages.round().astype(np.int64))), axis=0)[:, 0]
        gaps = (first - last + _GAP_OF_ONE_DAY) / np.bincount(days, minlength=len(self.people))
        half_gone = (_GAPS_HALF_GONE * gaps).clip(_SOONEST_HALF_GONE_DAYS, _LATEST_HALF_GONE_DAYS)
        here = np.exp2(-last / half_gone).astype(np.float32)
        return np.asarray(_LEAST_PRESENCE + (1 - _LEAST_PRESENCE) * here, np.float32)

    def _summed(self, values: Floats) -> Floats:
        return np.bincount(self._who, values, len(self.people)).astype(np.float32)

    def _counted(self) -> list[tuple[float, int, datetime]]:
        """Give each one's activity, how many things they did, and when the last."""
        counts = np.bincount(self._who, minlength=len(self.people)).tolist()
        last_at = (self._done[place].done_at for place in self._last)
        return list(zip(self._activity.tolist(), counts, last_at, strict=True))

    def _last_places(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        last = np.zeros(len(self.people), np.int64)
        last[self._who] = np.arange(len(self._done))  # the newest stands last, and stays
        return last


def _shares_before(by_whom: Floats, lately: Floats) -> Floats:
    """Say which share of the work was whose before each thing, the older the less."""
    before = np.zeros_like(by_whom)
    np.cumsum(by_whom[:-1] * lately[:-1, None], axis=0, out=before[1:])
    today = before[-1] + by_whom[-1] * lately[-1]
    before += np.outer(_AS_TODAY * lately, today / max(today.sum(), _SMALLEST))
    return np.asarray(before / np.maximum(before.sum(axis=1, keepdims=True), _SMALLEST), np.float32)


def _days(now: datetime, at: datetime) -> float:
    return max(0.0, (now - at).total_seconds() / _DAY_S)


def _closeness(days: Floats) -> Floats:
    """Say how close in time things are that lie so many days apart: from 1 down to 0.6."""
    return _FAR_SHARE + (1 - _FAR_SHARE) * _halved(days, _CLOSE_DAYS)


def _halved(ages: Floats, half_life_days: float) -> Floats:
    return np.asarray(np.exp2(-ages / half_life_days), np.float32)
