"""The embedded engine: tantivy in a folder, for one machine, with any number of reading processes.

One process writes at a time; every search looks whether the files have changed since, so what
one process commits is found by the others with their next search.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from threading import Lock

import tantivy

from search.base import (
    Candidate,
    Document,
    IndexSchema,
    ResultPage,
    RetrievalQuery,
    SearchQuery,
)
from search.errors import IndexMissing, SearchError
from search.synonyms import Group
from search.tantivy.opening import Opener, open_index
from search.tantivy.retrieving import retrieve
from search.tantivy.schema import tantivy_schema
from search.tantivy.searching import answer
from search.tantivy.snapshot import Snapshot
from search.tantivy.storage import Edition, Storage
from search.tantivy.synonyms import SynonymTable
from search.tantivy.writing import Writer, build

PATIENCE_S = 5.0


class TantivyEngine:
    """The search engine that needs no server. ``directory`` holds the files of its indexes.

    ``synonyms`` are groups of words that mean the same, looked up when a question is asked.
    """

    name = "tantivy"

    def __init__(
        self, directory: Path, *, synonyms: Iterable[Group] = (), patience_s: float = PATIENCE_S
    ) -> None:
        self._directory = directory
        self._synonyms = SynonymTable(synonyms)
        self._patience_s = patience_s
        self._openers: dict[str, Opener] = {}
        self._writers: dict[str, Writer] = {}
        self._lock = Lock()

    def prepare(self, schema: IndexSchema) -> None:
        """Make an empty index if there is none of this version; open it for searching."""
        if not self.is_current(schema):
            with self._writer(schema.name).alone():
                if not self.is_current(schema):
                    self._build(schema, ())
        self._opener(schema.name).snapshot()

    def upsert(self, index: str, documents: Iterable[Document]) -> None:
        """Put documents in, replacing those with the same id; all of them or, on an error, none."""
        rest = iter(documents)
        first = next(rest, None)
        if first is None:
            return
        self._writer(index).put(chain((first,), rest))

    def delete(self, index: str, ids: Iterable[int]) -> None:
        """Take documents out; ids that are not there are no error."""
        wanted = list(ids)
        if not wanted:
            return
        self._writer(index).take_out(wanted)

    def search(self, query: SearchQuery) -> ResultPage:
        """Answer a query."""
        snapshot = self._snapshot(query.index)
        snapshot.keeper.warm(snapshot.searcher, snapshot.generation)
        return answer(snapshot, query)

    def retrieve(self, query: RetrievalQuery) -> tuple[Candidate, ...]:
        """Find candidates for the matcher, best first, ties by id."""
        return retrieve(self._snapshot(query.index), query)

    def rebuild(self, schema: IndexSchema, documents: Iterable[Document]) -> int:
        """Build a new index aside and swap it in. Nobody else can write meanwhile."""
        with self._writer(schema.name).alone():
            self._build(schema, documents)
        return self.count(schema.name)

    def count(self, index: str) -> int:
        """Count the documents of an index."""
        return int(self._snapshot(index).searcher.num_docs)

    def generation(self, index: str) -> str:
        """Name the state of an index; two looks at files, cheap enough for every request."""
        return self._storage(index).generation()

    def is_current(self, schema: IndexSchema) -> bool:
        """Say whether the index stands and was made for exactly this schema."""
        storage = self._storage(schema.name)
        try:
            storage.generation()
            return storage.edition().schema == schema
        except IndexMissing:
            return False

    def healthy(self) -> bool:
        """Say whether every index that was asked for can be searched now."""
        try:
            for opener in list(self._openers.values()):
                opener.snapshot()
        except SearchError:
            return False
        return True

    def close(self) -> None:
        """Let go of files; the next search opens them again."""
        with self._lock:
            openers, self._openers = self._openers, {}
            writers, self._writers = self._writers, {}
        for writer in writers.values():
            writer.close()
        for opener in openers.values():
            opener.close()

    def _build(self, schema: IndexSchema, documents: Iterable[Document]) -> None:
        storage = self._storage(schema.name)
        edition = Edition(storage.new_folder(), schema)
        try:
            index = tantivy.Index(tantivy_schema(schema), str(edition.folder))
            build(edition, open_index(edition, index), documents)
            storage.publish(edition)
        finally:
            with suppress(IndexMissing):
                storage.sweep()

    def _snapshot(self, index: str) -> Snapshot:
        return self._opener(index).snapshot()

    def _storage(self, index: str) -> Storage:
        return self._opener(index).storage

    def _writer(self, index: str) -> Writer:
        storage = self._storage(index)
        with self._lock:
            if index not in self._writers:
                self._writers[index] = Writer(storage, patience_s=self._patience_s)
            return self._writers[index]

    def _opener(self, index: str) -> Opener:
        with self._lock:
            opener = self._openers.get(index)
            if opener is None:
                opener = self._openers[index] = Opener(
                    Storage(self._directory, index), self._synonyms
                )
            return opener
