"""Persons: who signed in, what they can and want, and whether they asked for suggestions."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, true
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts, index_of_the_stale, word_of
from integrations.records import WorkSort


class Relation(StrEnum):
    """What a skill is to a person. Who can mentor a skill also has it."""

    HAS = "has"
    LEARNING = "learning"
    MENTOR = "mentor"
    NEVER = "never"


class Audience(StrEnum):
    """Who may see a field of a person, the fewest first. Each sees what the next ones see."""

    ONESELF = "oneself"
    STEWARDS = "stewards"
    MEMBERS = "members"
    EVERYONE = "everyone"


class Fluency(StrEnum):
    """How well a person speaks a language, the least first."""

    BASIC = "basic"
    CONVERSATIONAL = "conversational"
    FLUENT = "fluent"
    NATIVE = "native"


_SeenBy = word_of(Audience)


def _seen_by(audience: Audience) -> Any:
    """Make the column that says who may see a field: the narrowest that still works at first."""
    return Field(
        default=audience, sa_type=_SeenBy, sa_column_kwargs={"server_default": audience.value}
    )


class Person(SQLModel, table=True):
    """Somebody with an account. Suggested only while ``suggested_since`` is set and not paused.

    They stand in the list of people and in its search while ``findable_since`` is set. What others
    see of them then is said field by field: ``own_line_seen_by`` is for ``own_line``, and so on;
    ``name_seen_by`` bounds all of them. ``narrowed_at`` is when they last opened less.

    ``spoken`` holds BCP 47 codes, the best first, and ``spoken_levels`` beside it how well, where
    that was said: ``de:fluent``. ``hours_until`` is the last day for which the hours hold.
    ``contact`` is how to reach them; who looks it up is noted for them.
    ``never_projects`` holds project slugs; ``suggested_causes`` are those of the only projects to
    which they may be suggested, and empty for all.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("handle", name="uq_person_handle"),
        CheckConstraint("name <> ''", name="ck_person_name"),
        CheckConstraint("hours_per_week IS NULL OR hours_per_week > 0", name="ck_person_hours"),
        index_of_the_stale("person"),
    )

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(max_length=60)
    name: str = Field(max_length=120)
    own_line: str | None = Field(default=None, max_length=300)
    kinds: tuple[str, ...] = Field(default=(), sa_type=Texts)
    causes: tuple[str, ...] = Field(default=(), sa_type=Texts)
    spoken: tuple[str, ...] = Field(default=(), sa_type=Texts)
    level: str | None = Field(default=None, max_length=20)
    spoken_levels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    hours_per_week: float | None = None
    hours_until: date | None = None
    time_zone: str | None = Field(default=None, max_length=60)
    asked_for: str | None = Field(default=None, max_length=300)
    not_asked_for: str | None = Field(default=None, max_length=300)
    links: tuple[str, ...] = Field(default=(), sa_type=Texts)
    contact: str | None = Field(default=None, max_length=300)
    suggested_causes: tuple[str, ...] = Field(default=(), sa_type=Texts)
    never_projects: tuple[str, ...] = Field(default=(), sa_type=Texts)
    name_seen_by: Audience = _seen_by(Audience.MEMBERS)
    own_line_seen_by: Audience = _seen_by(Audience.ONESELF)
    skills_seen_by: Audience = _seen_by(Audience.MEMBERS)
    level_seen_by: Audience = _seen_by(Audience.MEMBERS)
    kinds_seen_by: Audience = _seen_by(Audience.MEMBERS)
    causes_seen_by: Audience = _seen_by(Audience.MEMBERS)
    spoken_seen_by: Audience = _seen_by(Audience.MEMBERS)
    hours_seen_by: Audience = _seen_by(Audience.MEMBERS)
    past_seen_by: Audience = _seen_by(Audience.MEMBERS)
    time_zone_seen_by: Audience = _seen_by(Audience.ONESELF)
    asks_seen_by: Audience = _seen_by(Audience.MEMBERS)
    links_seen_by: Audience = _seen_by(Audience.ONESELF)
    contact_seen_by: Audience = _seen_by(Audience.STEWARDS)
    narrowed_at: datetime | None = Field(default=None, sa_type=Instant)
    findable_since: datetime | None = Field(default=None, sa_type=Instant)
    suggested_since: datetime | None = Field(default=None, sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)
    is_operator: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    joined_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    indexed_at: datetime | None = Field(default=None, sa_type=Instant)
    # Set while nothing but an empty row is left of them, until the index has heard of it.
    left_at: datetime | None = Field(default=None, sa_type=Instant)


class PersonSkill(SQLModel, table=True):
    """What a skill is to a person: one relation for each skill."""

    __tablename__ = "person_skill"
    __table_args__ = (Index("ix_person_skill_skill", "skill", "relation"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    skill: str = Field(max_length=60, primary_key=True)
    relation: Relation = Field(sa_type=word_of(Relation))
    level: str | None = Field(default=None, max_length=20)


def _place(row: DefaultExecutionContext) -> str:
    # SQLAlchemy leaves this method without types; it alone sees each row of an insert of many.
    values: Mapping[str, str] = row.get_current_parameters()  # type: ignore[no-untyped-call]
    return f"{values['host']}/{values['project_path']}".lower()


class Contribution(SQLModel, table=True):
    """A thing that a person did on a forge, brought in at their wish.

    Nothing comes of it before ``is_used``: until then it is there to be looked at and struck.
    ``repository_id`` is the forge's own number of where it was done, ``seen_at`` when the forge
    last told of it.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("person_id", "host", "remote_id", name="uq_contribution_remote"),
        Index("ix_contribution_person", "person_id", "done_at"),
        Index("ix_contribution_place", "place"),
        Index("ix_contribution_account", "account_id", "done_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    account_id: int | None = Field(
        default=None, foreign_key="joined_account.id", ondelete="CASCADE"
    )
    host: str = Field(max_length=253)
    remote_id: str = Field(max_length=100)
    repository_id: str | None = Field(default=None, max_length=100)
    sort: WorkSort = Field(
        default=WorkSort.CHANGE,
        sa_type=word_of(WorkSort),
        sa_column_kwargs={"server_default": WorkSort.CHANGE.value},
    )
    is_used: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    project_path: str = Field(max_length=300)
    title: str
    text: str = ""
    url: str
    kinds: tuple[str, ...] = Field(default=(), sa_type=Texts)
    skills: tuple[str, ...] = Field(default=(), sa_type=Texts)
    labels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    done_at: datetime = Field(sa_type=Instant)
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    # Where it was done, in small letters, so that all work in a repository is found together.
    place: str | None = Field(
        default=None, max_length=560, sa_column_kwargs={"default": _place, "nullable": False}
    )
