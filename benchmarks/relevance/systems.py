"""The systems that are compared: both engines as the hub asks them, and the floor.

Each is asked the way that a search page asks: the visitor's text goes through the hub's reading of
it, and the answer is the first page of results.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from benchmarks.relevance.corpora import Addresses
from benchmarks.relevance.floor import Floor
from benchmarks.relevance.judged import JudgedQuery
from hub.context import AppContext
from hub.database import fetch
from hub.documents import PROJECTS, TASKS
from hub.services import index_rows, indexing
from hub.services.questions import question_of
from hub.services.tables import PROJECT, TASK
from hub.views.search import SearchRequest
from hub.vocabulary.synonyms import synonyms
from search.base import Document, SearchEngine, SearchQuery
from search.meilisearch import MeilisearchEngine
from tests.meilisearch.server import MeilisearchServer, program

TANTIVY = "hub on tantivy"
MEILISEARCH = "hub on Meilisearch"
FLOOR = "FTS5"
BATCH = 500

# Relevance is measured, not time: a busy machine must not turn a slow answer into a missing one.
PATIENCE_S = 30.0
# No judged query asks for an age, so any instant serves.
NOW = datetime(2026, 11, 28, tzinfo=UTC)

Found = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class System:
    """Something that answers queries with ids; ``name`` is what the table calls it."""

    name: str
    search: Callable[[SearchQuery], Iterable[int]]

    def ask(self, judged: JudgedQuery, addresses: Addresses) -> Found:
        """Give the addresses on the first page, the best first."""
        request = SearchRequest(judged.query, tab=judged.tab)
        query = question_of(request, now=NOW).query
        return addresses.of(judged.tab, tuple(self.search(query)))


@dataclass(frozen=True, slots=True)
class Answers:
    """What one system found for each query, by the query's id."""

    name: str
    by_id: Mapping[str, Found]

    @classmethod
    def of(cls, system: System, queries: Iterable[JudgedQuery], addresses: Addresses) -> "Answers":
        """Ask all queries."""
        return cls(system.name, {each.id: system.ask(each, addresses) for each in queries})


def embedded(context: AppContext) -> System:
    """Index the hub in its embedded engine."""
    indexing.rebuild(context)
    return System(TANTIVY, ids_from(context.engine))


@contextmanager
def served(context: AppContext, folder: Path) -> Iterator[System | None]:
    """Index the hub on a search server that runs meanwhile; ``None`` where none is installed."""
    path = program()
    if path is None:
        yield None
        return
    server = MeilisearchServer(path, folder).start()
    try:
        engine = MeilisearchEngine(
            server.url,
            server.key,
            timeout_s=PATIENCE_S,
            rebuild_timeout_s=10 * PATIENCE_S,
            synonyms=synonyms(),
        )
        indexing.rebuild(replace(context, engine=engine))
        yield System(MEILISEARCH, ids_from(engine))
        engine.close()
    finally:
        server.stop()


@contextmanager
def floor(context: AppContext) -> Iterator[System]:
    """Put the hub's documents into SQLite's full-text search."""
    tables = Floor()
    tables.fill(PROJECTS, project_documents(context))
    tables.fill(TASKS, task_documents(context))
    try:
        yield System(FLOOR, tables.search)
    finally:
        tables.close()


def ids_from(engine: SearchEngine) -> Callable[[SearchQuery], Iterable[int]]:
    """Ask an engine for ids alone."""
    return lambda query: (hit.id for hit in engine.search(query).hits)


def project_documents(context: AppContext) -> Iterator[Document]:
    """Make the documents of all projects."""
    with context.reading() as session:
        ids = [row.id for row in fetch(session, select(PROJECT.c.id).order_by(PROJECT.c.id))]
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            yield from index_rows.project_documents(session, batch, context.clock.now())


def task_documents(context: AppContext) -> Iterator[Document]:
    """Make the documents of all tasks."""
    with context.reading() as session:
        ids = [row.id for row in fetch(session, select(TASK.c.id).order_by(TASK.c.id))]
        yield from index_rows.task_documents(session, ids, context.clock.now())
