"""All that scoring may look at of a project, and what it gives back. Frozen, free of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from hub.matching.facts import Reason
from hub.matching.pace import Pace


class FittingTask(NamedTuple):
    """A free task of a project that could suit one person, with the score of the two."""

    task_id: int
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as the matcher sees it. ``None`` is not known.

    ``skills`` is what it is made with, the main language first; ``kinds`` counts its free tasks by
    kind; ``spoken`` is the language of most of them; ``places`` are hosts and paths of its
    repositories in small letters. ``asked_tasks`` are those with which it asks for help in so many
    words. ``fitting`` is about one person, the best first.
    """

    project_id: int
    slug: str
    name: str
    skills: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    spoken: str | None = None
    free_tasks: int = 0
    newcomer_tasks: int = 0
    mentored_tasks: int = 0
    asked_tasks: int = 0
    newcomers_a_month: int | None = None
    life: str | None = None
    last_change_at: datetime | None = None
    places: frozenset[str] = frozenset()
    pace: Pace | None = None
    stars: int | None = None
    listed_at: datetime | None = None
    fitting: tuple[FittingTask, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSuggestion:
    """A project and a person that could suit each other. ``score`` is the sum of its reasons.

    ``exact`` is the same sum before its values were rounded: it orders equals. ``fitting`` are the
    tasks with which to begin.
    """

    project_id: int
    person_id: int
    score: float
    reasons: tuple[Reason, ...]
    exact: float = 0.0
    fitting: tuple[FittingTask, ...] = ()
