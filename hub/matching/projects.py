"""Score a project and a person, and rank: the score *is* the sum of its reasons. Pure.

A project that a person never wants is out, and so is one whose main language they never want, where
no task of it suits them.
"""

from collections.abc import Iterable
from datetime import datetime
from heapq import nsmallest

from hub.matching.evidence import in_order, reason_of
from hub.matching.facts import PersonFacts
from hub.matching.names import Names
from hub.matching.project_facts import ProjectFacts, ProjectSuggestion
from hub.matching.signals.projects import PROJECT_SIGNALS
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
    if is_never(project, person):
        return None
    found = [
        (evidence, weights.points(name), name)
        for name, signal in PROJECT_SIGNALS.items()
        if (evidence := signal(project, person, now=now, names=names)) is not None
    ]
    reasons = in_order(reason_of(*each) for each in found)
    return ProjectSuggestion(
        project.project_id,
        person.person_id,
        float(sum(reason.weight * reason.value for reason in reasons)),
        reasons,
        sum(w * (each.value if each.exact is None else each.exact) for each, w, _ in found),
        project.fitting,
    )


def rank_projects(
    person: PersonFacts,
    projects: Iterable[ProjectFacts],
    *,
    now: datetime,
    names: Names,
    limit: int,
) -> list[ProjectSuggestion]:
    """Find the projects that could suit a person most, at most ``limit``; ties by project id."""
    scored = (score_project(project, person, now=now, names=names) for project in projects)
    found = (suggestion for suggestion in scored if suggestion is not None)
    return nsmallest(
        limit,
        found,
        key=lambda each: (-round(each.score, 3), -round(each.exact, 6), each.project_id),
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
