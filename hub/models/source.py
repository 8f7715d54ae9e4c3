"""Sources: what the hub is told to pull, and the story of each pull."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts, word_of


class Health(StrEnum):
    """How a source, or a repository of it, was at the last try."""

    UNREAD = "unread"
    GOOD = "good"
    WAITING = "waiting"
    REFUSED = "refused"
    GONE = "gone"
    UNREACHABLE = "unreachable"

    @property
    def is_unread(self) -> bool:
        """Say whether what is stored may be out of date: the forge cannot be read now."""
        return self in (Health.REFUSED, Health.UNREACHABLE)

    @property
    def is_in_trouble(self) -> bool:
        """Say whether somebody should look at it."""
        return self.is_unread or self is Health.GONE


class RunStatus(StrEnum):
    """How a sync run ended; ``running`` without a live process means that it was interrupted."""

    RUNNING = "running"
    DONE = "done"
    WAITING = "waiting"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Source(SQLModel, table=True):
    """What to pull from one forge: a scope of it and where to find that.

    ``discover_cursor`` lets the forge say that its list has not changed; ``listed_at`` is when the
    whole list was last read, ``found_at`` when it was last asked for at all. ``due_at`` is when the
    source is to be looked at next.
    """

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("forge", "host", "scope", "locator", name="uq_source_place"),
        CheckConstraint("locator <> ''", name="ck_source_locator"),
        Index("ix_source_due", "is_paused", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    forge: str = Field(max_length=20)
    host: str = Field(max_length=253)
    scope: str = Field(max_length=20)
    locator: str = Field(max_length=300)
    is_paused: bool = False
    paused_because: str | None = None
    health: Health = Field(default=Health.UNREAD, sa_type=word_of(Health))
    message: str | None = None
    added_at: datetime = Field(sa_type=Instant)
    tried_at: datetime | None = Field(default=None, sa_type=Instant)
    good_at: datetime | None = Field(default=None, sa_type=Instant)
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    listed_at: datetime | None = Field(default=None, sa_type=Instant)
    found_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    discover_cursor: str | None = None


class SyncRun(SQLModel, table=True):
    """One pull of a source: what it saw, what it changed, what it skipped and why.

    ``problems`` holds the first twenty sentences; ``records_skipped`` counts all.
    """

    __tablename__ = "sync_run"
    __table_args__ = (Index("ix_sync_run_source", "source_id", "started_at", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", ondelete="CASCADE")
    status: RunStatus = Field(default=RunStatus.RUNNING, sa_type=word_of(RunStatus))
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    repositories_seen: int = 0
    issues_seen: int = 0
    tasks_changed: int = 0
    records_skipped: int = 0
    records_gone: int = 0
    requests_made: int = 0
    message: str | None = None
    problems: tuple[str, ...] = Field(default=(), sa_type=Texts)
