"""Projects: what people join, and the repositories they live in."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts, index_of_the_stale, word_of
from hub.models.source import Health


class Project(SQLModel, table=True):
    """What people join. ``changed_at`` moves only when a value really changed.

    How lively it is turns by itself at ``life_turns_at``; see :mod:`hub.services.freshness`.

    What the project says about itself in its repository stands in the columns from ``said_in`` on,
    and wins over guesses: ``said_in`` names the files that were read, ``own_labels`` the labels
    whose issues may be shown (all, if empty), ``newcomers_a_month`` its room for new people,
    ``ai_rule`` what it says of contributions made with AI, ``answered_by`` who answers,
    ``away_until`` when they are back. ``hidden_because`` says why it is not listed.
    """

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("slug", name="uq_project_slug"),
        CheckConstraint("name <> ''", name="ck_project_name"),
        index_of_the_stale("project"),
        Index("ix_project_turns", "life_turns_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=120)
    name: str = Field(max_length=300)
    summary: str | None = None
    homepage: str | None = None
    causes: tuple[str, ...] = Field(default=(), sa_type=Texts)
    stage: str | None = Field(default=None, max_length=20)
    help_labels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    catalogues: tuple[str, ...] = Field(default=(), sa_type=Texts)
    is_claimed: bool = False
    life_turns_at: datetime | None = Field(default=None, sa_type=Instant)
    is_listed: bool = True
    hidden_because: str | None = Field(default=None, max_length=300)
    said_in: tuple[str, ...] = Field(default=(), sa_type=Texts)
    own_labels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    newcomers_a_month: int | None = None
    ai_rule: str | None = Field(default=None, max_length=300)
    answered_by: str | None = Field(default=None, max_length=200)
    away_until: date | None = None
    added_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    indexed_at: datetime | None = Field(default=None, sa_type=Instant)


class Repository(SQLModel, table=True):
    """One repository on a forge. ``path_key`` is the path folded, for forges that ignore case.

    ``issues_cursor`` says where the next pull of issues goes on; it moves in the transaction
    that stores the page before it. ``remote_id`` is empty until the forge was read once.

    ``due_at`` is when it is to be pulled next by how lively it is, ``tried_at`` when it last was.
    All comments since ``comments_since`` were read, up to ``comments_at``; ``counted_at`` is when
    its open issues were last compared with ours.
    """

    __tablename__ = "repository"
    __table_args__ = (
        UniqueConstraint("forge", "host", "remote_id", name="uq_repository_remote"),
        UniqueConstraint("forge", "host", "path_key", name="uq_repository_path"),
        Index("ix_repository_project", "project_id"),
        Index("ix_repository_source", "source_id"),
        Index("ix_repository_due", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", ondelete="CASCADE")
    source_id: int | None = Field(default=None, foreign_key="source.id", ondelete="SET NULL")
    forge: str = Field(max_length=20)
    host: str = Field(max_length=253)
    remote_id: str | None = Field(default=None, max_length=100)
    path: str = Field(max_length=300)
    path_key: str = Field(max_length=300)
    url: str
    description: str | None = None
    topics: tuple[str, ...] = Field(default=(), sa_type=Texts)
    languages: tuple[str, ...] = Field(default=(), sa_type=Texts)
    skills: tuple[str, ...] = Field(default=(), sa_type=Texts)
    licence: str | None = Field(default=None, max_length=200)
    stars: int | None = None
    is_archived: bool = False
    is_fork: bool = False
    has_issues: bool = True
    default_branch: str | None = Field(default=None, max_length=255)
    homepage: str | None = None
    contributing_url: str | None = None
    code_of_conduct_url: str | None = None
    owner_login: str | None = Field(default=None, max_length=200)
    pushed_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime | None = Field(default=None, sa_type=Instant)
    health: Health = Field(default=Health.UNREAD, sa_type=word_of(Health))
    message: str | None = None
    etag: str | None = None
    issues_cursor: str | None = None
    completed_at: datetime | None = Field(default=None, sa_type=Instant)
    comments_since: datetime | None = Field(default=None, sa_type=Instant)
    comments_at: datetime | None = Field(default=None, sa_type=Instant)
    counted_at: datetime | None = Field(default=None, sa_type=Instant)
    tried_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    good_at: datetime | None = Field(default=None, sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)


class ProjectFile(SQLModel, table=True):
    """A file in which a project speaks about itself, as it was last read.

    ``said`` is what it says (:func:`hub.normalise.project_files.values.to_plain`); it stays when
    the file cannot be read any more. ``problems`` are its mistakes in plain words, each with its
    line; a file with mistakes counts as far as it could be read.
    """

    __tablename__ = "project_file"

    repository_id: int = Field(foreign_key="repository.id", ondelete="CASCADE", primary_key=True)
    name: str = Field(max_length=100, primary_key=True)
    said: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    problems: tuple[str, ...] = Field(default=(), sa_type=Texts)
    digest: str = Field(max_length=64)
    read_at: datetime = Field(sa_type=Instant)


class ProjectPace(SQLModel, table=True):
    """How a project answered within a year, as last measured: see :mod:`hub.services.pace`.

    ``answers_within_s`` is the middle wait in seconds, ``None`` where too few were answered.
    ``unanswered`` counts the issues that had time to be answered and were not.
    """

    __tablename__ = "project_pace"

    project_id: int = Field(foreign_key="project.id", ondelete="CASCADE", primary_key=True)
    answers_within_s: float | None = None
    answered: int
    unanswered: int
    measured_at: datetime = Field(sa_type=Instant)
