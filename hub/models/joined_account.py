"""Accounts on forges that people joined to themselves here, by signing in there."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class JoinedAccount(SQLModel, table=True):
    """An account of a person on a forge. ``remote_id`` is the forge's own, which names outlive.

    ``seen_at`` is when they last signed in with it: until then the handle was theirs.
    ``history_since`` is set while the person wants what they did there brought in.
    """

    __tablename__ = "joined_account"
    __table_args__ = (
        UniqueConstraint("host", "remote_id", name="uq_joined_account_remote"),
        Index("ix_joined_account_person", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    forge: str = Field(max_length=20)
    host: str = Field(max_length=253)
    remote_id: str = Field(max_length=100)
    handle: str = Field(max_length=255)
    joined_at: datetime = Field(sa_type=Instant)
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    history_since: datetime | None = Field(default=None, sa_type=Instant)
    history_read_at: datetime | None = Field(default=None, sa_type=Instant)
