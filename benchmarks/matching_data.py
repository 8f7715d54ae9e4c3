"""Reads a folder of the shared benchmark of matching, as facts of the matcher. Never the truth."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from math import exp2
from pathlib import Path
from typing import Any

from hub.matching.facts import PastWork, PersonFacts, TaskFacts
from hub.normalise.kinds import kinds_of
from hub.normalise.labels import read_labels

YEAR_S = 365 * 86_400
_ACTIVITY_HALF_LIFE_S = 60 * 86_400
# Stands for the forge, which the benchmark does not tell.
HOST = "benchmark.invalid"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a person finished, at ``t`` seconds of the epoch."""

    person_id: int
    project: str
    t: float
    work: PastWork


@dataclass(frozen=True, slots=True)
class Question:
    """A task to find people for. ``cut`` is T: what came later is not known."""

    name: str
    project: str
    cut: float
    is_pooled: bool
    task: TaskFacts

    @property
    def asked_at(self) -> datetime:
        """Give T as an instant."""
        return datetime.fromtimestamp(self.cut, UTC)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person with few items, to find tasks for among those of a project, or of all."""

    name: str
    person_id: int
    project: str
    cut: float
    in_project: tuple[str, ...]
    in_pool: tuple[str, ...]


class Folder:
    """One folder: ``people``, ``tasks`` and ``newcomers``, as plain or gzipped JSON lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._active: dict[tuple[str, float], set[int]] = {}
        self._lately: dict[tuple[str, float], list[int]] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Give the pseudonyms of people; a person's id is a place in this."""
        return tuple(person["id"] for person in self._people)

    @cached_property
    def items(self) -> Mapping[str, tuple[Item, ...]]:
        """Give what was finished in each project, the oldest first."""
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for person_id, person in enumerate(self._people):
            for item in person["items"]:
                found[item["project"]].append(_item(person_id, item))
        return {
            project: tuple(sorted(items, key=lambda item: (item.t, item.person_id)))
            for project, items in found.items()
        }

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Give the tasks by name."""
        rows = enumerate(self._rows("tasks"))
        return {row["id"]: _question(number, row) for number, row in rows}

    @cached_property
    def newcomers(self) -> tuple[Newcomer, ...]:
        """Give the newcomers."""
        places = {name: place for place, name in enumerate(self.names)}
        return tuple(
            Newcomer(
                name=row["id"],
                person_id=places[row["person"]],
                project=row["project"],
                cut=row["asof"],
                in_project=tuple(row["candidates_project"]),
                in_pool=tuple(row["candidates_pool"]),
            )
            for row in self._rows("newcomers")
        )

    def finished(self, project: str, *, before: float) -> list[tuple[int, PastWork]]:
        """Give what was finished in a project before an instant, by whom."""
        items = self.items.get(project, ())
        return [(item.person_id, item.work) for item in items if item.t < before]

    def active(self, project: str, *, cut: float) -> set[int]:
        """Give the people with an item in the year before an instant."""
        if (project, cut) not in self._active:
            items = self.items.get(project, ())
            found = {item.person_id for item in items if cut - YEAR_S <= item.t < cut}
            self._active[project, cut] = found
        return self._active[project, cut]

    def most_active(self, project: str, number: int, *, cut: float) -> set[int]:
        """Give those who did most lately, each thing halved with every 60 days of age."""
        if (project, cut) not in self._lately:
            lately: defaultdict[int, float] = defaultdict(float)
            for item in self.items.get(project, ()):
                if item.t < cut:
                    lately[item.person_id] += exp2((item.t - cut) / _ACTIVITY_HALF_LIFE_S)
            self._lately[project, cut] = sorted(lately, key=lambda each: -lately[each])
        return set(self._lately[project, cut][:number])

    def person(self, person_id: int, *, before: float) -> PersonFacts:
        """Give a person who has said nothing, with what they finished before an instant."""
        items = (_item(person_id, item) for item in self._people[person_id]["items"])
        past = [item.work for item in items if item.t < before]
        newest = sorted(past, key=lambda work: work.done_at, reverse=True)
        return PersonFacts(person_id, self.names[person_id], past=tuple(newest))

    @cached_property
    def _people(self) -> list[dict[str, Any]]:
        return list(self._rows("people"))

    def _rows(self, name: str) -> Iterable[dict[str, Any]]:
        path = self.path / f"{name}.jsonl"
        if path.exists():
            text = path.read_text(encoding="utf-8")
        elif path.with_suffix(".jsonl.gz").exists():
            text = gzip.decompress(path.with_suffix(".jsonl.gz").read_bytes()).decode()
        else:
            raise SystemExit(f"There is no {name}.jsonl or {name}.jsonl.gz in {self.path}.")
        return (json.loads(line) for line in text.split("\n") if line.strip())


def _item(person_id: int, item: Mapping[str, Any]) -> Item:
    text, labels = item["text"], tuple(item.get("labels", ()))
    work = PastWork(
        title=text.partition("\n")[0],
        words=text,
        project_path=item["project"],
        host=HOST,
        kinds=(),
        skills=(),
        done_at=datetime.fromtimestamp(item["t"], UTC),
        labels=labels,
    )
    return Item(person_id, item["project"], item["t"], work)


def _question(number: int, row: Mapping[str, Any]) -> Question:
    text, labels, project = row["text"], tuple(row.get("labels", ())), row["project"]
    title = text.partition("\n")[0]
    task = TaskFacts(
        task_id=number,
        project_slug=project,
        title=title,
        words=text,
        kinds=kinds_of(read_labels(labels), title=title, body=text, languages=()).kinds,
        labels=labels,
        repository=f"{HOST}/{project}",
    )
    return Question(row["id"], project, row["T"], bool(row.get("pooled", True)), task)
