"""Offers of help: "I want to help with this", for the stewards of a project to answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, word_of


class OfferState(StrEnum):
    """How far an offer is.

    ``ENDED``: handed back, not answered in time, for a task that was closed, or without anybody
    left who sent it or could answer.
    """

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


# While an offer is one of these, the stewards see what its person opened to them.
LIVE = (OfferState.SENT, OfferState.ACCEPTED)
_ONE_EACH = text("state IN ('sent', 'accepted', 'declined')")


class Offer(SQLModel, table=True):
    """An offer of a person for a task; one each, until they take it back or it ends.

    ``person_id`` is ``None`` where they left and let their words stay. ``answer`` is the project's,
    without the name of who wrote it. ``settled_at`` is when the offer came into its state, unless
    it still waits.
    """

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (settled_at IS NULL)", name="ck_offer_settled"),
        Index("ix_offer_task", "task_id"),
        Index("ix_offer_person", "person_id", "state"),
        Index(
            "uq_offer_one_each", "person_id", "task_id",
            unique=True, sqlite_where=_ONE_EACH, postgresql_where=_ONE_EACH,
        ),
        Index("ix_offer_settled", "settled_at"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE")
    task_id: int = Field(foreign_key="task.id", ondelete="CASCADE")
    words: str = Field(max_length=600)
    hours_per_week: float | None = None
    state: OfferState = Field(default=OfferState.SENT, sa_type=word_of(OfferState))
    sent_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = Field(default="", max_length=600)
