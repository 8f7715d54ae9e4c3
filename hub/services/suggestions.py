"""People for a task and tasks for a person, each with every reason.

The engine casts a wide net, the database says who and what may be shown, matching scores. When
the engine does not answer, its error (:mod:`search.errors`) goes up: the page says so and stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from hub.context import AppContext
from hub.errors import NotFound
from hub.matching.facts import PersonFacts, Suggestion, TaskFacts, WorkHere
from hub.matching.likeness.project import ProjectHistory
from hub.matching.scoring import order_people, told, weigh_people, weigh_tasks
from hub.matching.signals.skills import held_by, project_skills_that_count
from hub.matching.silence import worth_showing
from hub.matching.strength import is_strong
from hub.matching.weighing import Weighed
from hub.services.cards import task_cards
from hub.services.facts import (
    FREE,
    free_tasks,
    own_facts,
    suggested_people,
    takeable_task,
    with_past,
)
from hub.services.fitting import current_weights
from hub.services.histories import history_of
from hub.services.learning import ways_to_learn
from hub.services.load import with_room
from hub.services.names import vocabulary_names
from hub.services.openness import VISITOR, Asker, member, people_index
from hub.services.people import apart_ids
from hub.services.people import cards as person_cards
from hub.services.questions import without_people
from hub.services.tables import MAX_ID
from hub.views.suggestions import SuggestedPerson, SuggestedTask
from hub.vocabulary.skills import relatives_of
from search.base import Filter, Preference, RetrievalQuery

TASKS = 10  # shown to a person at once
_BEST_HERE = 30  # of those who worked in the project, whom the task looks most like
_NET = 150  # how many the engine finds for the matcher to choose from
_MOST_CLOSE = 30
_READ_OF_DRAFTS = 30
_READ_OF_NET = 20
_MOST_QUERY_CHARS = 2_000


def people_for(
    session: Session,
    context: AppContext,
    task_id: int,
    *,
    now: datetime,
    asker: Asker = VISITOR,
    limit: int = 3,
) -> tuple[SuggestedPerson, ...]:
    """Find people who asked to be suggested and whom this task could suit, best first.

    They are those who may be suggested to who asks, by what they opened to them.

    Empty where too little speaks for anybody (:mod:`hub.matching.silence`), and for a task that is
    closed, hidden or gone, or that somebody is on. Left out is who is suggested for as many other
    tasks as their hours allow. Raises SearchError while the engine does not answer.
    """
    task = takeable_task(session, task_id) if 0 < task_id <= MAX_ID else None
    if task is None:
        return ()
    history = history_of(session, context, task.repository, now=now, asker=asker)
    asked = history.ask(task.words, task.labels)
    wanted = people_query(task, asker, apart=apart_ids(session, asker))
    net = [candidate.id for candidate in context.engine.retrieve(wanted)]
    chosen = list(dict.fromkeys((*history.best(asked, _BEST_HERE), *net)))
    people = [
        person if work is None else replace(person, here=work)
        for person in with_room(
            session, task_id, suggested_people(session, chosen, now=now, asker=asker), now=now
        )
        for work in (history.work_of(asked, person.person_id),)
    ]
    suggestions = _rank(session, task, people, now=now, limit=limit)
    ids = [suggestion.person_id for suggestion in suggestions]
    cards = person_cards(session, ids, asker=asker)
    return tuple(
        SuggestedPerson(
            cards[each.person_id], each, is_strong=each is suggestions[0] and is_strong(each)
        )
        for each in suggestions
    )


@dataclass(frozen=True, slots=True)
class RankedTasks:
    """A person with what they finished, and the free tasks of their net that suit, best first.

    All of it is as it is open to the ``asker``.
    """

    person: PersonFacts
    suggestions: Sequence[Weighed[TaskFacts]]
    asker: Asker


def tasks_for(
    session: Session,
    context: AppContext,
    person_id: int,
    *,
    now: datetime,
    asker: Asker = VISITOR,
    limit: int = TASKS,
) -> tuple[SuggestedTask, ...]:
    """Find free tasks that could suit a person, best first; none where too little speaks for any.

    Raises NotFound for a person who is not there, did not ask to be suggested, or pauses: nobody
    can find out which. Raises SearchError while the engine does not answer.
    """
    ranked = ranked_tasks(session, context, person_id, now=now, asker=asker)
    return first_tasks(session, context, ranked, now=now, limit=limit)


def first_tasks(
    session: Session,
    context: AppContext,
    ranked: RankedTasks,
    *,
    now: datetime,
    limit: int = TASKS,
) -> tuple[SuggestedTask, ...]:
    """Show the best of ranked tasks. Raises SearchError while the engine does not answer."""
    best = ranked.suggestions[:limit]
    tasks = [each.subject for each in best]
    cards = {card.task_id: card for card in task_cards(session, [each.task_id for each in tasks])}
    ways = ways_to_learn(session, context, ranked.person, tasks, now=now, asker=ranked.asker)
    return tuple(
        SuggestedTask(cards[each.task_id], each, ways.get(each.task_id))
        for each in map(told, best)
        if each.task_id in cards
    )


def ranked_tasks(
    session: Session,
    context: AppContext,
    person_id: int,
    *,
    now: datetime,
    asker: Asker = VISITOR,
) -> RankedTasks:
    """Rank the free tasks of a person's net. Raises as :func:`tasks_for`."""
    ids = [person_id] if 0 < person_id <= MAX_ID else []
    people = suggested_people(session, ids, now=now, asker=asker)
    if not people:
        raise NotFound("There is no such person here, or they did not ask to be suggested.")
    (person,) = with_past(session, people)
    return _ranked(session, context, person, now=now, asker=asker)


