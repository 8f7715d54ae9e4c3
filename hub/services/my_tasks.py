"""The tasks that a person is on, put off or liked, each as it is now. For their own eyes alone.

What they are on is what they said here, and what a forge says of an account that they joined. The
forge names people by their login alone, so that is what is compared.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.models import Freshness, Verdict
from hub.services.freshness import freshness_view, state_at
from hub.services.tables import (
    FEEDBACK,
    JOINED_ACCOUNT,
    PROJECT,
    REPOSITORY,
    SOURCE,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_task,
)
from hub.views.my_tasks import MyTask, MyTasks

MOST_SHOWN = 200
# Of these alone a forge may name who is on them.
_NAMED = (Freshness.TAKEN, Freshness.REVIEW, Freshness.UNKNOWN)
_PLACES = TASKS_WITH_PLACE.outerjoin(SOURCE, SOURCE.c.id == REPOSITORY.c.source_id)
_COLUMNS = (
    TASK.c.id,
    TASK.c.title,
    TASK.c.url,
    TASK.c.is_open,
    TASK.c.is_gone,
    TASK.c.assignees,
    TASK.c.linked_change_url,
    TASK.c.labels,
    TASK.c.updated_at,
    TASK.c.expires_on,
    TASK.c.claimed_by,
    TASK.c.claimed_at,
    TASK.c.closed_at,
    PROJECT.c.is_listed,
    PROJECT.c.name.label("project_name"),
    PROJECT.c.away_until,
    PROJECT.c.answered_by.label("steward"),
    REPOSITORY.c.host,
    REPOSITORY.c.is_archived,
    REPOSITORY.c.health.label("repository_health"),
    REPOSITORY.c.good_at,
    SOURCE.c.health.label("source_health"),
)

Logins = Mapping[str, Collection[str]]


def my_tasks(session: Session, person_id: int, *, now: datetime) -> MyTasks:
    """Find the tasks of a person, of each part what they said last first, up to 200 in all."""
    logins = _logins(session, person_id)
    said = [_task(row, logins, now=now) for row in _said(session, person_id)]
    on_it = tuple(each for each in said if each.verdict is Verdict.ON_IT)
    known = {each.task_id for each in on_it}
    named = (_task(row, logins, now=now) for row in _on_forges(session, logins))
    return MyTasks(
        on_it=on_it,
        on_forges=tuple(each for each in named if each.names and each.task_id not in known),
        later=tuple(each for each in said if each.verdict is Verdict.LATER),
        great=tuple(each for each in said if each.verdict is Verdict.GREAT),
    )


def _said(session: Session, person_id: int) -> Sequence[Fetched]:
    shown = (Verdict.ON_IT, Verdict.LATER, Verdict.GREAT)
    return fetch(
        session,
        select(*_COLUMNS, FEEDBACK.c.verdict, FEEDBACK.c.said_at, FEEDBACK.c.until)
        .select_from(_PLACES.join(FEEDBACK, FEEDBACK.c.task_id == TASK.c.id))
        .where(FEEDBACK.c.person_id == person_id, FEEDBACK.c.verdict.in_(shown))
        .order_by(FEEDBACK.c.said_at.desc(), FEEDBACK.c.id.desc())
        .limit(MOST_SHOWN),
    )


def _logins(session: Session, person_id: int) -> Logins:
    """Give the logins of a person by host, in small letters: forges tell no large ones apart."""
    logins: defaultdict[str, set[str]] = defaultdict(set)
    joined = select(JOINED_ACCOUNT).where(JOINED_ACCOUNT.c.person_id == person_id)
    for row in fetch(session, joined):
        logins[row.host].add(row.handle.casefold())
    return logins


def _on_forges(session: Session, logins: Logins) -> Sequence[Fetched]:
    """Read the open tasks on which a forge may name one of these; who, is looked at behind it."""
    if not logins:
        return ()
    return fetch(
        session,
        select(*_COLUMNS)
        .select_from(_PLACES)
        .where(
            is_listed_task(),
            TASK.c.freshness.in_(_NAMED),
            or_(*(_may_name(host, names) for host, names in logins.items())),
        )
        .order_by(TASK.c.updated_at.desc(), TASK.c.id.desc())
        .limit(MOST_SHOWN),
    )


def _may_name(host: str, names: Collection[str]) -> ColumnElement[bool]:
    listed = cast(TASK.c.assignees, Text)
    return (REPOSITORY.c.host == host) & or_(
        func.lower(TASK.c.claimed_by).in_(names),
        *(listed.icontains(json.dumps(name), autoescape=True) for name in names),
    )


def _task(row: Fetched, logins: Logins, *, now: datetime) -> MyTask:
    said = row._mapping
    freshness = freshness_view(row, state_at(row, now=now))
    own = logins.get(row.host, ())
    return MyTask(
        task_id=row.id,
        title=row.title if row.is_listed else None,
        project_name=row.project_name if row.is_listed else "",
        url=row.url if row.is_listed else None,
        host=row.host,
        freshness=freshness,
        closed_at=row.closed_at,
        verdict=said.get("verdict"),
        said_at=said.get("said_at"),
        until=said.get("until"),
        names=tuple(name for name in freshness.who if name.casefold() in own),
    )
