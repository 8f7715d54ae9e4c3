"""Times searches over many tasks, and looks whether known tasks are found again.

Each query is asked once, one after the other in one thread, so no cache of answers helps. The
index is built in a process of its own, so that the memory told is that of searching alone.

The search server is asked the hub's questions by a lean client, and only the exchange is timed
(:mod:`benchmarks.lean_server`); of the hub everything is: reading the question, and the answer
with its marks. ``ratio`` divides the hub's p95 by the server's.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpus import Corpus, SyntheticTask
from benchmarks.lean_server import LeanEngine
from benchmarks.report import (
    Options,
    Report,
    arguments,
    disk_mb,
    mapped_mb,
    own_mb,
    peak_mb,
    percentile,
    reset_peak_memory,
    stopwatch,
)
from benchmarks.search_queries import (
    HALVES,
    JudgedQuery,
    QuerySet,
    chosen_tasks,
    make_queries,
)
from benchmarks.task_documents import task_document
from hub.documents import TASKS
from search.base import Document, Preference, RetrievalQuery, SearchEngine, SearchQuery, Sort
from search.registry import ENGINES, EnginePlace
from tests.meilisearch.server import MeilisearchServer, program

FACETS = ("kind", "skill", "language", "level", "forge")
WARM_UP = 20
HUB, SERVER = "hub", "meilisearch"


@dataclass(frozen=True, slots=True)
class Built:
    """What building an index took, and the tasks to ask for."""

    wall_s: float
    peak_mb: float
    tasks: list[SyntheticTask]


@dataclass(frozen=True, slots=True)
class Subject:
    """An engine under measurement; ``name`` is what the table calls it."""

    name: str
    engine: str
    place: EnginePlace
    process_id: int | None = None

    def open(self) -> SearchEngine:
        """Make the engine."""
        if self.engine == "meilisearch":
            return LeanEngine(self.place.url, self.place.key)
        return ENGINES[self.engine](self.place)


def main() -> None:
    """Run the benchmark."""
    parser = arguments("benchmarks.search", "Time searches over many tasks.", size=200_000)
    parser.add_argument("--queries", type=int, default=300, help="queries a row (default 300)")
    parser.add_argument("--half", choices=HALVES, default="report", help="which half of them")
    parser.add_argument("--index", type=Path, help="keep the index in this folder, use it again")
    parser.add_argument(
        "--with-meilisearch", action="store_true", help="also start and measure the search server"
    )
    parsed = parser.parse_args()
    options = Options.of(parsed)
    report = Report("search")
    with tempfile.TemporaryDirectory() as scratch:
        folder = parsed.index or Path(scratch)
        place = EnginePlace(folder / "hub")
        _measure(Subject(HUB, "tantivy", place), parsed, options, report)
        if parsed.with_meilisearch:
            _measure_server(folder / SERVER, parsed, options, report)
            _compare(report)
    report.finish(options.json_file)


def _measure_server(
    folder: Path, parsed: argparse.Namespace, options: Options, report: Report
) -> None:
    path = program()
    if path is None:
        raise SystemExit("Meilisearch is not installed: run `npm ci` in tests/meilisearch.")
    folder.mkdir(parents=True, exist_ok=True)
    server = MeilisearchServer(path, folder).start()
    try:
        place = EnginePlace(folder, server.url, server.key)
        subject = Subject(SERVER, "meilisearch", place, server.process_id)
        _measure(subject, parsed, options, report)
    finally:
        server.stop()


def _compare(report: Report) -> None:
    """Note the hub's figures over the server's, where both have one."""
    for metric in ("p95_ms", "wall_s", "disk_mb", "peak_mb"):
        values = {(m.row, m.subject): m.value for m in report.measurements if m.metric == metric}
        for row, subject in values:
            if subject == HUB and (row, SERVER) in values:
                ratio = values[row, HUB] / values[row, SERVER]
                report.add(row, "ratio", metric=metric, value=ratio, unit="")


def _measure(
    subject: Subject, parsed: argparse.Namespace, options: Options, report: Report
) -> None:
    count = parsed.queries * len(HALVES)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        built = pool.submit(build, subject, options.size, count).result()
    queries = make_queries(built.tasks, half=parsed.half)
    if built.wall_s:
        report.add("index", subject.name, metric="wall_s", value=built.wall_s)
        _tell_memory("index", subject, built.peak_mb, report)
    report.add("index", subject.name, metric="disk_mb", value=disk_mb(subject.place.directory))
    engine = subject.open()
    reset_peak_memory()
    with stopwatch() as watch:
        engine.prepare(TASKS)
    report.add("open", subject.name, metric="wall_s", value=watch.seconds)
    _measure_rows(Asking(engine, subject.name, report), queries)
    _tell_memory("search", subject, peak_mb(), report)
    # After the last row, of both engines alike: what is its own, and pages of files.
    of = subject.process_id
    report.add("search", subject.name, metric="own_mb", value=own_mb(of))
    report.add("search", subject.name, metric="mapped_mb", value=mapped_mb(of))
    engine.close()


def _tell_memory(row: str, subject: Subject, value_mb: float, report: Report) -> None:
    """Note the memory of an engine: this process's, or its server's."""
    process_id = subject.process_id
    value = value_mb if process_id is None else peak_mb(process_id)
    report.add(row, subject.name, metric="peak_mb", value=value)


def build(subject: Subject, size: int, count: int) -> Built:
    """Build the index unless it stands; choose the tasks to ask for. Runs in its own process."""
    engine = subject.open()
    chosen = chosen_tasks(Corpus.load(Path.cwd()).tasks(size), size, count)
    if engine.is_current(TASKS) and engine.count(TASKS.name) == size:
        return Built(0.0, 0.0, chosen)
    feed = Feed(task_document(task) for task in Corpus.load(Path.cwd()).tasks(size))
    reset_peak_memory()
    with stopwatch() as watch:
        engine.rebuild(TASKS, feed)
    engine.close()
    return Built(watch.seconds - feed.seconds, peak_mb(), chosen)


class Feed:
    """Documents, with the seconds that it took to make them up."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = iter(documents)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Document]:
        return self

    def __next__(self) -> Document:
        start = time.perf_counter()
        try:
            return next(self._documents)
        finally:
            self.seconds += time.perf_counter() - start


