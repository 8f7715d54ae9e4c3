"""Ends offers that nobody can answer any more, and those of people who leave."""

from datetime import datetime, timedelta

from sqlalchemy import exists, not_, or_, select, update
from sqlmodel import Session

from hub.models import LIVE, OfferState
from hub.services.tables import OFFER, STEWARD, TASK

UNANSWERED_FOR = timedelta(days=60)


def hold(session: Session, person_id: int) -> None:
    """Let nobody answer the offers of a person before this transaction has ended."""
    session.execute(select(OFFER.c.id).where(OFFER.c.person_id == person_id).with_for_update())


def end_old(session: Session, *, now: datetime) -> None:
    """End offers that wait for a task that is closed, or have waited for 60 days.

    Needs a session that may write.
    """
    closed = select(TASK.c.id).where(TASK.c.is_open.is_(False))
    is_old = OFFER.c.sent_at <= now - UNANSWERED_FOR
    session.execute(
        update(OFFER)
        .where(OFFER.c.state == OfferState.SENT, or_(is_old, OFFER.c.task_id.in_(closed)))
        .values(state=OfferState.ENDED, settled_at=now)
    )


def end_those_of_nobody(session: Session, *, now: datetime) -> None:
    """End the offers to projects that nobody looks after. Needs a session that may write."""
    is_looked_after = exists().where(
        TASK.c.id == OFFER.c.task_id, STEWARD.c.project_id == TASK.c.project_id
    )
    session.execute(
        update(OFFER)
        .where(OFFER.c.state.in_(LIVE), not_(is_looked_after))
        .values(state=OfferState.ENDED, settled_at=now)
    )


def leave_words(session: Session, person_id: int, *, now: datetime) -> None:
    """Let the words of a person's offers stay without their name; those taken back do not.

    Needs a session that may write.
    """
    of_person = OFFER.c.person_id == person_id
    session.execute(
        update(OFFER)
        .where(of_person, OFFER.c.state.in_(LIVE))
        .values(state=OfferState.ENDED, settled_at=now)
    )
    session.execute(
        update(OFFER)
        .where(of_person, OFFER.c.state != OfferState.TAKEN_BACK)
        .values(person_id=None, hours_per_week=None)
    )
