"""Score a task and a person, and rank: the score *is* the sum of its reasons. Pure.

There is no second way to explain a suggestion. Three things shut the door, all said by the person:
skills and projects that they never want, and what they answered to this very task.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple

from hub.matching.evidence import Evidence, in_order, reason_of
from hub.matching.facts import PersonFacts, Suggestion, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.signals import SIGNALS
from hub.matching.signals.skills import project_skills_that_count
from hub.matching.weights import WEIGHTS, Weights

NO_WORK: Mapping[int, WorkHere] = MappingProxyType({})


def score(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names, weights: Weights = WEIGHTS
) -> Suggestion | None:
    """Weigh every reason; ``None`` where the person said never.

    ``score`` equals ``sum(reason.weight * reason.value for reason in reasons)``. Reasons stand
    clear ones first, then partly, not yet, not known; within these by what they add.
    """
    weighed = _weigh(task, person, now=now, names=names, weights=weights)
    return None if weighed is None else _told(weighed)


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
    weighed = [_weigh(task, each, now=now, names=names, weights=weights) for each in people]
    return [_told(each) for each in _first(weighed, limit, key=_order_of_people)]


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
    weighed = [_weigh(task, each, now=now, names=names, weights=weights) for each in people]
    return [each.person_id for each in _first(weighed, limit, key=_order_of_people)]


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
    weighed = [
        _weigh(task, _as_there(person, task, here), now=now, names=names, weights=weights)
        for task in tasks
    ]
    return [_told(each) for each in _first(weighed, limit, key=_order_of_tasks)]


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
    needed = task.skills or project_skills_that_count(task)[:1]
    return not person.never.isdisjoint(needed)


class _Weighed(NamedTuple):
    """A suggestion before its reasons are put in order: most are never shown."""

    task_id: int
    person_id: int
    score: float
    exact: float
    found: list[tuple[Evidence, float, str]]


def _weigh(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names, weights: Weights
) -> _Weighed | None:
    if is_never(task, person):
        return None
    found: list[tuple[Evidence, float, str]] = []
    total = exact = 0.0
    for name, signal in SIGNALS.items():
        evidence = signal(task, person, now=now, names=names)
        if evidence is None:
            continue
        weight, value = weights.points(name), evidence.value
        found.append((evidence, weight, name))
        total += weight * value
        exact += weight * (value if evidence.exact is None else evidence.exact)
    return _Weighed(task.task_id, person.person_id, total, exact, found)


def _told(weighed: _Weighed) -> Suggestion:
    """Put the reasons in their order, and add up what they show."""
    reasons = in_order(reason_of(*each) for each in weighed.found)
    total = sum(reason.weight * reason.value for reason in reasons)
    return Suggestion(weighed.task_id, weighed.person_id, float(total), reasons, weighed.exact)


def _first(
    weighed: Iterable[_Weighed | None], limit: int, *, key: Callable[[_Weighed], tuple[float, ...]]
) -> list[_Weighed]:
    return nsmallest(limit, (each for each in weighed if each is not None), key=key)


def _as_there(person: PersonFacts, task: TaskFacts, here: Mapping[int, WorkHere]) -> PersonFacts:
    work = here.get(task.task_id)
    return person if work is person.here else replace(person, here=work)


def _order_of_people(suggestion: _Weighed) -> tuple[float, float, int]:
    """Give the key of the order of people: as the score is shown, so no rounding decides a tie."""
    return -round(suggestion.score, 3), -round(suggestion.exact, 6), suggestion.person_id


def _order_of_tasks(suggestion: _Weighed) -> tuple[float, float, int]:
    """Give the key of the order of tasks, likewise."""
    return -round(suggestion.score, 3), -round(suggestion.exact, 6), suggestion.task_id
