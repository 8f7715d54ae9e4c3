"""What a person said to a suggestion, for their own eyes, and weights fitted on such answers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, word_of


class Verdict(StrEnum):
    """What a person says to a task that was suggested to them."""

    NOT_FOR_ME = "not_for_me"
    LATER = "later"
    ON_IT = "on_it"
    GREAT = "great"


class Why(StrEnum):
    """Why a task is not for somebody."""

    PROJECT = "project"
    KIND = "kind"
    SIZE = "size"
    SKILLS = "skills"
    OTHER = "other"


class Feedback(SQLModel, table=True):
    """What a person last said to a task. Nobody else sees it.

    ``why`` stands beside :attr:`Verdict.NOT_FOR_ME` alone, ``until`` beside :attr:`Verdict.LATER`.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("person_id", "task_id", name="uq_feedback_pair"),
        Index("ix_feedback_task", "task_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    task_id: int = Field(foreign_key="task.id", ondelete="CASCADE")
    verdict: Verdict = Field(sa_type=word_of(Verdict))
    why: Why | None = Field(default=None, sa_type=word_of(Why))
    until: datetime | None = Field(default=None, sa_type=Instant)
    said_at: datetime = Field(sa_type=Instant)


class FittedWeights(SQLModel, table=True):
    """Points by signal, fitted on this hub's own answers. The newest are used.

    ``because`` says what was measured when they were fitted.
    """

    __tablename__ = "fitted_weights"

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(max_length=40)
    made_on: date
    points: dict[str, int] = Field(sa_type=JSON)
    because: str
