"""Reads the data files of the demo into plain values with checked types."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ForgeTable(_Table):
    """A forge of the demo and the owners that the hub is told to pull from it."""

    kind: str
    host: str
    sources: tuple[str, ...]


class TaskTable(_Table):
    """An issue. ``opened`` and ``word`` are days ago; ``done`` too, for one that is closed."""

    number: int
    title: str
    body: str = ""
    labels: tuple[str, ...] = ()
    author: str
    opened: float
    word: float
    done: float | None = None
    assignees: tuple[str, ...] = ()
    change: int | None = None
    comments: int = 0


class FileTable(_Table):
    """A file in which a project speaks about itself."""

    name: str
    text: str


class ProjectTable(_Table):
    """A project with its issues. ``created`` and ``pushed`` are days ago."""

    host: str
    path: str
    name: str
    description: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str
    stars: int
    homepage: str | None = None
    branch: str = "main"
    has_contributing: bool = True
    has_conduct: bool = True
    created: float
    pushed: float
    task: tuple[TaskTable, ...]
    closed: tuple[TaskTable, ...] = ()
    file: tuple[FileTable, ...] = ()


class DoneTable(_Table):
    """Something that a person finished; ``days`` ago."""

    host: str
    project: str
    title: str
    days: float
    kinds: tuple[str, ...]
    text: str = ""
    labels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class PersonTable(_Table):
    """A person. Skills are written "key" or "key: level"."""

    handle: str
    name: str
    own_line: str
    kinds: tuple[str, ...]
    causes: tuple[str, ...] = ()
    spoken: tuple[str, ...]
    level: str | None = None
    hours: float | None = None
    has: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    mentor: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    never_projects: tuple[str, ...] = ()
    contact: str | None = None
    looks_after: tuple[str, ...] = ()
    done: tuple[DoneTable, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoTables:
    """Everything that stands in the data files."""

    forges: tuple[ForgeTable, ...]
    projects: tuple[ProjectTable, ...]
    people: tuple[PersonTable, ...]


@cache
def demo_tables() -> DemoTables:
    """Read all data files once; projects come in the order of their file names."""
    folder = resources.files("hub.demo").joinpath("data")
    forges = _read(folder.joinpath("forges.toml"))["forge"]
    people = _read(folder.joinpath("people.toml"))["person"]
    files = sorted(folder.joinpath("projects").iterdir(), key=lambda file: file.name)
    assert isinstance(forges, list)
    assert isinstance(people, list)
    return DemoTables(
        forges=tuple(ForgeTable.model_validate(each) for each in forges),
        projects=tuple(
            ProjectTable.model_validate(_read(file))
            for file in files
            if file.name.endswith(".toml")
        ),
        people=tuple(PersonTable.model_validate(each) for each in people),
    )


def _read(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
