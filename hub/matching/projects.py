"""Score a project and a person, and rank: the score *is* the sum of its reasons. Pure.

A project that a person never wants is out, and so is one whose main language they never want, where
no task of it suits them.
"""

from collections.abc import Iterable
from datetime import datetime

from hub.matching.facts import PersonFacts
from hub.matching.names import Names
from hub.matching.project_facts import ProjectFacts, ProjectSuggestion
from hub.matching.signals.projects import PROJECT_SIGNALS
from hub.matching.weighing import Scale, Weighed
from hub.matching.weights import PROJECT_WEIGHTS, Weights


def score_project(
    project: ProjectFacts,
    person: PersonFacts,
    *,
    now: datetime,
    names: Names,
    weights: Weights = PROJECT_WEIGHTS,
) -> ProjectSuggestion | None:
    """Weigh every reason; ``None`` where the person said never.

    ``score`` equals ``sum(reason.weight * reason.value for reason in reasons)``. Reasons stand
    clear ones first, then partly, not yet, not known; within these by what they add.
    """
    scale = Scale(PROJECT_SIGNALS, weights, now=now, names=names)
    return None if is_never(project, person) else told(scale.weigh(project, person))


def rank_projects(
    person: PersonFacts,
    projects: Iterable[ProjectFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
) -> list[ProjectSuggestion]:
    """Find the projects that could suit a person most, at most ``limit``; ties by project id."""
    weighed = weigh_projects(person, projects, now=now, names=names, limit=limit)
    return [told(each) for each in weighed]


def weigh_projects(
    person: PersonFacts,
    projects: Iterable[ProjectFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
) -> list[Weighed[ProjectFacts]]:
    """Find what :func:`rank_projects` would find, to be told when it is shown."""
    scale = Scale(PROJECT_SIGNALS, PROJECT_WEIGHTS, now=now, names=names)
    found = (scale.weigh(each, person) for each in projects if not is_never(each, person))
    return sorted(found, key=_order)[:limit]


def _order(weighed: Weighed[ProjectFacts]) -> tuple[float, float, int]:
    return -round(weighed.score, 3), -round(weighed.exact, 6), weighed.subject.project_id


def told(weighed: Weighed[ProjectFacts]) -> ProjectSuggestion:
    """Make the reasons of a pair."""
    score, reasons = weighed.told()
    project, person = weighed.subject, weighed.person
    return ProjectSuggestion(
        project.project_id, person.person_id, score, reasons, weighed.exact, project.fitting
    )


def is_never(project: ProjectFacts, person: PersonFacts) -> bool:
    """Say whether the person ruled this out: the project, or its language where no task fits.

    Or it serves none of the causes for which alone they may be suggested.
    """
    if project.slug in person.never_projects:
        return True
    if person.suggested_causes and person.suggested_causes.isdisjoint(project.causes):
        return True
    return not project.fitting and not person.never.isdisjoint(project.skills[:1])
