"""What services hand to pages and to the API: frozen values, free of rows, sessions and wording.

Closed sets are named by their keys (kind ``a11y``, freshness ``open``); labels and sentences are
made where they are shown. A ``Span`` tuple is a text whose matched pieces are marked.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hub.models import Freshness, Health, Origin
from search.base import Span


class Ending(StrEnum):
    """Why a task cannot be taken any more: done, off its forge, or its repository is archived."""

    CLOSED = "closed"
    GONE = "gone"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class FreshnessView:
    """How free a task is. ``since`` is the last word on it; ``who`` are the logins on it.

    ``until`` is when a claim made in a comment ends, if ``who`` is on it by that. ``ending`` is
    set on what is closed. ``steward`` is away until ``away_until``, where the project said so;
    that day may have passed.
    """

    state: Freshness
    since: datetime | None = None
    who: tuple[str, ...] = ()
    until: datetime | None = None
    ending: Ending | None = None
    away_until: date | None = None
    steward: str | None = None


@dataclass(frozen=True, slots=True)
class EstimateView:
    """An effort that nobody said, and the keys of the signs that it is guessed from.

    "medium" is at least that.
    """

    effort: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task in a list. ``spoken``, ``level`` and ``effort`` are ``None`` where not known."""

    task_id: int
    title: tuple[Span, ...]
    excerpt: tuple[Span, ...]
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    project_slug: str
    project_name: str
    host: str | None
    freshness: FreshnessView
    opened_at: datetime
    updated_at: datetime
    spoken: str | None = None
    level: str | None = None
    effort: str | None = None
    is_newcomer_fit: bool = False
    has_mentor: bool = False


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in a list. ``open_tasks`` counts by kind, the most first."""

    project_id: int
    slug: str
    name: tuple[Span, ...]
    summary: tuple[Span, ...]
    causes: tuple[str, ...]
    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    stars: int | None
    is_archived: bool
    added_at: datetime
    last_change_at: datetime | None
    open_tasks: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HubNumbers:
    """The hub in live numbers, bad ones too."""

    open_tasks: int
    projects: int
    forges: int
    people_suggested: int
    sources_good: int
    sources_total: int
    spoken_languages: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page. ``kinds`` and ``causes`` hold (key, number of open tasks or projects)."""

    numbers: HubNumbers
    kinds: tuple[tuple[str, int], ...]
    causes: tuple[tuple[str, int], ...]
    fresh_tasks: tuple[TaskCard, ...]


@dataclass(frozen=True, slots=True)
class RepositoryView:
    """Where a project lives, and how well the hub could read it."""

    forge: str
    host: str
    path: str
    url: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    licence: str | None
    stars: int | None
    is_archived: bool
    default_branch: str | None
    contributing_url: str | None
    code_of_conduct_url: str | None
    pushed_at: datetime | None
    created_at: datetime | None
    read_at: datetime | None
    health: Health
    message: str | None


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A login that opened tasks here, with a link to its page on the forge."""

    login: str
    host: str
    url: str
    tasks: int


@dataclass(frozen=True, slots=True)
class OwnFileView:
    """A file in which a project speaks about itself; ``problems`` name their lines."""

    name: str
    path: str
    url: str | None
    read_at: datetime
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWordsView:
    """What a project says about itself in its repository; ``None`` and empty are not said."""

    files: tuple[OwnFileView, ...]
    answered_by: str | None = None
    away_until: date | None = None
    newcomers_a_month: int | None = None
    ai_rule: str | None = None
    labels: tuple[str, ...] = ()
    maintainers: tuple[str, ...] = ()
    licence: str | None = None
    open_needs: int = 0


@dataclass(frozen=True, slots=True)
class WeekOfLife:
    """Issues opened and closed in one week that starts at ``starts_at``."""

    starts_at: datetime
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class PaceView:
    """The middle wait for a first answer and for closing, and of how many issues of a year.

    ``None`` is not known: fewer than five.
    """

    answers_within: timedelta | None
    answered: int
    closes_within: timedelta | None
    closed: int


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project's page. ``kinds`` counts the open tasks by kind, the most first.

    ``tasks`` holds the first few cards, those that can be taken before others.
    """

    slug: str
    name: str
    summary: str | None
    homepage: str | None
    causes: tuple[str, ...]
    stage: str | None
    catalogues: tuple[str, ...]
    is_claimed: bool
    added_at: datetime
    last_change_at: datetime | None
    repositories: tuple[RepositoryView, ...]
    authors: tuple[AuthorView, ...]
    weeks: tuple[WeekOfLife, ...]
    pace: PaceView
    answered_by: str | None
    away_until: date | None
    open_tasks: int
    kinds: tuple[tuple[str, int], ...]
    tasks: tuple[TaskCard, ...]
    own_words: OwnWordsView | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task's page. ``body`` is markdown as the forge gave it: hostile until rendered.

    Who answers, the mentor and the last day are those of a need in a project's own file;
    ``away_until`` is when the project's people are back. ``estimate`` stands only where no
    ``effort`` is said.
    """

    task_id: int
    origin: Origin
    title: str
    body: str
    url: str | None
    number: int | None
    is_open: bool
    project_slug: str
    project_name: str
    forge: str | None
    host: str | None
    author: AuthorView | None
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    labels: tuple[str, ...]
    spoken: str | None
    level: str | None
    effort: str | None
    is_newcomer_fit: bool
    has_mentor: bool
    freshness: FreshnessView
    linked_change_url: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    answered_at: datetime | None
    assignees: tuple[str, ...]
    comments: int | None
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    read_at: datetime | None
    read_health: Health | None
    contributing_url: str | None = None
    code_of_conduct_url: str | None = None
    answered_by: str | None = None
    mentor: str | None = None
    expires_on: date | None = None
    away_until: date | None = None
    impact: str | None = None
    estimate: EstimateView | None = None


@dataclass(frozen=True, slots=True)
class SavedSearchView:
    """A search that a person keeps; its ``address`` is one of this hub (``/search?q=bus``)."""

    search_id: int
    name: str
    address: str
    kept_at: datetime
