"""What people who want to be suggested finished in a project, fitted and kept for matching.

Consent is part of the statements: work of somebody who does not want it, pauses, or has not opened
it to who asks is not read, and the stamp changes with it, so that what was fitted with it is fitted
anew.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch
from hub.matching.facts import PastWork
from hub.matching.likeness.project import MOST_DONE, ProjectHistory
from hub.models.columns import Instant
from hub.services.facts import past_columns, past_work
from hub.services.finished_work import speaks
from hub.services.openness import VISITOR, Asker, may_be_suggested
from hub.services.tables import CONTRIBUTION, PERSON

_TEXT_START_CHARS = 1_500


def history_of(
    session: Session,
    context: AppContext,
    repository: str,
    *,
    now: datetime,
    asker: Asker = VISITOR,
) -> ProjectHistory:
    """Give the history of a repository (``codeberg.org/noor/ferry``), maybe an empty one.

    It is one for all who see the same fields: who stands apart from who asks is in it, and the
    caller shows nobody of it without asking for that.
    """
    given = {"place": repository.lower(), "now": now}
    (stamp,) = fetch(session, _stamp(asker.unnamed), parameters=given)
    if not stamp[0]:
        return ProjectHistory((), now=now)

    def read() -> list[tuple[int, PastWork]]:
        rows = fetch(session, _newest(asker.unnamed), parameters=given)
        return [(row.person_id, past_work(row)) for row in rows]

    # A day changes how old everything is.
    key = f"{repository} as seen by {asker.audiences[0]}"
    return context.histories.history(key, (*stamp, now.date()), read, now=now)


@lru_cache
def _stamp(asker: Asker) -> Select[Any]:
    """Say what state the work in a place is in; made once, as it is asked for every page."""
    counted: tuple[ColumnElement[Any], ...] = (
        func.count(),
        func.sum(CONTRIBUTION.c.id),
        func.max(CONTRIBUTION.c.done_at),
    )
    return _in_a_place(select(*counted), asker)


@lru_cache
def _newest(asker: Asker) -> Select[Any]:
    newest_first = (CONTRIBUTION.c.done_at.desc(), CONTRIBUTION.c.id.desc())
    work = _in_a_place(select(*past_columns(_TEXT_START_CHARS)), asker)
    return work.order_by(*newest_first).limit(MOST_DONE)


def _in_a_place(chosen: Select[Any], asker: Asker) -> Select[Any]:
    is_open = may_be_suggested(bindparam("now", type_=Instant), asker, "past")
    joined = CONTRIBUTION.join(PERSON, PERSON.c.id == CONTRIBUTION.c.person_id)
    is_there = CONTRIBUTION.c.place == bindparam("place")
    return chosen.select_from(joined).where(is_there, speaks(), is_open)
