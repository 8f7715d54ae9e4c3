"""How far the history of a joined account was read, and what its person struck out of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class HistoryReading(SQLModel, table=True):
    """Where reading stands; there while its person wants their history brought in.

    ``due_at`` is moved on by whoever reads, so that no two workers read the same. ``used_since``
    is set once the person has looked at it and lets it be used. ``whole_since`` is when all of it
    was last begun to be read from the start.
    """

    __tablename__ = "history_reading"
    __table_args__ = (Index("ix_history_reading_due", "due_at"),)

    account_id: int = Field(foreign_key="joined_account.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    cursor: str | None = None
    due_at: datetime = Field(sa_type=Instant)
    whole_since: datetime | None = Field(default=None, sa_type=Instant)
    used_since: datetime | None = Field(default=None, sa_type=Instant)
    problem: str | None = None
    failures: int = 0


class StruckWork(SQLModel, table=True):
    """A contribution, or a whole repository, that its person struck.

    ``remote_id`` is the forge's own number, and no more is kept than that it stays away.
    """

    __tablename__ = "struck_work"

    account_id: int = Field(foreign_key="joined_account.id", ondelete="CASCADE", primary_key=True)
    remote_id: str = Field(max_length=120, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    struck_at: datetime = Field(sa_type=Instant)
