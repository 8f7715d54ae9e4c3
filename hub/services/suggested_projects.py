"""Projects for a person, each with every reason: where to stay, rather than what to do once.

The engine casts a wide net, the projects of the tasks that fit are added, the database says what
may be shown, matching scores. Consent is asked for with the person's tasks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from hub.context import AppContext
from hub.matching.facts import PersonFacts
from hub.matching.project_facts import FittingTask, ProjectFacts
from hub.matching.projects import told, weigh_projects
from hub.matching.signals.skills import held_by
from hub.matching.silence import worth_showing
from hub.services.cards import project_cards
from hub.services.names import vocabulary_names
from hub.services.openness import VISITOR, Asker
from hub.services.project_facts import listed_projects, with_free_tasks
from hub.services.suggestions import RankedTasks, ranked_tasks
from hub.views.suggestions import SuggestedProject
from search.base import Filter, Preference, RetrievalQuery

PROJECTS = 3  # shown at once
_NET = 40
_OF_TASKS = 20  # projects whose tasks fit best
_READ_OF_DRAFTS = 15  # of so many is read what is free in them
_MOST_QUERY_CHARS = 1_000


def projects_for(
    session: Session,
    context: AppContext,
    person_id: int,
    *,
    now: datetime,
    asker: Asker = VISITOR,
    limit: int = PROJECTS,
) -> tuple[SuggestedProject, ...]:
    """Find projects that could suit a person, best first.

    Raises NotFound for a person who is not there, did not ask to be suggested, or pauses: nobody
    can find out which. Raises SearchError while the engine does not answer.
    """
    ranked = ranked_tasks(session, context, person_id, now=now, asker=asker)
    return projects_beside(session, context, ranked, now=now, limit=limit)


def projects_beside(
    session: Session,
    context: AppContext,
    ranked: RankedTasks,
    *,
    now: datetime,
    limit: int = PROJECTS,
) -> tuple[SuggestedProject, ...]:
    """Find projects for a person whose tasks were ranked already. Raises SearchError."""
    person = ranked.person
    fitting = _fitting(ranked)
    net = [candidate.id for candidate in context.engine.retrieve(projects_query(person))]
    found = listed_projects(session, net, tuple(islice(fitting, _OF_TASKS)), now=now)
    projects = [replace(each, fitting=tuple(fitting.get(each.slug, ()))) for each in found]
    drafts = with_free_tasks(session, _drafts(person, projects, now=now))
    names = vocabulary_names()
    found_fit = weigh_projects(person, drafts, now=now, names=names, limit=len(drafts))
    best = [told(each) for each in worth_showing(found_fit)[:limit]]
    cards = {
        card.project_id: card for card in project_cards(session, [each.project_id for each in best])
    }
    return tuple(
        SuggestedProject(cards[each.project_id], each) for each in best if each.project_id in cards
    )


def projects_query(person: PersonFacts) -> RetrievalQuery:
    """Ask the index of projects for any that shares a skill, a cause, a kind, or an owner's name.

    Owners and paths of what the person finished are words that find neighbours.
    """
    paths = dict.fromkeys(item.project_path for item in person.past)
    has = tuple(sorted(held_by(person)))
    learning = tuple(sorted(person.learning))
    preferences = (
        Preference("skill", has, 3.0),
        Preference("skill", learning, 1.0),
        Preference("cause", person.causes, 2.0),
        Preference("kind", person.kinds, 1.0),
    )
    return RetrievalQuery(
        index="projects",
        text=" ".join(paths)[:_MOST_QUERY_CHARS],
        preferences=tuple(each for each in preferences if each.values),
        filters=(Filter("life", ("ended", "asleep"), is_excluded=True),),
        limit=_NET,
    )


def _fitting(ranked: RankedTasks) -> Mapping[str, list[FittingTask]]:
    """Give the tasks that fit by the slug of their project, in the order of the best of each."""
    fitting: defaultdict[str, list[FittingTask]] = defaultdict(list)
    for each in ranked.suggestions:
        task = each.subject
        fitting[task.project_slug].append(FittingTask(task.task_id, task.title, each.score))
    return fitting


def _drafts(
    person: PersonFacts, projects: Sequence[ProjectFacts], *, now: datetime
) -> list[ProjectFacts]:
    """Choose those with the best chances; what is free is read of them only."""
    drafts = weigh_projects(
        person, projects, now=now, names=vocabulary_names(), limit=_READ_OF_DRAFTS
    )
    return [draft.subject for draft in drafts]
