"""Tasks: open pieces of work, from a forge's issue or posted by hand, and the logins seen there."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts, index_of_the_stale, word_of


class Origin(StrEnum):
    """Where a task comes from."""

    ISSUE = "issue"
    NEED = "need"


class Freshness(StrEnum):
    """Whether a task is there to be taken, as far as can be seen."""

    OPEN = "open"
    QUIET = "quiet"
    TAKEN = "taken"
    REVIEW = "review"
    ASLEEP = "asleep"
    UNKNOWN = "unknown"
    CLOSED = "closed"


class Author(SQLModel, table=True):
    """A login seen on a forge. Not a person: nothing is known or kept but the name and link."""

    __tablename__ = "author"
    __table_args__ = (UniqueConstraint("forge", "host", "remote_id", name="uq_author_remote"),)

    id: int | None = Field(default=None, primary_key=True)
    forge: str = Field(max_length=20)
    host: str = Field(max_length=253)
    remote_id: str = Field(max_length=100)
    login: str = Field(max_length=200)
    url: str
    is_bot: bool = False


class Task(SQLModel, table=True):
    """An open piece of work. An issue is stored once per repository; a need has no forge record.

    ``freshness`` is what it was when last worked out; it turns by itself at
    ``freshness_turns_at``, and the reconciliation of the index works it out anew then.

    ``claimed_by`` said so in a comment, and last spoke at ``claimed_at``; where nobody has it, that
    is when it was given back. ``answered_at`` is when somebody else than its author first spoke.
    ``is_gone``: the forge has the issue no more, deleted or moved away. ``is_advertised``: its
    project names no labels of its own, or this carries one of them. The columns from ``need_key``
    on are those of a need in a project's own file.

    ``effort`` is what labels say; ``estimated_effort`` is guessed where they do not, and rests on
    the signs of ``estimate_basis``. ``normalised_by`` names the rules that read the issue
    (:mod:`hub.normalise.version`); it is ``None`` for what is no issue, and where the text was
    forgotten (:mod:`hub.services.old_texts`), so that there is nothing to read anew.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("repository_id", "remote_id", name="uq_task_remote"),
        CheckConstraint(
            "(origin = 'issue' AND repository_id IS NOT NULL AND remote_id IS NOT NULL)"
            " OR (origin = 'need' AND remote_id IS NULL)",
            name="ck_task_origin",
        ),
        CheckConstraint("title <> ''", name="ck_task_title"),
        Index("ix_task_project", "project_id", "is_open"),
        Index("ix_task_author", "author_id"),
        index_of_the_stale("task"),
        Index("ix_task_turns", "freshness_turns_at"),
        Index("ix_task_normalised", "normalised_by"),
        Index("ix_task_updated", "updated_at", "id"),
        Index("uq_task_need", "repository_id", "need_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", ondelete="CASCADE")
    repository_id: int | None = Field(default=None, foreign_key="repository.id", ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="author.id", ondelete="SET NULL")
    origin: Origin = Field(default=Origin.ISSUE, sa_type=word_of(Origin))
    remote_id: str | None = Field(default=None, max_length=100)
    number: int | None = None
    url: str | None = None
    title: str = Field(max_length=1000)
    body: str = ""
    labels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    kinds: tuple[str, ...] = Field(default=(), sa_type=Texts)
    skills: tuple[str, ...] = Field(default=(), sa_type=Texts)
    spoken: str | None = Field(default=None, max_length=10)
    level: str | None = Field(default=None, max_length=20)
    effort: str | None = Field(default=None, max_length=20)
    impact: str | None = Field(default=None, max_length=20)
    estimated_effort: str | None = Field(default=None, max_length=20)
    estimate_basis: tuple[str, ...] = Field(default=(), sa_type=Texts)
    is_newcomer_fit: bool = False
    has_mentor: bool = False
    wants_help: bool = False
    is_blocked: bool = False
    is_open: bool = True
    assignees: tuple[str, ...] = Field(default=(), sa_type=Texts)
    linked_change_url: str | None = None
    comments: int | None = None
    participants: int | None = None
    claimed_by: str | None = Field(default=None, max_length=200)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    is_gone: bool = False
    is_advertised: bool = True
    need_key: str | None = Field(default=None, max_length=100)
    answered_by: str | None = Field(default=None, max_length=200)
    mentor: str | None = Field(default=None, max_length=200)
    expires_on: date | None = None
    opened_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    freshness: Freshness = Field(default=Freshness.UNKNOWN, sa_type=word_of(Freshness))
    freshness_turns_at: datetime | None = Field(default=None, sa_type=Instant)
    normalised_by: str | None = Field(default=None, max_length=20)
    changed_at: datetime = Field(sa_type=Instant)
    indexed_at: datetime | None = Field(default=None, sa_type=Instant)
