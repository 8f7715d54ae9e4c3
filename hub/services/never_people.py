"""Whom a person names as somebody with whom they want nothing to do, and what they may read of it.

A name is kept whether or not it is somebody's, and the answer is the same: so a list tells nobody
who is here and hides. What follows from it stands in :mod:`hub.services.openness`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, not_, select
from sqlmodel import Session

from hub.database import fetch, insert_missing
from hub.errors import BadRequest
from hub.models import NeverPerson, What
from hub.services.account_events import note
from hub.services.openness import A_MEMBER, may_be_seen, named_person
from hub.services.tables import NEVER_PERSON, PERSON
from hub.views.accounts import NamedPerson

MOST_NAMED = 200


def listing(session: Session, person_id: int, *, now: datetime) -> tuple[NamedPerson, ...]:
    """List whom a person named, with the name of each whom they would see but for that.

    Of who hides from them, or is nobody, there is none: which of the two, is not told.
    """
    named = _named(session, person_id)
    is_shown = and_(may_be_seen(now, A_MEMBER), not_(named_person(person_id)))
    rows = fetch(
        session,
        select(PERSON.c.handle, PERSON.c.name).where(PERSON.c.handle.in_(named), is_shown),
    )
    names = {row.handle: row.name for row in rows}
    return tuple(NamedPerson(handle, names.get(handle)) for handle in named)


def save(session: Session, person_id: int, handles: Sequence[str], *, now: datetime) -> None:
    """Keep these names in place of those before. Raises :class:`BadRequest` for one's own name.

    Needs a session that may write.
    """
    if len(set(handles)) > MOST_NAMED:
        raise BadRequest(f"Up to {MOST_NAMED} names fit here.")
    if _own_handle(session, person_id) in handles:
        raise BadRequest("One of these is you. Take it out, and save again.")
    if set(handles) == set(_named(session, person_id)):
        return
    session.execute(delete(NEVER_PERSON).where(NEVER_PERSON.c.person_id == person_id))
    rows = [{"person_id": person_id, "handle": handle} for handle in dict.fromkeys(handles)]
    # The same form may be sent twice at once.
    insert_missing(session, NeverPerson, rows)
    note(session, person_id, What.NEVER_PEOPLE_CHANGED, now=now)


def forget_named(session: Session, handle: str) -> None:
    """Take somebody who leaves off every list. Needs a session that may write."""
    session.execute(delete(NEVER_PERSON).where(NEVER_PERSON.c.handle == handle))


def _named(session: Session, person_id: int) -> list[str]:
    rows = fetch(
        session,
        select(NEVER_PERSON.c.handle)
        .where(NEVER_PERSON.c.person_id == person_id)
        .order_by(NEVER_PERSON.c.handle),
    )
    return [row.handle for row in rows]


def _own_handle(session: Session, person_id: int) -> str:
    [row] = fetch(session, select(PERSON.c.handle).where(PERSON.c.id == person_id))
    return str(row.handle)
