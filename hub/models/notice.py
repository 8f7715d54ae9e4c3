"""Notices: what a person wants to hear by mail and how often, and what they were told already."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts, word_of


class NoticeKind(StrEnum):
    """What a notice is about; what each says stands in :mod:`hub.services.notice_kinds`."""

    NEW_SUGGESTIONS = "new_suggestions"
    WAS_SUGGESTED = "was_suggested"
    SAVED_SEARCH = "saved_search"
    ACCOUNT = "account"
    OFFER_ARRIVED = "offer_arrived"
    OFFER_ANSWERED = "offer_answered"


class Rhythm(StrEnum):
    """How often a person wants a letter with what is new."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class NoticeChoice(SQLModel, table=True):
    """Whether a person wants notices of a kind; without a row it is as the kind's default says."""

    __tablename__ = "notice_choice"

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    kind: NoticeKind = Field(sa_type=word_of(NoticeKind), primary_key=True)
    is_on: bool
    chosen_at: datetime = Field(sa_type=Instant)


class LetterRhythm(SQLModel, table=True):
    """How often a person gets a letter, and when the next is due.

    ``due_at`` is ``None`` while they want none. ``looked_at`` is when the last was due.
    """

    __tablename__ = "letter_rhythm"
    __table_args__ = (Index("ix_letter_rhythm_due", "due_at"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    rhythm: Rhythm = Field(default=Rhythm.WEEKLY, sa_type=word_of(Rhythm))
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    looked_at: datetime | None = Field(default=None, sa_type=Instant)


class MailedSearch(SQLModel, table=True):
    """A search that a person keeps and wants news of, of things newer than ``since``."""

    __tablename__ = "mailed_search"
    __table_args__ = (Index("ix_mailed_search_person", "person_id"),)

    search_id: int = Field(foreign_key="saved_search.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    since: datetime = Field(sa_type=Instant)


class NoticeTold(SQLModel, table=True):
    """A task or a project that a letter told a person of: it tells of none twice."""

    __tablename__ = "notice_told"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "task_id", name="uq_notice_told_task"),
        UniqueConstraint("person_id", "kind", "project_id", name="uq_notice_told_project"),
        Index("ix_notice_told_task", "task_id"),
        Index("ix_notice_told_project", "project_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: NoticeKind = Field(sa_type=word_of(NoticeKind))
    task_id: int | None = Field(default=None, foreign_key="task.id", ondelete="CASCADE")
    project_id: int | None = Field(default=None, foreign_key="project.id", ondelete="CASCADE")
    told_at: datetime = Field(sa_type=Instant)


class KnownBrowser(SQLModel, table=True):
    """A browser, in words, in which a person signed in; a new one is told of once."""

    __tablename__ = "known_browser"
    __table_args__ = (Index("ix_known_browser_told", "told_at"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    browser: str = Field(max_length=80, primary_key=True)
    first_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)


class StopLink(SQLModel, table=True):
    """The link of one letter with which its reader stops mails like it, without signing in."""

    __tablename__ = "stop_link"
    __table_args__ = (
        Index("ix_stop_link_person", "person_id"),
        Index("ix_stop_link_made", "made_at"),
    )

    secret_hash: str = Field(max_length=64, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    kinds: tuple[str, ...] = Field(default=(), sa_type=Texts)
    made_at: datetime = Field(sa_type=Instant)
