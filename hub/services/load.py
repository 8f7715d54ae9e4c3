"""Keeps people from being suggested for more open tasks than their hours allow.

Counted is what was shown on pages of tasks, and what they said that they are on.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, distinct, func, literal, select
from sqlmodel import Session

from hub.database import fetch
from hub.matching.facts import PersonFacts
from hub.matching.load import REMEMBERED_FOR
from hub.models import Side, Verdict
from hub.services.facts import TAKEABLE
from hub.services.tables import FEEDBACK, IDS, SUGGESTION_SHOWN, TASK

_ON = (
    select(FEEDBACK.c.person_id, func.count().label("tasks"))
    .join(TASK, TASK.c.id == FEEDBACK.c.task_id)
    .where(
        FEEDBACK.c.person_id.in_(IDS),
        FEEDBACK.c.verdict == Verdict.ON_IT,
        TASK.c.is_open.is_(True),
    )
    .group_by(FEEDBACK.c.person_id)
)


def with_room(
    session: Session, task_id: int, people: Sequence[PersonFacts], *, now: datetime
) -> list[PersonFacts]:
    """Leave out who is suggested for enough open tasks, unless this is one of them.

    So the page of a task shows the same people again, and nobody is shown beside ever more tasks.
    """
    if not people:
        return []
    ids, since = [person.person_id for person in people], (now - REMEMBERED_FOR).date()
    rows = fetch(session, _shown(), parameters={"ids": ids, "task_id": task_id, "since": since})
    stay = {row.person_id for row in rows if row.has_this}
    load = Counter({row.person_id: row.tasks for row in rows}) + _on(session, people)
    return [
        person
        for person in people
        if person.person_id in stay or load[person.person_id] < person.most_tasks
    ]


@cache
def _shown() -> Select[Any]:
    """Count the open tasks for which persons were shown; made once, as it takes its time."""
    is_this = SUGGESTION_SHOWN.c.task_id == bindparam("task_id")
    return (
        select(
            SUGGESTION_SHOWN.c.person_id,
            func.count(distinct(SUGGESTION_SHOWN.c.task_id)).label("tasks"),
            func.max(case((is_this, 1), else_=0)).label("has_this"),
        )
        .select_from(SUGGESTION_SHOWN.join(TASK, TASK.c.id == SUGGESTION_SHOWN.c.task_id))
        .where(
            SUGGESTION_SHOWN.c.person_id.in_(IDS),
            SUGGESTION_SHOWN.c.side == Side.PROJECT,
            SUGGESTION_SHOWN.c.shown_on > bindparam("since"),
            TASK.c.is_open.is_(True),
            TASK.c.freshness.in_(TAKEABLE),
            ~_answered(),
        )
        .group_by(SUGGESTION_SHOWN.c.person_id)
    )


def _answered() -> ColumnElement[bool]:
    """Say which suggestions a person has answered: they wait for nothing any more."""
    return (
        select(literal(1))
        .where(
            FEEDBACK.c.person_id == SUGGESTION_SHOWN.c.person_id,
            FEEDBACK.c.task_id == SUGGESTION_SHOWN.c.task_id,
        )
        .correlate(SUGGESTION_SHOWN)
        .exists()
    )


def _on(session: Session, people: Sequence[PersonFacts]) -> Counter[int]:
    """Count the open tasks that persons said they are on; those are not suggested to them."""
    rows = fetch(session, _ON, parameters={"ids": [person.person_id for person in people]})
    return Counter({row.person_id: row.tasks for row in rows})
