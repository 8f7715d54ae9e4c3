"""Searches that a person keeps under a name, for themselves alone."""

from datetime import datetime

from sqlalchemy import Delete, delete, func, select
from sqlmodel import Session

from hub.database import fetch, insert_missing
from hub.errors import BadRequest
from hub.models import SavedSearch
from hub.services.tables import SAVED_SEARCH
from hub.views import SavedSearchView

MAX_NAME_CHARS = 80
MOST = 50


def keep(session: Session, person_id: int, *, name: str, address: str, now: datetime) -> None:
    """Keep a search; one of the same name gives way to it. Needs a session that may write.

    Raises :class:`BadRequest` for a name that is none or too long, and beyond 50 searches.
    """
    name = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    if not name or len(name) > MAX_NAME_CHARS:
        raise BadRequest(f"Give the search a name of 1 to {MAX_NAME_CHARS} letters.")
    session.execute(_own(person_id).where(SAVED_SEARCH.c.name == name))
    count = select(func.count()).where(SAVED_SEARCH.c.person_id == person_id)
    if (session.connection().scalar(count) or 0) >= MOST:
        raise BadRequest(f"You keep {MOST} searches. Let go of one first.")
    row = {"person_id": person_id, "name": name, "address": address, "kept_at": now}
    insert_missing(session, SavedSearch, [row])


def forget(session: Session, person_id: int, search_id: int) -> None:
    """Let go of a search of this person; others' are left alone."""
    session.execute(_own(person_id).where(SAVED_SEARCH.c.id == search_id))


def listing(session: Session, person_id: int) -> tuple[SavedSearchView, ...]:
    """List a person's searches by name."""
    rows = fetch(
        session,
        select(SAVED_SEARCH)
        .where(SAVED_SEARCH.c.person_id == person_id)
        .order_by(func.lower(SAVED_SEARCH.c.name), SAVED_SEARCH.c.id),
    )
    return tuple(SavedSearchView(row.id, row.name, row.address, row.kept_at) for row in rows)


def _own(person_id: int) -> Delete:
    return delete(SAVED_SEARCH).where(SAVED_SEARCH.c.person_id == person_id)
