"""Keeps an index open for reading, and opens it anew when its files have changed."""

from threading import Lock

import tantivy

from search.errors import EngineUnavailable, IndexMissing
from search.tantivy.keeping import VocabularyKeeper
from search.tantivy.snapshot import Snapshot
from search.tantivy.storage import Edition, Storage
from search.tantivy.synonyms import SynonymTable
from search.tantivy.words import ANALYZER, FAST_ALONE, as_it_is, make_analyzer, without_terms

TRIES = 5


def open_index(edition: Edition, index: tantivy.Index | None = None) -> tantivy.Index:
    """Open the files of an edition, or make ready what was just made. Raises IndexMissing."""
    try:
        opened = index or tantivy.Index.open(str(edition.folder))
    except ValueError as exc:
        raise IndexMissing(
            f"The search index in {edition.folder} cannot be opened. "
            "Run `otdhub index rebuild` to make it anew from the database."
        ) from exc
    opened.register_tokenizer(ANALYZER, make_analyzer())
    opened.register_tokenizer(FAST_ALONE, without_terms())
    opened.register_fast_field_tokenizer(FAST_ALONE, as_it_is())
    opened.config_reader("manual")
    return opened


class Opener:
    """Gives the newest snapshot of one index."""

    def __init__(self, storage: Storage, synonyms: SynonymTable) -> None:
        self.storage = storage
        self._synonyms = synonyms
        self._snapshot: Snapshot | None = None
        self._keeper = VocabularyKeeper()
        self._lock = Lock()

    def snapshot(self) -> Snapshot:
        """Give the state that stands on disk now. Raises IndexMissing, EngineUnavailable."""
        for _ in range(TRIES):
            generation = self.storage.generation()
            held = self._snapshot
            if held is not None and held.generation == generation:
                return held
            with self._lock:
                try:
                    return self._open(generation)
                except (IndexMissing, ValueError):
                    # Another process has just published a new edition and dropped this one.
                    self._snapshot = None
        raise EngineUnavailable(
            "The search index changes faster than it can be opened. Try again in a moment."
        )

    def close(self) -> None:
        """Let go of the files; wait for a vocabulary that is being read."""
        self._keeper.close()
        with self._lock:
            self._snapshot = None

    def _open(self, generation: str) -> Snapshot:
        held = self._snapshot
        if held is not None and held.generation == generation:
            return held
        edition = self.storage.edition()
        if held is not None and held.generation.partition("/")[0] == edition.folder.name:
            index = held.index
        else:
            index = open_index(edition)
        index.reload()
        self._snapshot = Snapshot(
            generation,
            edition.schema,
            index,
            index.searcher(),
            self._keeper,
            self._synonyms,
        )
        return self._snapshot
