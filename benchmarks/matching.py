"""Who did the task next? Ranks the shared benchmark of matching with the hub's own matcher.

    python -m benchmarks.matching rank --data DIR --setting within --out rankings.jsonl
    python -m benchmarks.matching [table --data DIR ...]

``rank`` reads any folder of that form (never the truth) and writes what the benchmark's
``evaluate.py`` scores. ``table`` ranks every setting of the folders, by default of both dev parts
in ``../shared/matching``, and prints what ``evaluate.py`` says of each. What ranks is
:mod:`hub.matching`, as for a page: the history of a project proposes people, all signals score.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.matching_data import Folder, Newcomer, Question
from benchmarks.matching_guess import ProjectGuess
from benchmarks.report import Report
from hub.matching.facts import PersonFacts, TaskFacts, WorkHere
from hub.matching.likeness.project import ProjectHistory
from hub.matching.names import Names
from hub.matching.scoring import order_people, rank_tasks
from hub.services.names import vocabulary_names

SHARED = Path("..") / "shared" / "matching"
PARTS = ("dev", "dev-2025")
RANKED = 50
# A few more than are ranked, since all signals together order them anew.
PROPOSED = 55
# Projects that are less likely than this for a text are not asked.
LEAST_SHARE = 0.01

# Measured by the benchmark's makers (its README): macro MRR.
BASELINES = {
    "dev within": {"most active": 0.490, "BM25": 0.408, "ridge": 0.504, "best": 0.563},
    "dev within tail": {"most active": 0.071, "BM25": 0.178, "ridge": 0.203, "best": 0.204},
    "dev pool": {"most active": 0.480, "BM25": 0.282, "ridge": 0.479, "best": 0.536},
    "dev blind": {"most active": 0.163, "BM25": 0.199, "ridge": 0.389, "best": 0.462},
    "dev newcomer-project": {"BM25": 0.227, "best": 0.257},
    "dev newcomer-pool": {"BM25": 0.154, "best": 0.242},
    "dev-2025 within": {"most active": 0.482, "BM25": 0.466, "ridge": 0.570, "best": 0.600},
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a file of rankings."""

    key: str
    name: str
    ranked: tuple[str, ...]

    def line(self) -> str:
        """Write it as ``evaluate.py`` reads it."""
        return json.dumps({self.key: self.name, "ranked": self.ranked}, separators=(",", ":"))


