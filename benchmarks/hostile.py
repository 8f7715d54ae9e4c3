"""Asks what no search should fall over: ``python -m benchmarks.hostile``.

``--count`` texts (:mod:`benchmarks.hostile_texts`) go to the search page of a hub of ``--size``
tasks, to the glimpse while one types, and, uncut, to the engine itself; with
``--with-meilisearch`` also to a server of one's own. Every text must be answered in under 200 ms,
none with a 5xx, and no page may show words of an engine. What a page refuses as too long (400) is
an answer. Exit code 1 where one of these does not hold.
"""

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.corpus import NOW, Corpus
from benchmarks.filled_hub import build_indexes, empty_hub, fill_with_tasks
from benchmarks.hostile_texts import hostile_texts
from benchmarks.report import Options, Report, arguments
from benchmarks.task_documents import task_document
from hub.documents import TASKS
from hub.logs import set_up_logs
from hub.services.question_fields import fields_of
from hub.web.app import create_app
from hub.web.resident import keep_for_life
from search.base import Document, SearchEngine
from search.errors import QueryRefused
from search.meilisearch import MeilisearchEngine
from search.query import parse
from tests.meilisearch.server import MeilisearchServer, program

WITHIN_S = 0.2
# Far more than a page takes, and what a client still sends in an address.
MOST_SENT = 4_000
# Nothing of these may be read on a page that was asked for something else.
ENGINE_WORDS = (
    "Traceback",
    "tantivy::",
    "ValueError",
    "invalid_search",
    "sqlalchemy",
    "multi-search",
)
# What is found may say anything: issues quote errors.
_FOUND = re.compile(r'<article.*?</article>|<a [^>]*role="option".*?</a>', re.S)
WARM_UP = ("timetable", "acces", "lang:python map")


def main() -> int:
    """Ask everything; returns 1 where something did not hold."""
    parser = arguments("benchmarks.hostile", __doc__ or "", size=200_000)
    parser.add_argument("--count", type=int, default=10_000, help="texts (default 10,000)")
    parser.add_argument("--with-meilisearch", action="store_true", help="also ask the server")
    parsed = parser.parse_args()
    options = Options.of(parsed)
    set_up_logs("ERROR")
    report, wrong = Report("hostile"), list[str]()
    with tempfile.TemporaryDirectory() as folder, empty_hub(Path(folder)) as context:
        fill_with_tasks(context, options.size)
        build_indexes(context)
        client = TestClient(create_app(context), raise_server_exceptions=False)
        keep_for_life()  # as a server does
        for row, path in (("search page", "/search"), ("glimpse while typing", "/search/glimpse")):
            wrong += _ask(report, row, "hub", Pages(client, path), parsed.count)
        wrong += _ask(report, "engine", "hub", Engine(context.engine), parsed.count)
    if parsed.with_meilisearch:
        with _server(options.size) as engine:
            wrong += _ask(report, "engine", "meilisearch", Engine(engine), parsed.count)
    report.finish(options.json_file)
    for trouble in wrong[:20]:
        print(f"NOT MET: {trouble}")
    print("Some conditions were not met." if wrong else "All conditions were met.")
    return 1 if wrong else 0


class Pages:
    """A page that takes a text; gives its status, and what is wrong with it."""

    def __init__(self, client: TestClient, path: str) -> None:
        self._client = client
        self._path = path

    def ask(self, text: str) -> tuple[str, str]:
        """Ask one text."""
        answer = self._client.get(self._path, params={"q": text[:MOST_SENT]})
        page = _FOUND.sub("", answer.text)
        shown = [word for word in ENGINE_WORDS if word in page and word not in text]
        trouble = f"shows {shown}" if shown else ""
        return str(answer.status_code), trouble or ("5xx" if answer.status_code >= 500 else "")


class Engine:
    """An engine that takes a text as it is typed, however long."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def ask(self, text: str) -> tuple[str, str]:
        """Ask one text; a refusal in words is an answer."""
        query = parse(text, index=TASKS.name, fields=fields_of(TASKS), now=NOW).query
        try:
            self._engine.search(query)
        except QueryRefused:
            return "refused", ""
        except Exception as exc:  # whatever it is, it is what is looked for
            return "failed", f"{type(exc).__name__}: {str(exc)[:100]}"
        return "answered", ""


def _ask(
    report: Report, row: str, subject: str, asked: Pages | Engine, count: int
) -> Iterator[str]:
    """Ask all texts, note the times, and give what was wrong."""
    for text in WARM_UP:
        asked.ask(text)
    seconds: list[float] = []
    answers: Counter[str] = Counter()
    slow = 0
    for name, text in hostile_texts(count):
        began_at = time.perf_counter()
        answer, trouble = asked.ask(text)
        seconds.append(time.perf_counter() - began_at)
        answers[answer] += 1
        if trouble:
            yield f"{row}, {subject}, {name}: {trouble}"
        if seconds[-1] > WITHIN_S:
            slow += 1
            yield f"{row}, {subject}, {name}: {seconds[-1] * 1000:.0f} ms for {text[:60]!r}"
    report.add_latencies(row, subject, seconds=seconds)
    report.add(row, subject, metric="most_ms", value=max(seconds) * 1000)
    report.add(row, subject, metric="over_200_ms", value=slow, unit="")
    for answer, number in sorted(answers.items()):
        report.add(row, subject, metric=answer, value=number)


@contextmanager
def _server(size: int) -> Iterator[SearchEngine]:
    path = program()
    if path is None:
        raise SystemExit("Meilisearch is not installed: run `npm ci` in tests/meilisearch.")
    with tempfile.TemporaryDirectory() as scratch:
        server = MeilisearchServer(path, Path(scratch)).start()
        try:
            engine = MeilisearchEngine(server.url, server.key, rebuild_timeout_s=600)
            engine.rebuild(TASKS, _documents(size))
            yield engine
        finally:
            server.stop()


def _documents(size: int) -> Iterator[Document]:
    return (task_document(task) for task in Corpus.load(Path.cwd()).tasks(size))


if __name__ == "__main__":
    sys.exit(main())
