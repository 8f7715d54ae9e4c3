"""The search indexes: what is in them, and how a row becomes a document. Pure.

The keyword fields carry the names that the address of a search page uses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from hub.normalise.excerpts import plain_words
from hub.vocabulary.skills import skill_name
from search.base import Document, IndexSchema, Raise, TextField

# A body says what it is about at its start; stack traces and logs follow.
MAX_BODY_CHARS = 8_000
MAX_LANGUAGES = 6
MOST_NAME_WORDS = 5
_NAME_WORDS = re.compile(r"\w+")
# Where a capital begins a word within one: OpenSmartMeter, OSSInsight.
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# A moment in the year 2106, in seconds since 1970: what is fresher lies nearer to it.
_FAR_AHEAD_S = 2.0**32

TASKS = IndexSchema(
    name="tasks",
    version=2,
    text=(
        TextField("title", 3.0, is_highlighted=True),
        TextField("labels", 1.5),
        TextField("project_name", 1.5),
        TextField("body", 1.0, is_highlighted=True),
    ),
    keywords=(
        "kind",
        "skill",
        "language",
        "level",
        "forge",
        "cause",
        "freshness",
        "effort",
        "spoken",
        "mark",
        "project",
    ),
    dates=("updated_at", "opened_at"),
    numbers=("stars", "wanted", "exposure"),
    raises=(
        Raise("freshness", "open", 1.5),
        Raise("freshness", "quiet", 0.8),
        Raise("freshness", "unknown", 0.6),
        Raise("mark", "answered", 0.4),
        Raise("mark", "help", 0.3),
    ),
)

PROJECTS = IndexSchema(
    name="projects",
    version=3,
    text=(
        TextField("name", 3.0, is_highlighted=True),
        TextField("spellings", 2.0, is_name=True),
        TextField("topics", 1.5),
        TextField("summary", 1.5, is_highlighted=True),
        TextField("place", 1.0),
    ),
    keywords=("cause", "language", "skill", "forge", "kind", "life", "licence"),
    dates=("last_change_at", "added_at"),
    numbers=("stars", "open_tasks", "exposure"),
    raises=(
        Raise("life", "lively", 0.6),
        Raise("life", "steady", 0.5),
        Raise("life", "quiet", 0.3),
    ),
)

# A name can bring somebody into the matcher's net for a task that says it; no score counts it.
PEOPLE = IndexSchema(
    name="people",
    version=5,
    text=(
        TextField("name", 3.0),
        TextField("skills", 2.0),
        TextField("own_line", 2.0, is_highlighted=True),
        # What somebody did serves the matcher; nobody is looked up by it.
        TextField("past", 1.0, is_asked=False),
    ),
    keywords=("skill", "learning", "mentor", "kind", "cause", "spoken", "worked_on", "person"),
    dates=("changed_at", "found_since"),
)

# The same people and those who are open to members alone, each with what members may see of them.
MEMBERS = replace(PEOPLE, name="members", version=1)

SCHEMAS = (TASKS, PROJECTS, PEOPLE, MEMBERS)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What a task's document is made of: its own columns, and those of where it stands."""

    task_id: int
    title: str
    body: str
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    spoken: str | None
    level: str | None
    effort: str | None
    is_newcomer_fit: bool
    has_mentor: bool
    wants_help: bool
    is_answered: bool
    freshness: str
    opened_at: datetime
    updated_at: datetime
    project_slug: str
    project_name: str
    causes: tuple[str, ...]
    host: str | None
    languages: tuple[str, ...]
    stars: int | None
    comments: int | None
    participants: int | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """What a project's document is made of; ``kinds`` are those of its open tasks."""

    project_id: int
    name: str
    summary: str | None
    causes: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    licences: tuple[str, ...]
    kinds: tuple[str, ...]
    open_tasks: int
    stars: int | None
    life: str | None
    added_at: datetime
    last_change_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a person's document is made of, as far as it is open to those whose index it is.

    ``found_since`` is since when they wish to stand in lists and searches; without it the matcher
    alone finds them.
    """

    person_id: int
    handle: str
    name: str
    own_line: str | None
    has: tuple[str, ...]
    learning: tuple[str, ...]
    mentors: tuple[str, ...]
    kinds: tuple[str, ...]
    causes: tuple[str, ...]
    spoken: tuple[str, ...]
    past: tuple[str, ...]
    worked_on: tuple[str, ...]
    changed_at: datetime
    found_since: datetime | None


def task_document(row: TaskRow) -> Document:
    """Make the document of a task."""
    return Document(
        id=row.task_id,
        text={
            "title": row.title,
            "labels": " ".join(row.labels),
            "project_name": row.project_name,
            "body": plain_words(row.body, max_chars=MAX_BODY_CHARS),
        },
        keywords={
            "kind": row.kinds,
            "skill": row.skills,
            "language": row.languages[:MAX_LANGUAGES],
            "level": _one(row.level),
            "forge": _one(row.host),
            "cause": row.causes,
            "freshness": (row.freshness,),
            "effort": _one(row.effort),
            "spoken": _one(row.spoken),
            "mark": _marks(row),
            "project": (row.project_slug,),
        },
        dates={"updated_at": row.updated_at, "opened_at": row.opened_at},
        numbers={
            "stars": float(row.stars or 0),
            "wanted": _wanted(row),
            "exposure": exposure(row.stars, row.updated_at),
        },
    )


def project_document(row: ProjectRow) -> Document:
    """Make the document of a project."""
    dates = {"added_at": row.added_at}
    if row.last_change_at is not None:
        dates["last_change_at"] = row.last_change_at
    return Document(
        id=row.project_id,
        text={
            "name": row.name,
            "spellings": "\n".join(_spellings(row)),
            "topics": " ".join(row.topics),
            "summary": row.summary or "",
            "place": " ".join((*row.hosts, *row.paths)),
        },
        keywords={
            "cause": row.causes,
            "language": row.languages,
            "skill": row.skills,
            "forge": row.hosts,
            "kind": row.kinds,
            "life": _one(row.life),
            "licence": row.licences,
        },
        dates=dates,
        numbers={
            "stars": float(row.stars or 0),
            "open_tasks": float(row.open_tasks),
            "exposure": exposure(row.stars, row.last_change_at or row.added_at),
        },
    )


def person_document(row: PersonRow) -> Document:
    """Make the document of a person. Who can mentor a skill also has it."""
    has = tuple(dict.fromkeys((*row.has, *row.mentors)))
    return Document(
        id=row.person_id,
        text={
            "name": f"{row.name} {row.handle}",
            "skills": ", ".join(map(skill_name, (*has, *row.learning))),
            "own_line": row.own_line or "",
            "past": "\n".join(row.past),
        },
        keywords={
            "skill": has,
            "learning": row.learning,
            "mentor": row.mentors,
            "kind": row.kinds,
            "cause": row.causes,
            "spoken": row.spoken,
            "worked_on": row.worked_on,
            "person": (str(row.person_id),),
        },
        dates={"changed_at": row.changed_at}
        | ({"found_since": row.found_since} if row.found_since else {}),
    )


def exposure(stars: int | None, changed_at: datetime) -> float:
    """Tell how well something is known already, the less the better: stars, then by silence.

    Where nobody counts stars, as in a need that was posted by hand, nobody is known to have seen
    it. Of equally known ones, those with the freshest word have the smaller fraction.
    """
    return float(stars or 0) + max(0.0, 1.0 - changed_at.timestamp() / _FAR_AHEAD_S)


def _wanted(row: TaskRow) -> float:
    """Count the people who spoke for a task, or the comments where they were not counted."""
    spoken = row.participants if row.participants is not None else row.comments
    return float(spoken or 0)


def _spellings(row: ProjectRow) -> tuple[str, ...]:
    """Write a name in the other ways that many type it.

    Several words as one, "cloudcarbonfootprint"; one that holds several apart, "open smart meter".
    """
    names = (row.name, *(path.rpartition("/")[2] for path in row.paths))
    written = (_NAME_WORDS.findall(name) for name in names)
    return tuple(dict.fromkeys(found for words in written for found in _rewritten(words)))


def _rewritten(words: list[str]) -> Iterator[str]:
    parts = [part for word in words for part in _WORD_STARTS.sub(" ", word).split()]
    if 1 < len(words) <= MOST_NAME_WORDS:
        yield "".join(words).lower()
    if len(words) < len(parts) <= MOST_NAME_WORDS:
        yield " ".join(parts).lower()


def _marks(row: TaskRow) -> tuple[str, ...]:
    marks = {
        "newcomer": row.is_newcomer_fit,
        "mentor": row.has_mentor,
        "help": row.wants_help,
        "answered": row.is_answered,
    }
    return tuple(mark for mark, is_set in marks.items() if is_set)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
