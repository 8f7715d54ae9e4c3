"""What people who want to be suggested finished in a project, fitted and kept for matching.

Consent is part of the statements: work of somebody who does not want it, pauses, or has not opened
it to who asks is not read, and the stamp changes with it, so that what was fitted with it is fitted
anew.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch
from hub.matching.facts import PastWork
from hub.matching.likeness.project import MOST_DONE, ProjectHistory
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
    is_open = speaks() & may_be_suggested(now, asker.unnamed, "past")
    is_of_it = (CONTRIBUTION.c.place == repository.lower()) & is_open
    joined = CONTRIBUTION.join(PERSON, PERSON.c.id == CONTRIBUTION.c.person_id)
    stamp = (
        session.connection()
        .execute(
            select(func.count(), func.sum(CONTRIBUTION.c.id), func.max(CONTRIBUTION.c.done_at))
            .select_from(joined)
            .where(is_of_it)
        )
        .one()
    )
    if not stamp[0]:
        return ProjectHistory((), now=now)

    def read() -> list[tuple[int, PastWork]]:
        newest = (
            select(*past_columns(_TEXT_START_CHARS))
            .select_from(joined)
            .where(is_of_it)
            .order_by(CONTRIBUTION.c.done_at.desc(), CONTRIBUTION.c.id.desc())
            .limit(MOST_DONE)
        )
        return [(row.person_id, past_work(row)) for row in fetch(session, newest)]

    # A day changes how old everything is.
    key = f"{repository} as seen by {asker.audiences[0]}"
    return context.histories.history(key, (*stamp, now.date()), read, now=now)
