"""Score a task and a person, and rank: the score *is* the sum of its reasons. Pure.

There is no second way to explain a suggestion. Two things shut the door, both said by the person:
skills and projects that they never want.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from heapq import nsmallest
from types import MappingProxyType

from hub.matching.evidence import Evidence
from hub.matching.facts import Fit, PersonFacts, Reason, Suggestion, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.signals import SIGNALS
from hub.matching.signals.skills import project_skills_that_count
from hub.matching.weights import WEIGHTS, Weights

NO_WORK: Mapping[int, WorkHere] = MappingProxyType({})

_ORDER = {Fit.CLEAR: 0, Fit.PARTLY: 1, Fit.NOT_YET: 2, Fit.UNKNOWN: 3}


def score(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names, weights: Weights = WEIGHTS
) -> Suggestion | None:
    """Weigh every reason; ``None`` where the person said never.

    ``score`` equals ``sum(reason.weight * reason.value for reason in reasons)``. Reasons stand
    clear ones first, then partly, not yet, not known; within these by what they add.
    """
    if is_never(task, person):
        return None
    found = [
        (evidence, weights.points(name), name)
        for name, signal in SIGNALS.items()
        if (evidence := signal(task, person, now=now, names=names)) is not None
    ]
    reasons = tuple(sorted((_reason(*each) for each in found), key=_place_in_list))
    total = sum(reason.weight * reason.value for reason in reasons)
    exact = sum(
        weight * (each.value if each.exact is None else each.exact) for each, weight, _ in found
    )
    return Suggestion(task.task_id, person.person_id, float(total), reasons, exact)


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
    scored = (score(task, person, now=now, names=names, weights=weights) for person in people)
    found = (suggestion for suggestion in scored if suggestion is not None)
    return nsmallest(limit, found, key=_order_of_people)


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
    scored = (
        score(
            task,
            replace(person, here=here.get(task.task_id)),
            now=now,
            names=names,
            weights=weights,
        )
        for task in tasks
    )
    found = (suggestion for suggestion in scored if suggestion is not None)
    return nsmallest(limit, found, key=_order_of_tasks)


def is_never(task: TaskFacts, person: PersonFacts) -> bool:
    """Say whether the person ruled this out: the project, or a skill that the task needs.

    Of a project's skills only the first, its main language, counts, and only where the task names
    no skill: who never wants CSS can still help a project that has a style sheet.
    """
    if task.project_slug in person.never_projects:
        return True
    needed = task.skills or project_skills_that_count(task)[:1]
    return not person.never.isdisjoint(needed)


def _reason(evidence: Evidence, weight: float, name: str) -> Reason:
    return Reason(
        signal=name,
        fit=evidence.fit,
        value=evidence.value,
        weight=weight,
        about_person=evidence.about_person,
        to_person=evidence.to_person,
        source=evidence.source,
        past=evidence.past,
    )


def _place_in_list(reason: Reason) -> tuple[int, float]:
    return _ORDER[reason.fit], -reason.weight * reason.value


def _order_of_people(suggestion: Suggestion) -> tuple[float, float, int]:
    """Give the key of the order of people: as the score is shown, so no rounding decides a tie."""
    return -round(suggestion.score, 2), -round(suggestion.exact, 6), suggestion.person_id


def _order_of_tasks(suggestion: Suggestion) -> tuple[float, float, int]:
    """Give the key of the order of tasks, likewise."""
    return -round(suggestion.score, 2), -round(suggestion.exact, 6), suggestion.task_id
