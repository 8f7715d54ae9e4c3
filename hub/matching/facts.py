"""Everything that scoring may look at, and what it gives back. Frozen, free of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from hub.matching.pace import Pace
from hub.matching.sentences import Sentence


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as the matcher sees it. ``None`` is not known and makes no signal.

    ``skills`` are vocabulary keys, those asked for by the task first, then those of its
    repository; ``words`` is title, labels and the start of the body. ``repository`` is host
    and path (``codeberg.org/noor/ferry``), to find earlier work in the same place. ``close_skills``
    maps a skill that is asked for to those that bring somebody near it, and how: it is ``broader``,
    ``near`` or ``narrower`` than the skill that they have. ``estimated_effort`` is guessed, and
    counts only where no ``effort`` is said. ``pace``, ``stars`` and ``listed_at`` (since when this
    hub lists it) are those of its project.
    """

    task_id: int
    project_slug: str
    title: str
    words: str
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    project_skills: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    spoken: str | None = None
    level: str | None = None
    effort: str | None = None
    estimated_effort: str | None = None
    is_newcomer_fit: bool = False
    has_mentor: bool = False
    freshness: str = "unknown"
    last_word_at: datetime | None = None
    pace: Pace | None = None
    stars: int | None = None
    listed_at: datetime | None = None
    repository: str = ""
    labels: tuple[str, ...] = ()
    close_skills: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastWork:
    """One thing that a person finished and let the hub see."""

    title: str
    words: str
    project_path: str
    host: str
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    done_at: datetime
    labels: tuple[str, ...] = ()
    url: str = ""

    @property
    def place(self) -> str:
        """Give host and path in small letters, as forges tell them apart."""
        return _place(self.host, self.project_path)


@lru_cache(maxsize=4096)
def _place(host: str, path: str) -> str:
    return f"{host}/{path}".lower()


@dataclass(frozen=True, slots=True)
class SpeakingWork:
    """A finished thing that speaks for a task. ``value`` is its part of :attr:`WorkHere.value`.

    ``shared`` are words and labels that both have, the rarest first.
    """

    work: PastWork
    value: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkHere:
    """What the finished work in a task's project says of one person, for that task.

    ``value`` in [0, 1] is how much the task looks like theirs. ``activity`` adds up their finished
    things, each halved with every 240 days of age; ``count`` counts them. ``speaking`` are those
    that say most, the strongest first. ``others`` is the highest value of anybody else here.
    """

    value: float
    activity: float
    count: int
    last_at: datetime
    speaking: tuple[SpeakingWork, ...] = ()
    others: float = 0.0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as the matcher sees it: only what they said, or let the hub read.

    ``never`` holds skills and ``never_projects`` slugs that must not be suggested: a hard stop.
    ``suggested_causes`` are those of the only projects to which they may be suggested, a hard stop
    too; empty for all, and always in their own list. ``spoken`` are language codes, the best first.
    ``here`` is about one task alone.

    ``answered`` are tasks to which they said that they are on it, or not now: a hard stop too.
    ``declined_kinds`` are kinds of work that they said are not theirs. ``liked`` are titles of
    tasks that they called great, given for their own list alone.

    ``closed`` names what they did not open to who asks: it is empty here, and nothing is said of
    it. ``most_tasks`` is for how many open tasks they may be suggested at once.
    """

    person_id: int
    name: str
    has: frozenset[str] = frozenset()
    learning: frozenset[str] = frozenset()
    mentors: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    never_projects: frozenset[str] = frozenset()
    suggested_causes: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    level: str | None = None
    hours_per_week: float | None = None
    past: tuple[PastWork, ...] = field(default=())
    answered: frozenset[int] = frozenset()
    declined_kinds: frozenset[str] = frozenset()
    liked: tuple[str, ...] = ()
    here: WorkHere | None = None
    closed: frozenset[str] = frozenset()
    most_tasks: int = 1


class Fit(StrEnum):
    """How a reason speaks: for it, partly, or honestly not yet."""

    CLEAR = "clear"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Reason(NamedTuple):
    """A signal with its sentence. ``value`` lies in [0, 1]; ``weight * value`` is its share.

    ``sentence`` and ``source``, which says where the fact is from, are told in the reader's
    language (:mod:`hub.matching.telling`). ``past`` are the finished things behind it, each with
    its part of the value.
    """

    signal: str
    fit: Fit
    value: float
    weight: float
    sentence: Sentence
    source: Sentence | None = None
    past: tuple[SpeakingWork, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A task and a person that could suit each other. ``score`` is the sum of its reasons.

    ``exact`` is the same sum before its values were rounded: it orders equals.
    """

    task_id: int
    person_id: int
    score: float
    reasons: tuple[Reason, ...]
    exact: float = 0.0
