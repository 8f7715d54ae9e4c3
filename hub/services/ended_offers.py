"""Ends offers that nobody can answer any more, and those of people who leave."""

from datetime import datetime

from sqlalchemy import exists, not_, update
from sqlmodel import Session

from hub.models import LIVE, OfferState
from hub.services.tables import OFFER, STEWARD, TASK


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