def own_ranked_tasks(
    session: Session, context: AppContext, person_id: int, *, now: datetime
) -> RankedTasks:
    """Rank free tasks for a person who asks for themselves, also by what they liked.

    Whether others may see them is of no matter here. Raises NotFound for who is gone, and
    SearchError while the engine does not answer.
    """
    person = own_facts(session, person_id, now=now)
    if person is None:
        raise NotFound("There is no such person here any more.")
    return _ranked(session, context, person, now=now, asker=member(person_id))


def _ranked(
    session: Session, context: AppContext, person: PersonFacts, *, now: datetime, asker: Asker
) -> RankedTasks:
    found = context.engine.retrieve(tasks_query(person))
    tasks = free_tasks(session, [candidate.id for candidate in found])
    here = _work_here(session, context, person, tasks, now=now, asker=asker)
    suggestions = weigh_tasks(
        person,
        tasks,
        now=now,
        names=vocabulary_names(),
        limit=len(tasks),
        weights=current_weights(session),
        here=here,
    )
    return RankedTasks(person, worth_showing(suggestions), asker)


def people_query(
    task: TaskFacts, asker: Asker = VISITOR, *, apart: Iterable[int] = ()
) -> RetrievalQuery:
    """Ask the index of people for anybody who shares a skill, a wish, a language or words.

    It is the index that holds what is open to who asks; who stands ``apart`` is passed over.

    The weights order the net only; who is shown first is decided by matching.
    """
    of_project = project_skills_that_count(task)
    skills = (*task.skills, *of_project)
    return RetrievalQuery(
        index=people_index(asker).name,
        text=task.words[:_MOST_QUERY_CHARS],
        preferences=_given(
            Preference("skill", task.skills, 4.0),
            Preference("skill", of_project, 2.0),
            Preference("skill", _close_to(task), 1.5),
            Preference("learning", skills, 1.0),
            Preference("kind", task.kinds, 2.0),
            Preference("worked_on", _path(task), 4.0),
            Preference("cause", task.causes, 0.5),
            Preference("spoken", (task.spoken,) if task.spoken else (), 0.5),
        ),
        filters=without_people(apart),
        limit=_NET,
    )


def tasks_query(person: PersonFacts) -> RetrievalQuery:
    """Ask the index of tasks for anything free that shares a skill, a wish, a language or words."""
    has = tuple(sorted(held_by(person)))
    learning = tuple(sorted(person.learning))
    filters = [Filter("freshness", tuple(state.value for state in FREE))]
    if person.never_projects:
        filters.append(Filter("project", tuple(sorted(person.never_projects)), is_excluded=True))
    return RetrievalQuery(
        index="tasks",
        text=" ".join(item.title for item in person.past)[:_MOST_QUERY_CHARS],
        preferences=_given(
            Preference("skill", has, 4.0),
            Preference("skill", _closest(person), 1.0),
            Preference("skill", learning, 1.0),
            Preference("kind", person.kinds, 2.0),
            Preference("cause", person.causes, 0.5),
            Preference("spoken", person.spoken, 0.5),
            Preference("mark", ("newcomer", "mentor") if learning else (), 0.5),
        ),
        filters=tuple(filters),
        limit=_NET,
    )


def _rank(
    session: Session, task: TaskFacts, people: Sequence[PersonFacts], *, now: datetime, limit: int
) -> list[Suggestion]:
    """Rank those with the best chances; only of them is past work read, which is most of the work.

    Those are the first by what they said, and the first in the net, whose order knows past work.
    """
    by_id = {person.person_id: person for person in people}
    names, weights = vocabulary_names(), current_weights(session)
    drafts = order_people(
        task, people, now=now, names=names, limit=_READ_OF_DRAFTS, weights=weights
    )
    chosen = dict.fromkeys((*drafts, *list(by_id)[:_READ_OF_NET]))
    known = with_past(session, [by_id[person_id] for person_id in chosen])
    ranked = weigh_people(task, known, now=now, names=names, limit=len(known), weights=weights)
    return [told(each) for each in worth_showing(ranked)[:limit]]


def _work_here(
    session: Session,
    context: AppContext,
    person: PersonFacts,
    tasks: Iterable[TaskFacts],
    *,
    now: datetime,
    asker: Asker,
) -> dict[int, WorkHere]:
    """Say for each task of a project in which a person worked what that work says of it."""
    places = {item.place for item in person.past}
    histories: dict[str, ProjectHistory] = {}
    found: dict[int, WorkHere] = {}
    for task in tasks:
        place = task.repository.lower()
        if place not in places:
            continue
        if place not in histories:
            histories[place] = history_of(session, context, place, now=now, asker=asker)
        history = histories[place]
        work = history.work_of(history.ask(task.words, task.labels), person.person_id)
        if work is not None:
            found[task.task_id] = work
    return found


def _close_to(task: TaskFacts) -> tuple[str, ...]:
    """Give the skills from which it is not far to what a task asks for."""
    close = (key for near in task.close_skills.values() for key in near)
    return tuple(dict.fromkeys(close))[:_MOST_CLOSE]


def _closest(person: PersonFacts) -> tuple[str, ...]:
    """Give the skills that a person is close to, broader ones first, then near ones."""
    held = held_by(person)
    near = [(how, key) for each in held for key, how in relatives_of(each).items()]
    order = sorted((how == "narrower", how, key) for how, key in near if key not in held)
    return tuple(dict.fromkeys(key for _, _, key in order))[:_MOST_CLOSE]


def _given(*preferences: Preference) -> tuple[Preference, ...]:
    return tuple(preference for preference in preferences if preference.values)


def _path(task: TaskFacts) -> tuple[str, ...]:
    """Take the path of the task's repository, without its host."""
    return (task.repository.split("/", 1)[1],) if task.repository else ()
