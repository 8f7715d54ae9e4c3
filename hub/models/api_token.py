"""Tokens with which a person's own programs ask the API."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts


class Scope(StrEnum):
    """What a token is good for."""

    READ_OWN = "read:own"
    WRITE_OWN = "write:own"


class ApiToken(SQLModel, table=True):
    """A token of a person. Of the token itself nothing is kept but its SHA-256.

    ``used_at`` is kept to ten minutes, as for browsers.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_api_token_secret"),
        UniqueConstraint("person_id", "name", name="uq_api_token_name"),
        Index("ix_api_token_ends", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    name: str = Field(max_length=80)
    secret_hash: str = Field(max_length=64)
    scopes: tuple[str, ...] = Field(default=(), sa_type=Texts)
    made_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