class Ranker:
    """Ranks the questions of one folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._names: Names = vocabulary_names()
        self._histories: dict[tuple[str, float], ProjectHistory] = {}
        self._guesses: dict[float, ProjectGuess] = {}
        self.fitting_s = 0.0

    def within(self) -> Iterator[Ranked]:
        """Rank the people who were active in a task's project in the year before."""
        for question in self._folder.questions.values():
            candidates = self._folder.active(question.project, cut=question.cut)
            yield self._people(question, {question.project: 1.0}, candidates)

    def pool(self) -> Iterator[Ranked]:
        """Rank everybody of the pooled projects, the task's project known."""
        for question in self._pooled:
            yield self._people(question, {question.project: 1.0}, self._crowd)

    def blind(self) -> Iterator[Ranked]:
        """Rank everybody, the project guessed from the text alone."""
        for question in self._pooled:
            hidden = replace(question, project="", task=_without_project(question.task))
            yield self._people(hidden, self._guessed(hidden), self._crowd)

    def newcomer_project(self) -> Iterator[Ranked]:
        """Rank the tasks of a newcomer's project."""
        return (self._tasks(each, each.in_project) for each in self._folder.newcomers)

    def newcomer_pool(self) -> Iterator[Ranked]:
        """Rank the tasks of all projects for a newcomer."""
        return (self._tasks(each, each.in_pool) for each in self._folder.newcomers)

    @cached_property
    def _pooled(self) -> list[Question]:
        return [each for each in self._folder.questions.values() if each.is_pooled]

    @cached_property
    def _pooled_projects(self) -> dict[str, float]:
        return {each.project: each.cut for each in self._pooled}

    @cached_property
    def _crowd(self) -> set[int]:
        return {
            person_id
            for project, cut in self._pooled_projects.items()
            for person_id, _ in self._folder.finished(project, before=cut)
        }

    def people_within(self, question: Question) -> list[PersonFacts]:
        """Give the people whom the history of a task's project proposes for it."""
        candidates = self._folder.active(question.project, cut=question.cut)
        return self._proposed(question, {question.project: 1.0}, candidates)

    def _people(
        self, question: Question, projects: Mapping[str, float], candidates: set[int]
    ) -> Ranked:
        people = self._proposed(question, projects, candidates)
        found = order_people(
            question.task, people, now=question.asked_at, names=self._names, limit=RANKED
        )
        names = tuple(self._folder.names[person_id] for person_id in found)
        return Ranked("task_id", question.name, names)

    def _proposed(
        self, question: Question, projects: Mapping[str, float], candidates: set[int]
    ) -> list[PersonFacts]:
        here: dict[int, WorkHere] = {}
        for project, share in projects.items():
            history = self._history(project, question.cut)
            asked = history.ask(question.task.words, question.task.labels)
            best = history.best(asked, len(history.people))
            for person_id in islice((each for each in best if each in candidates), PROPOSED):
                work = history.work_of(asked, person_id, named=0)
                if work is None:
                    continue
                weighed = work if share == 1 else _weighed(work, share)
                known = here.get(person_id)
                if known is None or known.value < weighed.value:
                    here[person_id] = weighed
        likeliest = sorted(here.items(), key=lambda each: -each[1].value)[:PROPOSED]
        return [
            PersonFacts(person_id, self._folder.names[person_id], here=work)
            for person_id, work in likeliest
        ]

    def person_and_tasks(
        self, newcomer: Newcomer, candidates: Sequence[str]
    ) -> tuple[PersonFacts, list[Question], dict[int, WorkHere]]:
        """Give a newcomer, the tasks to choose from, and what their work says of each."""
        person = self._folder.person(newcomer.person_id, before=newcomer.cut)
        questions = [self._folder.questions[name] for name in candidates]
        at_home = {work.project_path for work in person.past}
        here: dict[int, WorkHere] = {}
        for question in questions:
            if question.project in at_home:
                history = self._history(question.project, newcomer.cut)
                asked = history.ask(question.task.words, question.task.labels)
                work = history.work_of(asked, person.person_id, named=0)
                if work is not None:
                    here[question.task.task_id] = work
        return person, questions, here

    def _tasks(self, newcomer: Newcomer, candidates: Sequence[str]) -> Ranked:
        person, questions, here = self.person_and_tasks(newcomer, candidates)
        found = rank_tasks(
            person,
            [question.task for question in questions],
            now=datetime.fromtimestamp(newcomer.cut, UTC),
            names=self._names,
            limit=RANKED,
            here=here,
        )
        by_id = {question.task.task_id: question.name for question in questions}
        return Ranked("query_id", newcomer.name, tuple(by_id[each.task_id] for each in found))

    def _history(self, project: str, cut: float) -> ProjectHistory:
        if (project, cut) not in self._histories:
            began_at = time.perf_counter()
            done = self._folder.finished(project, before=cut)
            now = datetime.fromtimestamp(cut, UTC)
            self._histories[project, cut] = ProjectHistory(done, now=now)
            self.fitting_s += time.perf_counter() - began_at
        return self._histories[project, cut]

    def _guessed(self, question: Question) -> dict[str, float]:
        """Say of which projects a text could be."""
        guess = self._guess(question.cut)
        shares = guess.shares(question.task.words, question.task.labels)
        return {project: share for project, share in shares.items() if share >= LEAST_SHARE}

    def _guess(self, cut: float) -> ProjectGuess:
        if cut not in self._guesses:
            began_at = time.perf_counter()
            finished = {
                project: [work for _, work in self._folder.finished(project, before=cut)]
                for project in sorted(self._pooled_projects)
            }
            self._guesses[cut] = ProjectGuess(finished, now=datetime.fromtimestamp(cut, UTC))
            self.fitting_s += time.perf_counter() - began_at
        return self._guesses[cut]


