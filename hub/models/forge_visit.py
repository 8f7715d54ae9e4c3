"""On the way to a forge and back, to sign in or to join an account there; ten minutes at most.

Secrets are kept as their SHA-256. What only the forge and the browser must know (the PKCE verifier
and the nonce) is derived from the browser's secret and stands nowhere.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class ForgeVisit(SQLModel, table=True):
    """Somebody who was sent to a forge; deleted when they come back, so that it works once.

    ``person_id`` is set where a person who is signed in joins an account to themselves.
    """

    __tablename__ = "forge_visit"
    __table_args__ = (
        Index("ix_forge_visit_ends", "ends_at"),
        Index("ix_forge_visit_person", "person_id"),
    )

    state_hash: str = Field(max_length=64, primary_key=True)
    browser_hash: str = Field(max_length=64)
    host: str = Field(max_length=253)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE")
    next_address: str = Field(max_length=2048)
    ends_at: datetime = Field(sa_type=Instant)


class ForgeArrival(SQLModel, table=True):
    """Somebody whom a forge named, and whom nobody here is yet: waits for the name of a person."""

    __tablename__ = "forge_arrival"
    __table_args__ = (Index("ix_forge_arrival_ends", "ends_at"),)

    secret_hash: str = Field(max_length=64, primary_key=True)
    browser_hash: str = Field(max_length=64)
    forge: str = Field(max_length=20)
    host: str = Field(max_length=253)
    remote_id: str = Field(max_length=100)
    handle: str = Field(max_length=255)
    name: str = Field(max_length=120)
    next_address: str = Field(max_length=2048)
    ends_at: datetime = Field(sa_type=Instant)
