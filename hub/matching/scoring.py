"""Score a task and a person, and rank: the score *is* the sum of its reasons. Pure.

There is no second way to explain a suggestion. Three things shut the door, all said by the person:
skills and projects that they never want, and what they answered to this very task.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from hub.matching.evidence import Evidence, Signal, place_of, reason_of
from hub.matching.facts import PersonFacts, Suggestion, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.signals import OF_THE_TASK, SIGNALS
from hub.matching.signals.skills import project_skills_that_count
from hub.matching.weights import WEIGHTS, Weights

NO_WORK: Mapping[int, WorkHere] = MappingProxyType({})

Share: TypeAlias = tuple[str, float, float, Evidence]
"""A signal's name, the points it adds, its weight, and what it said."""


class Weighed(NamedTuple):
    """A pair with all that speaks for it, whose sentences are not made yet: most are never shown.

    ``shares`` add up to ``score``, but for what rounding leaves; told, they do exactly.
    """

    task_id: int
    person_id: int
    score: float
    exact: float
    shares: list[Share]

    def told(self) -> Suggestion:
        """Make the sentences, put them in their order, and add up in it, as a reader would."""
        shares = sorted(self.shares, key=_order_of_reasons)
        score = float(sum(points for _, points, _, _ in shares))
        reasons = (reason_of(said, weight, name) for name, _, weight, said in shares)
        return Suggestion(self.task_id, self.person_id, score, tuple(reasons), self.exact)


def _order_of_reasons(share: Share) -> tuple[int, float]:
    return place_of(share[3].fit), -share[1]


def score(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names, weights: Weights = WEIGHTS
) -> Suggestion | None:
    """Weigh every reason; ``None`` where the person said never.

    ``score`` equals ``sum(reason.weight * reason.value for reason in reasons)``. Reasons stand
    clear ones first, then partly, not yet, not known; within these by what they add.
    """
    weighed = _weigh(task, person, _signals(weights), now=now, names=names)
    return None if weighed is None else weighed.told()


def rank_people(
    task: TaskFacts,
    people: Iterable[PersonFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
) -> list[Suggestion]:
    """Find the people whom a task could suit most, at most ``limit``; ties by person id."""
    weighed = weigh_people(task, people, now=now, names=names, limit=limit, weights=weights)
    return [each.told() for each in weighed]


def weigh_people(
    task: TaskFacts,
    people: Iterable[PersonFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
) -> list[Weighed]:
    """Find whom :func:`rank_people` would find, to be told when they are shown."""
    signals = [
        (name, _once(signal) if name in OF_THE_TASK else signal, points)
        for name, signal, points in _signals(weights)
    ]
    weighed = (_weigh(task, each, signals, now=now, names=names) for each in people)
    return _first(weighed, limit, key=_order_of_people)


def order_people(
    task: TaskFacts,
    people: Iterable[PersonFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
) -> list[int]:
    """Give the ids of those whom :func:`rank_people` would give, in its order, without reasons."""
    found = weigh_people(task, people, now=now, names=names, limit=limit, weights=weights)
    return [each.person_id for each in found]


def rank_tasks(
    person: PersonFacts,
    tasks: Iterable[TaskFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
    here: Mapping[int, WorkHere] = NO_WORK,
) -> list[Suggestion]:
    """Find the tasks that could suit a person most, at most ``limit``; ties by task id.

    ``here`` is, by task, what the person's work in its project says of it.
    """
    weighed = weigh_tasks(
        person, tasks, now=now, names=names, limit=limit, weights=weights, here=here
    )
    return [each.told() for each in weighed]


def weigh_tasks(
    person: PersonFacts,
    tasks: Iterable[TaskFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
    here: Mapping[int, WorkHere] = NO_WORK,
) -> list[Weighed]:
    """Find what :func:`rank_tasks` would find, to be told when it is shown."""
    signals = _signals(weights)
    weighed = [
        _weigh(task, _as_there(person, task, here), signals, now=now, names=names) for task in tasks
    ]
    return _first(weighed, limit, key=_order_of_tasks)


def is_never(task: TaskFacts, person: PersonFacts) -> bool:
    """Say whether the person ruled this out: the task, its project, or a skill that it needs.

    A project is ruled out too where they named causes for which they may be suggested, and it
    serves none of them.

    Of a project's skills only the first, its main language, counts, and only where the task names
    no skill: who never wants CSS can still help a project that has a style sheet.
    """
    if task.task_id in person.answered or task.project_slug in person.never_projects:
        return True
    if person.suggested_causes and person.suggested_causes.isdisjoint(task.causes):
        return True
    if not person.never:
        return False
    needed = task.skills or project_skills_that_count(task)[:1]
    return not person.never.isdisjoint(needed)


def _signals(weights: Weights) -> list[tuple[str, Signal, float]]:
    """Give every signal with its name and its points."""
    return [(name, signal, weights.points(name)) for name, signal in SIGNALS.items()]


def _weigh(
    task: TaskFacts,
    person: PersonFacts,
    signals: Iterable[tuple[str, Signal, float]],
    *,
    now: datetime,
    names: Names,
) -> Weighed | None:
    if is_never(task, person):
        return None
    shares: list[Share] = []
    total = exact = 0.0
    for name, signal, weight in signals:
        evidence = signal(task, person, now=now, names=names)
        if evidence is None:
            continue
        points = weight * evidence.value
        shares.append((name, points, weight, evidence))
        total += points
        exact += points if evidence.exact is None else weight * evidence.exact
    return Weighed(task.task_id, person.person_id, total, exact, shares)


def _once(signal: Signal) -> Signal:
    """Ask a signal that looks at the task alone once, for all people."""
    said: list[Evidence | None] = []

    def ask(
        task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        if not said:
            said.append(signal(task, person, now=now, names=names))
        return said[0]

    return ask


def _first(
    weighed: Iterable[Weighed | None], limit: int, *, key: Callable[[Weighed], tuple[float, ...]]
) -> list[Weighed]:
    return nsmallest(limit, (each for each in weighed if each is not None), key=key)


def _as_there(person: PersonFacts, task: TaskFacts, here: Mapping[int, WorkHere]) -> PersonFacts:
    work = here.get(task.task_id)
    return person if work is person.here else replace(person, here=work)


def _order_of_people(suggestion: Weighed) -> tuple[float, float, int]:
    """Give the key of the order of people: as the score is shown, so no rounding decides a tie."""
    return -round(suggestion.score, 3), -round(suggestion.exact, 6), suggestion.person_id


def _order_of_tasks(suggestion: Weighed) -> tuple[float, float, int]:
    """Give the key of the order of tasks, likewise."""
    return -round(suggestion.score, 3), -round(suggestion.exact, 6), suggestion.task_id
