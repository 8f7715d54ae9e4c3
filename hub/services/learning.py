"""A way to learn what a task asks for and a person lacks: a link, so that no door is closed.

An easier task that is free, and somebody who offers to mentor the skill. Mentors take turns by
day, so that not always the same one is asked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, not_, select
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch
from hub.matching.facts import PersonFacts, TaskFacts
from hub.matching.signals.skills import lacking
from hub.models import Relation
from hub.models.columns import Instant
from hub.services.facts import FREE
from hub.services.names import vocabulary_names
from hub.services.openness import Asker, may_be_suggested, stands_apart
from hub.services.people import factor_of_the_day, order_of_the_day
from hub.services.tables import (
    IDS,
    PERSON,
    PERSON_SKILL,
    PROJECT,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_task,
)
from hub.views.suggestions import EasierTask, Mentor, WayToLearn
from search.base import Filter, SearchQuery

# A page must stay quick: the skills that most of its tasks lack, and a few tasks to choose from.
_MOST_SKILLS = 3
_TASKS_A_SKILL = 5
_FIRST_IN_TURN = 20

_EASIER = (
    select(TASK.c.id, TASK.c.title, PROJECT.c.name)
    .select_from(TASKS_WITH_PLACE)
    .where(
        TASK.c.id.in_(IDS),
        TASK.c.freshness.in_(FREE),
        TASK.c.is_newcomer_fit.is_(True),
        is_listed_task(),
    )
)


def ways_to_learn(
    session: Session,
    context: AppContext,
    person: PersonFacts,
    tasks: Sequence[TaskFacts],
    *,
    now: datetime,
    asker: Asker,
) -> dict[int, WayToLearn]:
    """Find for tasks, by id, how to learn the first skill of each that the person lacks.

    A task for which there is neither an easier one nor a mentor is left out. Raises SearchError.
    """
    wanted = {task.task_id: skills[0] for task in tasks if (skills := lacking(task, person))}
    skills = list(dict.fromkeys(wanted.values()))[:_MOST_SKILLS]
    if not skills:
        return {}
    easier = _easier(session, context, skills)
    mentors = _mentors(session, skills, beside=person.person_id, now=now, asker=asker)
    ways: dict[int, WayToLearn] = {}
    for task in tasks:
        skill = wanted.get(task.task_id, "")
        others = (each for each in easier.get(skill, ()) if each.task_id != task.task_id)
        first = None if task.is_newcomer_fit else next(others, None)
        if first is not None or skill in mentors:
            name = vocabulary_names().skill(skill).label
            ways[task.task_id] = WayToLearn(skill, name, first, mentors.get(skill))
    return ways


def _easier(
    session: Session, context: AppContext, skills: Sequence[str]
) -> dict[str, list[EasierTask]]:
    """Find free tasks for newcomers by skill; the database says which may be shown now."""
    found = {
        skill: [hit.id for hit in context.engine.search(_for_newcomers(skill)).hits]
        for skill in skills
    }
    ids = sorted({task_id for ids in found.values() for task_id in ids})
    rows = fetch(session, _EASIER, parameters={"ids": ids}) if ids else ()
    tasks = {row.id: EasierTask(row.id, row.title, row.name) for row in rows}
    return {skill: [tasks[i] for i in ids if i in tasks] for skill, ids in found.items()}


def _for_newcomers(skill: str) -> SearchQuery:
    return SearchQuery(
        index="tasks",
        filters=(
            Filter("skill", (skill,)),
            Filter("mark", ("newcomer",)),
            Filter("freshness", tuple(state.value for state in FREE)),
        ),
        limit=_TASKS_A_SKILL,
        is_marked=False,
    )


def _mentors(
    session: Session, skills: Sequence[str], *, beside: int, now: datetime, asker: Asker
) -> Mapping[str, Mentor]:
    """Choose a mentor for each skill among those who open that to who asks: another each day.

    Whoever looks, nobody is named beside a person with whom they want nothing to do.
    """
    found = (
        (skill, _mentor(session, skill, beside=beside, now=now, asker=asker)) for skill in skills
    )
    return {skill: mentor for skill, mentor in found if mentor is not None}


def _mentor(
    session: Session, skill: str, *, beside: int, now: datetime, asker: Asker
) -> Mentor | None:
    """Choose whose turn it is: mostly one of the first few, so that only they are looked at."""
    # Who asks for themselves stands apart from those from whom the person does.
    if asker.person_id == beside:
        asker = asker.unnamed
    given = {"skill": skill, "beside": beside, "now": now, "factor": factor_of_the_day(now)}
    for is_few in (True, False):
        rows = fetch(session, _whose_turn(asker, is_few=is_few), parameters=given)
        if rows:
            return Mentor(rows[0].handle, rows[0].name)
    return None


@lru_cache
def _whose_turn(asker: Asker, *, is_few: bool) -> Select[Any]:
    """Find the mentor whose turn it is; made once, as that takes longer than asking."""
    turn = order_of_the_day(bindparam("factor", type_=BigInteger), PERSON_SKILL.c.person_id)
    in_turn = (
        select(PERSON_SKILL.c.person_id, turn.label("turn"))
        .where(
            PERSON_SKILL.c.skill == bindparam("skill"),
            PERSON_SKILL.c.relation == Relation.MENTOR,
        )
        .order_by("turn", PERSON_SKILL.c.person_id)
    )
    first = (in_turn.limit(_FIRST_IN_TURN) if is_few else in_turn).subquery()
    beside = bindparam("beside", type_=Integer)
    return (
        select(PERSON.c.handle, PERSON.c.name)
        .join(first, first.c.person_id == PERSON.c.id)
        .where(
            PERSON.c.id != beside,
            not_(stands_apart(beside)),
            may_be_suggested(bindparam("now", type_=Instant), asker, "skills"),
        )
        .order_by(first.c.turn, PERSON.c.id)
        .limit(1)
    )
