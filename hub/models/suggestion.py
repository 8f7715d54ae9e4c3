"""Suggestions that were shown: what a person can ask about, and what weights are fitted on."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, word_of


class Side(StrEnum):
    """Where a suggestion was shown: on the task's page, or on the person's."""

    PROJECT = "project"
    PERSON = "person"


class SuggestionShown(SQLModel, table=True):
    """A person and a task were shown together on a day, with this score by these weights.

    ``values`` are those of the reasons by signal: what weights are fitted on, and what tells a
    person later why they were shown.
    """

    __tablename__ = "suggestion_shown"
    __table_args__ = (
        UniqueConstraint(
            "task_id", "person_id", "shown_on", "side", name="uq_suggestion_shown_day"
        ),
        # All that a person's load is counted from.
        Index("ix_suggestion_shown_person", "person_id", "side", "shown_on", "task_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    shown_on: date
    side: Side = Field(default=Side.PROJECT, sa_type=word_of(Side))
    shown_at: datetime = Field(sa_type=Instant)
    score: float
    values: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    weights_version: str = Field(max_length=40)
