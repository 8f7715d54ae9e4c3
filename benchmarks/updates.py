"""How soon a change is found while many are written: ``python -m benchmarks.updates``.

A process writes ``--per-second`` changes of tasks into an index of ``--size``, each batch as soon
as the one before is in; this process searches all the while, over an engine of its own, and asks
again and again for words of changes until it finds them. Shown are the time from a change to its
first being found, and searches beside it against searches of a quiet index.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpus import NOW, Corpus
from benchmarks.report import Report, arguments
from benchmarks.search import FACETS, Subject, build
from benchmarks.search_queries import make_queries
from benchmarks.task_documents import task_document
from hub.documents import TASKS
from search.base import Document, SearchEngine, SearchQuery
from search.registry import EnginePlace

PER_SECOND, SECONDS = 200, 30.0
LOOKED_FOR_EVERY_S, LOOKS_EVERY_S, FOUND_WITHIN_S = 0.2, 0.005, 30.0
STARTS_IN_S = 8.0
QUERIES = 300
# Bodies to write again; what they say is no matter.
SHELF = 2_000


@dataclass(frozen=True, slots=True)
class Course:
    """Which changes are made when: ``per_second`` of them, numbered from ``first``."""

    first: int
    starts_at: float
    per_second: int
    seconds: float

    def made_by(self, instant: float) -> int:
        """Count the changes that were made by then."""
        return int((instant - self.starts_at) * self.per_second)


def main() -> int:
    """Write and search at once; returns 1 if a change was not found."""
    parser = arguments("benchmarks.updates", __doc__ or "", size=200_000)
    parser.add_argument("--per-second", type=int, default=PER_SECOND, help="changes a second")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long")
    parser.add_argument("--index", type=Path, help="keep the index in this folder, use it again")
    options = parser.parse_args()
    report = Report("updates")
    with tempfile.TemporaryDirectory() as scratch:
        place = EnginePlace(options.index or Path(scratch))
        tasks = build(Subject("hub", "tantivy", place), options.size, QUERIES).tasks
        queries = [query.words for query in make_queries(tasks, half="report").rows["clean"]]
        engine = Subject("hub", "tantivy", place).open()
        engine.prepare(TASKS)
        _search_until(engine, cycle(queries), until=time.monotonic() + 5.0)
        quiet = _search_until(engine, cycle(queries), until=time.monotonic() + options.seconds / 2)
        report.add_latencies("a search, quiet", "hub", seconds=quiet)
        # Numbers that no earlier run on a kept index has used.
        first = int(time.time()) % 100_000 * 10_000
        starts_at = time.monotonic() + STARTS_IN_S
        course = Course(first, starts_at, options.per_second, options.seconds)
        writer = get_context("spawn").Process(target=write, args=(place, course, options.size))
        writer.start()
        busy, lags = _look(engine, queries, course)
        writer.join()
        engine.close()
    report.add_latencies("a search beside the changes", "hub", seconds=busy)
    report.add("a search beside the changes", "hub", metric="count", value=len(busy))
    found = [lag for lag in lags if lag is not None]
    report.add_latencies("a change is found", "hub", seconds=found)
    report.add("a change is found", "hub", metric="most_ms", value=max(found) * 1000)
    report.add("a change is found", "hub", metric="count", value=len(found))
    report.finish(options.json)
    if len(found) < len(lags):
        print(f"NOT MET: {len(lags) - len(found)} changes were not found.")
    return int(len(found) < len(lags))


def word_of(number: int) -> str:
    """Give the word that only one change has, of letters alone, far from all others."""
    return "zqx" + "".join(chr(ord("a") + int(digit)) * 2 for digit in f"{number:09}")


def write(place: EnginePlace, course: Course, size: int) -> None:
    """Write changes as they come up, all that wait in one go. Runs in its own process."""
    shelf = [task_document(task) for task in Corpus.load(Path.cwd()).tasks(SHELF)]
    engine = Subject("hub", "tantivy", place).open()
    engine.prepare(TASKS)
    time.sleep(max(0.0, course.starts_at - time.monotonic()))
    written, batches, count = 0, 0, int(course.per_second * course.seconds)
    while written < count:
        due = min(count, course.made_by(time.monotonic()))
        if due > written:
            numbers = range(course.first + written, course.first + due)
            engine.upsert(TASKS.name, _changes(shelf, numbers, size))
            written, batches = due, batches + 1
        else:
            time.sleep(0.001)
    engine.close()
    sys.stderr.write(f"{written} changes in {batches} batches\n")


def _changes(shelf: Sequence[Document], numbers: range, size: int) -> Iterator[Document]:
    for number in numbers:
        document = shelf[number % len(shelf)]
        title = f"{word_of(number)} {document.text['title']}"
        text = {**document.text, "title": title}
        # Ids spread over the index, so that every change also takes a document out.
        changed_id = 1 + number * 7_919 % size
        yield replace(
            document, id=changed_id, text=text, dates={**document.dates, "updated_at": NOW}
        )


def _look(
    engine: SearchEngine, queries: Sequence[str], course: Course
) -> tuple[list[float], list[float | None]]:
    """Search on, and now and then for a change that was just made until it is found."""
    busy: list[float] = []
    lags: list[float | None] = []
    words = cycle(queries)
    time.sleep(max(0.0, course.starts_at - time.monotonic()))
    # The last ones are left out: nothing is written beside them any more.
    while (now := time.monotonic()) < course.starts_at + course.seconds - 1.0:
        number = course.made_by(now) + 1
        made_at = course.starts_at + (number + 1) / course.per_second
        time.sleep(max(0.0, made_at - time.monotonic()))
        lags.append(_found_after(engine, word_of(course.first + number), made_at))
        busy += _search_until(engine, words, until=now + LOOKED_FOR_EVERY_S)
    return busy, lags


def _found_after(engine: SearchEngine, word: str, made_at: float) -> float | None:
    query = SearchQuery(TASKS.name, word, is_exact=True, is_marked=False)
    while time.monotonic() < made_at + FOUND_WITHIN_S:
        if engine.search(query).total:
            return time.monotonic() - made_at
        time.sleep(LOOKS_EVERY_S)
    return None


def _search_until(engine: SearchEngine, words: Iterator[str], *, until: float) -> list[float]:
    seconds: list[float] = []
    while time.monotonic() < until:
        query = SearchQuery(TASKS.name, next(words), facets=FACETS)
        began_at = time.perf_counter()
        engine.search(query)
        seconds.append(time.perf_counter() - began_at)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