SETTINGS: Mapping[str, Callable[[Ranker], Iterator[Ranked]]] = {
    "within": Ranker.within,
    "pool": Ranker.pool,
    "blind": Ranker.blind,
    "newcomer-project": Ranker.newcomer_project,
    "newcomer-pool": Ranker.newcomer_pool,
}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    parser.set_defaults(command="table", data=None, json=None)
    rank = commands.add_parser("rank", help="write the rankings of one setting")
    rank.add_argument("--data", type=Path, required=True, help="a folder of the benchmark's form")
    rank.add_argument("--setting", choices=tuple(SETTINGS), required=True)
    rank.add_argument("--out", type=Path, required=True, help="the file to write")
    table = commands.add_parser("table", help="rank all settings and score them")
    table.add_argument("--data", type=Path, nargs="*", help="folders (default: both dev parts)")
    table.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    parsed = parser.parse_args()
    if parsed.command == "rank":
        _rank(Ranker(Folder(parsed.data)), parsed.setting, parsed.out)
    else:
        folders = parsed.data or [SHARED / "data" / part for part in PARTS]
        _table(folders, parsed.json)


def _rank(ranker: Ranker, setting: str, out: Path) -> tuple[int, float]:
    """Write the rankings of a setting; returns how many there are, and seconds without fitting."""
    began_at, fitted_before = time.perf_counter(), ranker.fitting_s
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for ranked in SETTINGS[setting](ranker):
            file.write(f"{ranked.line()}\n")
            count += 1
    seconds = time.perf_counter() - began_at
    fitting_s = ranker.fitting_s - fitted_before
    per_1000 = (seconds - fitting_s) / max(1, count) * 1000
    print(
        f"{setting}: {count:,} ranked in {seconds:.1f} s, {fitting_s:.1f} s of it for fitting "
        f"histories; {per_1000:.1f} s per 1,000 besides",
        file=sys.stderr,
    )
    return count, seconds - fitting_s


def _table(folders: Sequence[Path], json_file: Path | None) -> None:
    report = Report("matching")
    for data in folders:
        ranker = Ranker(Folder(data))
        with tempfile.TemporaryDirectory() as scratch:
            for setting in SETTINGS:
                out = Path(scratch) / f"{setting}.jsonl"
                count, seconds = _rank(ranker, setting, out)
                row = f"{data.name} {setting}"
                _note(report, row, _scored(data, setting, out))
                report.add(row, "hub", metric="per_1000_s", value=seconds / max(1, count) * 1000)
        report.add(data.name, "hub", metric="fitting_s", value=ranker.fitting_s)
    report.finish(json_file)


def _note(report: Report, row: str, scored: Mapping[str, Any]) -> None:
    slices = {"macro": row, "tail": f"{row} tail", "issue": f"{row} issue"}
    for key, name in slices.items():
        for metric, (value, low, high) in scored.get(key, {}).items():
            report.add(name, "hub", metric=metric, value=value)
            if metric == "MRR":
                report.add(name, "hub", metric="MRR from", value=low)
                report.add(name, "hub", metric="MRR to", value=high)
        for subject, value in BASELINES.get(name, {}).items():
            if key in scored:
                report.add(name, subject, metric="MRR", value=value)


def _scored(data: Path, setting: str, rankings: Path) -> dict[str, Any]:
    """Let the benchmark's own evaluator score a file of rankings."""
    script = SHARED / "evaluate.py"
    if not script.exists():
        raise SystemExit(f"{script} is not there: the benchmark is no part of the project.")
    out = rankings.with_suffix(".json")
    files = ["--data", str(data), "--rankings", str(rankings), "--json", str(out)]
    subprocess.run(
        [sys.executable, str(script), *files, "--setting", setting],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _weighed(work: WorkHere, share: float) -> WorkHere:
    """Say what work says of a task that is of its project with a likelihood of ``share``."""
    return replace(
        work,
        value=work.value * share,
        activity=work.activity * share,
        others=1 - share * (1 - work.others),
    )


def _without_project(task: TaskFacts) -> TaskFacts:
    return replace(task, project_slug="", repository="")


if __name__ == "__main__":
    main()