class Clocks:
    """The time of each lap by the wall, and of this thread's processor time.

    On a machine that does other work besides, the second says what the first would be without. Of
    a lean server the wall time is that of its exchanges alone.
    """

    def __init__(self, engine: SearchEngine) -> None:
        self._lean = engine.lean if isinstance(engine, LeanEngine) else None
        self._walls: list[float] = []
        self._processors: list[float] = []

    @contextmanager
    def lap(self) -> Iterator[None]:
        """Time one block."""
        wall, processor = self._wall_s(), time.thread_time()
        yield
        self._processors.append(time.thread_time() - processor)
        self._walls.append(self._wall_s() - wall)

    def tell(self, report: Report, row: str, subject: str) -> None:
        """Note the laps."""
        report.add_latencies(row, subject, seconds=self._walls)
        if self._lean is None:
            p95 = percentile(self._processors, 95) * 1000
            report.add(row, subject, metric="p95_cpu_ms", value=p95)

    def _wall_s(self) -> float:
        return time.perf_counter() if self._lean is None else self._lean.spent_s


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks an engine, and notes how long it took and what was found."""

    engine: SearchEngine
    subject: str
    report: Report

    def row(
        self,
        name: str,
        queries: Sequence[JudgedQuery],
        shape: Callable[[SearchQuery], SearchQuery] = lambda query: query,
    ) -> None:
        """Ask all queries of one row, each in the given shape."""
        clock, hits = Clocks(self.engine), []
        for judged in queries:
            query = SearchQuery(TASKS.name, judged.words, filters=judged.filters, is_marked=False)
            query = shape(query)
            with clock.lap():
                page = self.engine.search(query)
            if judged.task_id is not None and query.sort is None:
                hits.append(judged.task_id in [hit.id for hit in page.hits[:10]])
        clock.tell(self.report, name, self.subject)
        if hits:
            found = sum(hits) / len(hits)
            self.report.add(name, self.subject, metric="hit_at_10", value=found)

    def nets(self, texts: Sequence[str]) -> None:
        """Ask for candidates for whole texts, as the matcher does."""
        preferences = (
            Preference("kind", ("code", "doc")),
            Preference("skill", ("python", "javascript", "testing")),
        )
        clock = Clocks(self.engine)
        for text in texts:
            query = RetrievalQuery(TASKS.name, text=text, preferences=preferences)
            with clock.lap():
                self.engine.retrieve(query)
        clock.tell(self.report, "retrieve", self.subject)


def _measure_rows(asking: Asking, queries: QuerySet) -> None:
    for judged in queries.rows["pasted_title"][:WARM_UP]:
        asking.engine.search(SearchQuery(TASKS.name, judged.words, facets=FACETS))
    for name, judged_queries in queries.rows.items():
        asking.row(name, judged_queries)
    for name in ("clean", "one_typo", "keystroke", "filtered", "common_word"):
        asking.row(f"faceted_{name}", queries.rows[name], _faceted)
    mixed = [query for name in ("clean", "one_typo", "filtered") for query in queries.rows[name]]
    asking.row("faceted", mixed, _on_second_page)
    asking.row("sorted", queries.rows["clean"], _sorted)
    asking.row("filtered_sorted", queries.rows["filtered"], _sorted)
    asking.row("sorted_keystroke", queries.rows["keystroke"], _sorted)
    asking.row("sorted_common_word", queries.rows["common_word"], _sorted)
    asking.row("browse_first", [JudgedQuery("", None)], _faceted)
    asking.row("browse", [JudgedQuery("", None)] * 50, _faceted)
    asking.nets(queries.texts)


def _faceted(query: SearchQuery) -> SearchQuery:
    return replace(query, facets=FACETS, is_marked=True)


def _on_second_page(query: SearchQuery) -> SearchQuery:
    """Ask with a facet size of its own, so that counts kept from another row do not help."""
    return replace(query, facets=FACETS, facet_size=29, is_marked=True)


def _sorted(query: SearchQuery) -> SearchQuery:
    return replace(query, sort=Sort("updated_at"))


if __name__ == "__main__":
    main()
