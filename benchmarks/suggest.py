"""Times suggestions over a full hub: one task against all people, one person against all tasks.

``--size`` is the number of people; there are twice as many tasks. Each question is asked once,
over a session of its own as a page does, so that no cache of answers helps. "Net alone" is the
search engine's part of the time. ``own_mb`` leaves out the pages of the database and of the index
that are mapped: the kernel's to take back.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import select

from benchmarks.corpus import Corpus
from benchmarks.crowd import Crowd
from benchmarks.filled_hub import batches, build_indexes, empty_hub, fill_with_tasks, write
from benchmarks.report import (
    Options,
    Report,
    arguments,
    own_mb,
    peak_mb,
    percentile,
    reset_peak_memory,
)
from hub.context import AppContext
from hub.models import Contribution, Freshness, Person, PersonSkill
from hub.services import suggestions
from hub.services.facts import suggested_people, takeable_task, with_past
from hub.services.indexing import prepare
from hub.services.openness import VISITOR, people_index
from hub.services.tables import PERSON, TASK
from hub.web.resident import keep_for_life
from search.base import RetrievalQuery, SearchQuery

Asked = TypeVar("Asked")

SEED = 20261123
WARM_UP = 20
BATCH = 2_000


def main() -> None:
    """Run the benchmark."""
    parser = arguments("benchmarks.suggest", "Time suggestions over a full hub.", size=100_000)
    parser.add_argument("--queries", type=int, default=300, help="questions a row (default 300)")
    parser.add_argument("--hub", type=Path, help="keep the full hub in this folder, use it again")
    parsed = parser.parse_args()
    options = Options.of(parsed)
    report = Report("suggest")
    with _full_hub(parsed, options.size) as context:
        _measure(context, options.size, parsed.queries, report)
    report.finish(options.json_file)


@contextmanager
def _full_hub(parsed: argparse.Namespace, size: int) -> Iterator[AppContext]:
    with tempfile.TemporaryDirectory() as scratch:
        directory = parsed.hub or Path(scratch)
        is_there = (directory / "hub.db").exists()
        with empty_hub(directory) as context:
            if not is_there:
                _fill(context, size)
            prepare(context)
            yield context


def _fill(context: AppContext, size: int) -> None:
    fill_with_tasks(context, 2 * size)
    corpus = Corpus.load(Path.cwd())
    projects = list(corpus.projects(max(10, size // 10)))
    for batch in batches(Crowd(corpus.distributions, projects).people(size), BATCH):
        write(context, Person, (each.person for each in batch))
        write(context, PersonSkill, (row for each in batch for row in each.skills))
        write(context, Contribution, (row for each in batch for row in each.history))
    build_indexes(context)


def _measure(context: AppContext, size: int, queries: int, report: Report) -> None:
    tasks, people = _chosen(context, queries + WARM_UP)
    for_task, for_person = f"people for a task, of {size:,}", f"tasks for a person, of {2 * size:,}"
    _ask_people(context, tasks[0])
    _ask_tasks(context, people[0])
    _wait_for_words(context)
    keep_for_life()  # as a process does that serves pages
    reset_peak_memory()
    _time(report, for_task, partial(_ask_people, context), tasks)
    _time(report, for_person, partial(_ask_tasks, context), people)
    report.add("both", "hub", metric="peak_mb", value=peak_mb())
    report.add("both", "hub", metric="own_mb", value=own_mb())
    _time(report, f"{for_task}: net alone", context.engine.retrieve, _task_nets(context, tasks))
    _time(report, f"{for_person}: net alone", context.engine.retrieve, _nets(context, people))


def _wait_for_words(context: AppContext) -> None:
    """Let the engine read the words from which it guesses: it does so beside its first searches."""
    for name in ("tasks", people_index(VISITOR).name):
        context.engine.search(SearchQuery(name, "unheardof", is_marked=False))


def _time(report: Report, row: str, ask: Callable[[Asked], object], asked: Sequence[Asked]) -> None:
    """Time each question by the wall and by this thread's processor time.

    On a machine that does other work besides, the second says what the first would be without.
    """
    for each in asked[:WARM_UP]:
        ask(each)
    wall, processor = [], []
    for each in asked[WARM_UP:]:
        start, start_processor = time.perf_counter(), time.thread_time()
        ask(each)
        wall.append(time.perf_counter() - start)
        processor.append(time.thread_time() - start_processor)
    report.add_latencies(row, "hub", seconds=wall)
    report.add(row, "hub", metric="p95_processor_ms", value=percentile(processor, 95) * 1000)


def _ask_people(context: AppContext, task_id: int) -> None:
    with context.reading() as session:
        suggestions.people_for(session, context, task_id, now=context.clock.now())


def _ask_tasks(context: AppContext, person_id: int) -> None:
    with context.reading() as session:
        suggestions.tasks_for(session, context, person_id, now=context.clock.now())


def _chosen(context: AppContext, number: int) -> tuple[list[int], list[int]]:
    """Choose free tasks and people who do not pause, the same on every run."""
    free = select(TASK.c.id).where(TASK.c.freshness.in_((Freshness.OPEN, Freshness.QUIET)))
    awake = select(PERSON.c.id).where(PERSON.c.paused_until.is_(None))
    rng = Random(SEED)
    with context.reading() as session:
        connection = session.connection()
        found = (connection.scalars(question.order_by("id")).all() for question in (free, awake))
        tasks, people = (rng.sample(ids, number) for ids in found)
    return tasks, people


def _task_nets(context: AppContext, task_ids: Sequence[int]) -> list[RetrievalQuery]:
    with context.reading() as session:
        tasks = (takeable_task(session, task_id) for task_id in task_ids)
        return [suggestions.people_query(task) for task in tasks if task is not None]


def _nets(context: AppContext, person_ids: Sequence[int]) -> list[RetrievalQuery]:
    with context.reading() as session:
        people = with_past(session, suggested_people(session, person_ids, now=context.clock.now()))
        return [suggestions.tasks_query(person) for person in people]


if __name__ == "__main__":
    main()
