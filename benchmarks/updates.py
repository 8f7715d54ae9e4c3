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
from dataclasses import replace
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
        starts_at = time.monotonic() + STARTS_IN_S
        writer = get_context("spawn").Process(
            target=write, args=(place, starts_at, options.per_second, options.seconds, options.size)
        )
        writer.start()
        busy, lags = _look(engine, queries, starts_at, options.per_second, options.seconds)
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
    return "zqx" + "".join(chr(ord("a") + int(digit)) * 2 for digit in f"{number:06}")


def write(place: EnginePlace, starts_at: float, per_second: int, seconds: float, size: int) -> None:
    """Write changes as they come up, all that wait in one go. Runs in its own process."""
    shelf = [task_document(task) for task in Corpus.load(Path.cwd()).tasks(SHELF)]
    engine = Subject("hub", "tantivy", place).open()
    engine.prepare(TASKS)
    time.sleep(max(0.0, starts_at - time.monotonic()))
    written, batches, count = 0, 0, int(per_second * seconds)
    while written < count:
        due = min(count, int((time.monotonic() - starts_at) * per_second))
        if due > written:
            engine.upsert(TASKS.name, _changes(shelf, range(written, due), size))
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
    engine: SearchEngine, queries: Sequence[str], starts_at: float, per_second: int, seconds: float
) -> tuple[list[float], list[float | None]]:
    """Search on, and now and then for a change that was just made until it is found."""
    busy: list[float] = []
    lags: list[float | None] = []
    words = cycle(queries)
    time.sleep(max(0.0, starts_at - time.monotonic()))
    # The last ones are left out: nothing is written beside them any more.
    while (now := time.monotonic()) < starts_at + seconds - 1.0:
        number = int((now - starts_at) * per_second) + 1
        made_at = starts_at + (number + 1) / per_second
        time.sleep(max(0.0, made_at - time.monotonic()))
        lags.append(_found_after(engine, word_of(number), made_at))
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
