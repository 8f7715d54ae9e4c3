"""Score a task and a person, and rank: the score *is* the sum of its reasons. Pure.

There is no second way to explain a suggestion. Three things shut the door, all said by the person:
skills and projects that they never want, and what they answered to this very task.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from hub.matching.evidence import Signal
from hub.matching.facts import PersonFacts, Suggestion, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.signals import OF_THE_TASK, SIGNALS
from hub.matching.signals.skills import project_skills_that_count
from hub.matching.weighing import Scale, Weighed
from hub.matching.weights import WEIGHTS, Weights

NO_WORK: Mapping[int, WorkHere] = MappingProxyType({})


def score(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names, weights: Weights = WEIGHTS
) -> Suggestion | None:
    """Weigh every reason; ``None`` where the person said never.

    ``score`` equals ``sum(reason.weight * reason.value for reason in reasons)``. Reasons stand
    clear ones first, then partly, not yet, not known; within these by what they add.
    """
    weighed = _weigh(Scale(SIGNALS, weights, now=now, names=names), task, person)
    return None if weighed is None else told(weighed)


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
    return [told(each) for each in weighed]


def weigh_people(
    task: TaskFacts,
    people: Iterable[PersonFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
) -> list[Weighed[TaskFacts]]:
    """Find whom :func:`rank_people` would find, to be told when they are shown."""
    signals = {
        name: _once(signal) if name in OF_THE_TASK else signal for name, signal in SIGNALS.items()
    }
    scale = Scale(signals, weights, now=now, names=names)
    weighed = (_weigh(scale, task, each) for each in people)
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
    return [each.person.person_id for each in found]


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
    return [told(each) for each in weighed]


def weigh_tasks(
    person: PersonFacts,
    tasks: Iterable[TaskFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
    weights: Weights = WEIGHTS,
    here: Mapping[int, WorkHere] = NO_WORK,
) -> list[Weighed[TaskFacts]]:
    """Find what :func:`rank_tasks` would find, to be told when it is shown."""
    scale = Scale(SIGNALS, weights, now=now, names=names)
    weighed = (_weigh(scale, task, _as_there(person, task, here)) for task in tasks)
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


def told(weighed: Weighed[TaskFacts]) -> Suggestion:
    """Make the reasons of a pair."""
    score, reasons = weighed.told()
    task, person = weighed.subject, weighed.person
    return Suggestion(task.task_id, person.person_id, score, reasons, weighed.exact)


def _weigh(
    scale: Scale[TaskFacts], task: TaskFacts, person: PersonFacts
) -> Weighed[TaskFacts] | None:
    return None if is_never(task, person) else scale.weigh(task, person)


def _once(signal: Signal[TaskFacts]) -> Signal[TaskFacts]:
    """Ask a signal that looks at the task alone once, for all people."""
    found: list[float] = []

    def measure(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
        if not found:
            found.append(signal.measure(task, person, now))
        return found[0]

    return replace(signal, measure=measure)


def _first(
    weighed: Iterable[Weighed[TaskFacts] | None],
    limit: int,
    *,
    key: Callable[[Weighed[TaskFacts]], tuple[float, ...]],
) -> list[Weighed[TaskFacts]]:
    return sorted((each for each in weighed if each is not None), key=key)[:limit]


def _as_there(person: PersonFacts, task: TaskFacts, here: Mapping[int, WorkHere]) -> PersonFacts:
    work = here.get(task.task_id)
    return person if work is person.here else replace(person, here=work)


def _order_of_people(weighed: Weighed[TaskFacts]) -> tuple[float, float, int]:
    """Give the key of the order of people: as the score is shown, so no rounding decides a tie."""
    return -round(weighed.score, 3), -round(weighed.exact, 6), weighed.person.person_id


def _order_of_tasks(weighed: Weighed[TaskFacts]) -> tuple[bool, float, float, int]:
    """Give the key of the order of tasks, likewise; last what is of declined kinds alone."""
    task, person = weighed.subject, weighed.person
    is_last = bool(task.kinds) and person.declined_kinds.issuperset(task.kinds)
    return is_last, -round(weighed.score, 3), -round(weighed.exact, 6), task.task_id
