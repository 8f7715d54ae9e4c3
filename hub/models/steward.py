"""Stewards: who looks after a project on this hub, and who is asked to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, word_of


class Proof(StrEnum):
    """By what somebody became a steward: a forge, the project's own file, or another steward."""

    OWNER = "owner"
    FILE = "file"
    STEWARD = "steward"


class Steward(SQLModel, table=True):
    """A person who looks after a project. Who added them is not kept."""

    __tablename__ = "steward"
    __table_args__ = (Index("ix_steward_person", "person_id"),)

    project_id: int = Field(foreign_key="project.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    proof: Proof = Field(sa_type=word_of(Proof))
    since: datetime = Field(sa_type=Instant)


class StewardRequest(SQLModel, table=True):
    """A person was asked to look after a project too. Who asked is not kept."""

    __tablename__ = "steward_request"
    __table_args__ = (
        Index("ix_steward_request_person", "person_id"),
        Index("ix_steward_request_asked", "asked_at"),
    )

    project_id: int = Field(foreign_key="project.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    asked_at: datetime = Field(sa_type=Instant)
