"""Keeps the vocabulary of an index at hand, and reads it anew when the index has changed.

That of a small index is read whenever it is needed after a change. That of a large one takes
seconds, so it is read beside the searches: at the first search, and again once a good part of
the documents has changed. Until then the one before serves.
"""

from threading import Lock, Thread

import tantivy

from search.tantivy.vocabulary import Vocabulary

# Up to here reading takes a tenth of a second or less.
SMALL_DOCUMENTS = 1_000
STALE_SHARE = 0.02


class VocabularyKeeper:
    """The vocabulary of one index, shared by all threads."""

    def __init__(self) -> None:
        self._known: Vocabulary | None = None
        self._known_of = ""
        self._reading: Thread | None = None
        self._lock = Lock()

    def warm(self, searcher: tantivy.Searcher, generation: str) -> None:
        """Begin to read a large vocabulary if that is due, and do not wait."""
        with self._lock:
            if searcher.num_docs > SMALL_DOCUMENTS and self._is_stale(searcher):
                self._begin(searcher, generation)

    def vocabulary(self, searcher: tantivy.Searcher, generation: str) -> Vocabulary:
        """Give the vocabulary; waits only if there is none yet or the index is small."""
        with self._lock:
            known, reading = self._known, self._reading
        if known is not None and (
            self._known_of == generation or searcher.num_docs > SMALL_DOCUMENTS
        ):
            return known
        if reading is not None:
            reading.join()
        return self._known_or_read(searcher, generation)

    def close(self) -> None:
        """Wait for a vocabulary that is being read."""
        reading = self._reading
        if reading is not None:
            reading.join()

    def _known_or_read(self, searcher: tantivy.Searcher, generation: str) -> Vocabulary:
        with self._lock:
            known = self._known
            if known is not None and self._known_of == generation:
                return known
            return self._read(searcher, generation)

    def _is_stale(self, searcher: tantivy.Searcher) -> bool:
        if self._reading is not None and self._reading.is_alive():
            return False
        known = self._known
        if known is None:
            return True
        return abs(searcher.num_docs - known.documents) > known.documents * STALE_SHARE

    def _begin(self, searcher: tantivy.Searcher, generation: str) -> None:
        self._reading = Thread(target=self._read, args=(searcher, generation), daemon=True)
        self._reading.start()

    def _read(self, searcher: tantivy.Searcher, generation: str) -> Vocabulary:
        found = Vocabulary.read(searcher)
        self._known, self._known_of = found, generation
        return found
