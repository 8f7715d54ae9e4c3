"""Questions of the shared benchmark of matching with the values of all who were proposed.

Unlike :mod:`benchmarks.matching` this reads the truth, to fit and to measure weights; who is
proposed, and every value, comes from the same code.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.matching import Ranker
from benchmarks.matching_data import Folder, Question
from hub.matching.facts import PersonFacts
from hub.matching.signals import SIGNALS
from hub.matching.training import Choice
from hub.matching.weighing import Scale
from hub.matching.weights import WEIGHTS
from hub.services.names import vocabulary_names

_MOST_ACTIVE = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the values of each who was proposed, and the places of who is right.

    ``is_tail`` says that the one who did it is not among the five most active of the project.
    """

    part: str
    setting: str
    project: str
    is_tail: bool
    at: datetime
    shown: tuple[Mapping[str, float], ...]
    right: frozenset[int]

    @property
    def choice(self) -> Choice | None:
        """Give it to fit on; ``None`` where nobody who was proposed is right."""
        return Choice(self.at, self.shown, self.right) if self.right else None


def cases(data: Path) -> Iterator[Case]:
    """Read the questions of a folder: ``within``, and both settings of newcomers."""
    folder = Folder(data)
    ranker = Ranker(folder)
    yield from _within(folder, ranker)
    yield from _newcomers(folder, ranker)


def _within(folder: Folder, ranker: Ranker) -> Iterator[Case]:
    places = {name: place for place, name in enumerate(folder.names)}
    # Who had done nothing before is not among the people, and can be named by nobody.
    doers = {row["task_id"]: places.get(row["person"]) for row in _rows(folder.path, "truth")}
    for question in folder.questions.values():
        doer = doers[question.name]
        if doer not in folder.active(question.project, cut=question.cut):
            continue
        people = ranker.people_within(question)
        most_active = folder.most_active(question.project, _MOST_ACTIVE, cut=question.cut)
        yield Case(
            part=folder.path.name,
            setting="within",
            project=question.project,
            is_tail=doer not in most_active,
            at=question.asked_at,
            shown=tuple(_values(question, person) for person in people),
            right=frozenset(n for n, each in enumerate(people) if each.person_id == doer),
        )


def _newcomers(folder: Folder, ranker: Ranker) -> Iterator[Case]:
    done = {row["query_id"]: set(row["tasks"]) for row in _rows(folder.path, "newcomers_truth")}
    for newcomer in folder.newcomers:
        settings = {"newcomer-project": newcomer.in_project, "newcomer-pool": newcomer.in_pool}
        for setting, names in settings.items():
            if not names:
                continue
            person, questions, here = ranker.person_and_tasks(newcomer, names)
            beside = [(q, replace(person, here=here.get(q.task.task_id))) for q in questions]
            yield Case(
                part=folder.path.name,
                setting=setting,
                project=newcomer.project,
                is_tail=False,
                at=questions[0].asked_at,
                shown=tuple(_values(question, as_there) for question, as_there in beside),
                right=frozenset(
                    n for n, q in enumerate(questions) if q.name in done[newcomer.name]
                ),
            )


def _values(question: Question, person: PersonFacts) -> Mapping[str, float]:
    scale = Scale(SIGNALS, WEIGHTS, now=question.asked_at, names=vocabulary_names())
    points = scale.weigh(question.task, person).points
    return {name: added / WEIGHTS.points(name) for name, added in points.items() if added}


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    text = gzip.decompress((folder / f"{name}.jsonl.gz").read_bytes()).decode()
    return (json.loads(line) for line in text.splitlines() if line)
