"""How people can be reached: looked up by those to whom it is open, and told to its person.

It stands on no page by itself. Who asks for it sees it for an hour, and the person sees who asked,
also where they keep apart by now: that it was looked up stays true.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlmodel import Session

from hub.database import fetch
from hub.errors import BadRequest, NotFound, TooOften
from hub.models import ContactLook, What
from hub.services.account_events import note
from hub.services.openness import is_reachable, may_be_seen, member, steward
from hub.services.tables import CONTACT_LOOK, PERSON
from hub.views.accounts import LookView, Viewer

SHOWN_FOR = timedelta(hours=1)
MOST_A_DAY = 30
MOST_LISTED = 200
_DAY = timedelta(days=1)


def look_up(session: Session, handle: str, viewer: Viewer, *, now: datetime) -> None:
    """Note that a member looks up how to reach a person; within an hour it is one look.

    Raises :class:`BadRequest` for oneself, :class:`NotFound` where it is not open to them, and
    :class:`TooOften` for more than thirty people within a day. Needs a session that may write.
    """
    if handle == viewer.handle:
        raise BadRequest("This is you. What you say of how to reach you stands on your profile.")
    may_look = _may_look(viewer, now=now)
    rows = fetch(session, select(PERSON.c.id).where(PERSON.c.handle == handle, may_look))
    if not rows:
        raise NotFound("There is nobody of this name here, or they do not say how to reach them.")
    [person_id] = rows[0]
    if _was_looked_up(session, person_id, viewer, now=now):
        return
    if _looks_within_a_day(session, viewer, person_id, now=now) >= MOST_A_DAY:
        raise TooOften(
            f"You looked up how to reach {MOST_A_DAY} people within a day. Go on tomorrow."
        )
    session.add(ContactLook(person_id=person_id, viewer_handle=viewer.handle, at=now))
    note(session, viewer.person_id, What.CONTACT_LOOKED_UP, now=now)


def looked_up(session: Session, person_id: int, viewer: Viewer, *, now: datetime) -> str | None:
    """Read how to reach a person for who looked it up within the hour; ``None`` for all others."""
    if not _was_looked_up(session, person_id, viewer, now=now):
        return None
    may_look = _may_look(viewer, now=now)
    rows = fetch(session, select(PERSON.c.contact).where(PERSON.c.id == person_id, may_look))
    return str(rows[0].contact) if rows else None


def listing(session: Session, person_id: int) -> tuple[LookView, ...]:
    """List who looked up how to reach a person, the last first, 200 at most."""
    who = CONTACT_LOOK.outerjoin(PERSON, PERSON.c.handle == CONTACT_LOOK.c.viewer_handle)
    rows = fetch(
        session,
        select(CONTACT_LOOK.c.at, PERSON.c.handle, PERSON.c.name)
        .select_from(who)
        .where(CONTACT_LOOK.c.person_id == person_id)
        .order_by(CONTACT_LOOK.c.at.desc(), CONTACT_LOOK.c.id.desc())
        .limit(MOST_LISTED),
    )
    return tuple(LookView(row.at, row.handle, row.name) for row in rows)


def forget_viewer(session: Session, handle: str) -> None:
    """Take the name of somebody who leaves out of all looks. Needs a session that may write."""
    session.execute(
        update(ContactLook).where(CONTACT_LOOK.c.viewer_handle == handle).values(viewer_handle=None)
    )


def _may_look(viewer: Viewer, *, now: datetime) -> ColumnElement[bool]:
    """Say who lets a member look it up, or a steward to whom they offer help."""
    askers = (member(viewer.person_id), steward(viewer.person_id))
    return or_(*(and_(may_be_seen(now, asker), is_reachable(asker)) for asker in askers))


def _was_looked_up(session: Session, person_id: int, viewer: Viewer, *, now: datetime) -> bool:
    look = exists().where(
        CONTACT_LOOK.c.person_id == person_id,
        CONTACT_LOOK.c.viewer_handle == viewer.handle,
        CONTACT_LOOK.c.at > now - SHOWN_FOR,
    )
    return bool(session.connection().scalar(select(look)))


def _looks_within_a_day(session: Session, viewer: Viewer, person_id: int, *, now: datetime) -> int:
    """Count the other people whom a member looked up lately."""
    count = select(func.count(CONTACT_LOOK.c.person_id.distinct())).where(
        CONTACT_LOOK.c.viewer_handle == viewer.handle,
        CONTACT_LOOK.c.at > now - _DAY,
        CONTACT_LOOK.c.person_id != person_id,
    )
    return session.connection().scalar(count) or 0
