"""Suggestions that were shown: what a person can ask about, and what weights are fitted on."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class SuggestionShown(SQLModel, table=True):
    """A person was shown beside a task on a day, with this score by these weights.

    ``values`` are those of the reasons by signal: what weights are fitted on, and what tells a
    person later why they were shown.
    """

    __tablename__ = "suggestion_shown"
    __table_args__ = (
        UniqueConstraint("task_id", "person_id", "shown_on", name="uq_suggestion_shown_day"),
        Index("ix_suggestion_shown_person", "person_id", "shown_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    shown_on: date
    shown_at: datetime = Field(sa_type=Instant)
    score: float
    values: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    weights_version: str = Field(max_length=40)
