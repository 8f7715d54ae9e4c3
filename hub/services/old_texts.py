"""Forgets texts of issues that have had their time, and logins that no task names any more.

What somebody wrote on a forge and took back there is not kept here: the text of an issue goes a
month after the issue is gone, after its repository is gone, or after nobody reads it here any more;
and a year after the issue was closed and nothing more was said. The title and the dates stay.

A pull asks :func:`is_over` of what it stores, so that a whole new reading does not bring back what
would be forgotten again; an issue that comes back, or is spoken of again, brings its text.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch
from hub.models import Health, Origin
from hub.services.tables import AUTHOR, REPOSITORY, TASK

GONE_KEPT_FOR = timedelta(days=30)
CLOSED_KEPT_FOR = timedelta(days=365)
# In one transaction, so that a pull does not wait long.
_BATCH = 500


class _Issue(Protocol):
    """What must be known of an issue to say whether its text is over."""

    @property
    def is_open(self) -> bool: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def updated_at(self) -> datetime: ...


def is_over(issue: _Issue, *, now: datetime) -> bool:
    """Say whether the text of an issue that a forge has is not kept: closed, and long silent."""
    last_word = max(issue.closed_at or issue.updated_at, issue.updated_at)
    return not issue.is_open and last_word <= now - CLOSED_KEPT_FOR


def forget_texts(context: AppContext) -> int:
    """Empty the texts that have had their time; returns how many."""
    return _in_batches(context, _forget_some_texts)


def forget_authors(context: AppContext) -> int:
    """Delete the logins that no task names any more; returns how many."""
    return _in_batches(context, _forget_some_authors)


def _in_batches(context: AppContext, forget: Callable[[Session, datetime], int]) -> int:
    count = 0
    while True:
        with context.transaction() as session:
            done = forget(session, context.clock.now())
        count += done
        if done < _BATCH:
            return count


def _forget_some_texts(session: Session, now: datetime) -> int:
    rows = fetch(
        session,
        select(TASK.c.id, REPOSITORY.c.id.label("repository_id"), REPOSITORY.c.source_id)
        .join(REPOSITORY, REPOSITORY.c.id == TASK.c.repository_id)
        .where(TASK.c.body != "", TASK.c.origin == Origin.ISSUE, _has_had_its_time(now))
        .limit(_BATCH),
    )
    session.connection().execute(
        update(TASK)
        .where(TASK.c.id.in_([row.id for row in rows]))
        .values(body="", changed_at=now, normalised_by=None)
    )
    # Should somebody read such a repository again, then from its beginning: the texts come back.
    unread = {row.repository_id for row in rows if row.source_id is None}
    session.connection().execute(
        update(REPOSITORY).where(REPOSITORY.c.id.in_(unread)).values(issues_cursor=None)
    )
    return len(rows)


def _has_had_its_time(now: datetime) -> ColumnElement[bool]:
    last_word = func.coalesce(TASK.c.closed_at, TASK.c.updated_at)
    is_unread = or_(REPOSITORY.c.health == Health.GONE, REPOSITORY.c.source_id.is_(None))
    return or_(
        and_(TASK.c.is_gone.is_(True), last_word <= now - GONE_KEPT_FOR),
        and_(is_unread, REPOSITORY.c.good_at <= now - GONE_KEPT_FOR),
        and_(
            TASK.c.is_open.is_(False),
            last_word <= now - CLOSED_KEPT_FOR,
            TASK.c.updated_at <= now - CLOSED_KEPT_FOR,
        ),
    )


def _forget_some_authors(session: Session, _now: datetime) -> int:
    named = select(TASK.c.author_id).where(TASK.c.author_id.is_not(None))
    rows = fetch(session, select(AUTHOR.c.id).where(AUTHOR.c.id.not_in(named)).limit(_BATCH))
    session.connection().execute(
        delete(AUTHOR).where(AUTHOR.c.id.in_([row.id for row in rows]), AUTHOR.c.id.not_in(named))
    )
    return len(rows)
