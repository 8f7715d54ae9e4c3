"""Keeps people from being suggested for more open tasks than their hours allow.

Counted is what was shown on pages of tasks. Which tasks a person is on already is not known: no
login of a forge belongs to a person yet.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, distinct, func, select
from sqlmodel import Session

from hub.database import fetch
from hub.matching.facts import PersonFacts
from hub.matching.load import REMEMBERED_FOR, most_tasks
from hub.models import Side
from hub.services.facts import TAKEABLE
from hub.services.tables import SUGGESTION_SHOWN, TASK


def with_room(
    session: Session, task_id: int, people: Sequence[PersonFacts], *, now: datetime
) -> list[PersonFacts]:
    """Leave out who is suggested for enough open tasks, unless this is one of them.

    So the page of a task shows the same people again, and nobody is shown beside ever more tasks.
    """
    if not people:
        return []
    is_this = SUGGESTION_SHOWN.c.task_id == task_id
    rows = fetch(
        session,
        select(
            SUGGESTION_SHOWN.c.person_id,
            func.count(distinct(SUGGESTION_SHOWN.c.task_id)).label("tasks"),
            func.max(case((is_this, 1), else_=0)).label("has_this"),
        )
        .select_from(SUGGESTION_SHOWN.join(TASK, TASK.c.id == SUGGESTION_SHOWN.c.task_id))
        .where(
            SUGGESTION_SHOWN.c.person_id.in_([person.person_id for person in people]),
            SUGGESTION_SHOWN.c.side == Side.PROJECT,
            SUGGESTION_SHOWN.c.shown_on > (now - REMEMBERED_FOR).date(),
            TASK.c.is_open.is_(True),
            TASK.c.freshness.in_(TAKEABLE),
        )
        .group_by(SUGGESTION_SHOWN.c.person_id),
    )
    load = {row.person_id: row.tasks for row in rows if not row.has_this}
    return [
        person
        for person in people
        if load.get(person.person_id, 0) < most_tasks(person.hours_per_week)
    ]
