"""Writes an index. One writer of all processes, kept open between writes that follow closely.

Opening a writer is quick, closing it is not: merging must end before. So it is closed once nothing
was written for a while, or as soon as another process waits for its turn.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Lock, Thread

import tantivy

from search.base import Document
from search.errors import EngineUnavailable
from search.tantivy.opening import open_index
from search.tantivy.schema import KEY, DocumentMaker
from search.tantivy.storage import LOCK_TRY_S, Edition, Storage

# The least that tantivy takes: what a commit costs grows with it (ten documents: 28 ms instead of
# 45), while 20,000 in one go take a third longer (200,000 tasks, 2026-11-28).
UPSERT_HEAP_BYTES = 15_000_000
# Whatever is built, no more than this is held: about 70,000 tasks a segment. One segment of all
# would be searched a tenth quicker, for four times the memory.
REBUILD_HEAP_BYTES = 200_000_000
KEPT_S = 0.5
LOOKED_AFTER_EVERY_S = 0.02
# Long enough for a process that waits to take its turn.
LETS_IN_S = 3 * LOCK_TRY_S


@dataclass(frozen=True, slots=True)
class _Kept:
    """An open writer, and what must be given back behind it."""

    edition: Edition
    maker: DocumentMaker
    writer: tantivy.IndexWriter
    stack: ExitStack

    def close(self) -> None:
        """Wait until merging has ended, and let others write."""
        with self.stack:
            self.writer.wait_merging_threads()


class Writer:
    """Writes one index, for all threads of this process."""

    def __init__(self, storage: Storage, *, patience_s: float) -> None:
        self._storage = storage
        self._patience_s = patience_s
        self._lock = Lock()
        self._kept: _Kept | None = None
        self._used_at = 0.0

    def put(self, documents: Iterable[Document]) -> None:
        """Put documents in, replacing those with the same id; all of them or, on an error, none."""
        with self._batch() as kept:
            for document in documents:
                _put(kept.writer, kept.maker, document)

    def take_out(self, ids: Iterable[int]) -> None:
        """Take documents out; ids that are not there are no error."""
        with self._batch() as kept:
            for document_id in ids:
                kept.writer.delete_documents_by_term(KEY, str(document_id))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only writer, with no file of the index open for writing."""
        with self._lock:
            self._close()
            with self._storage.writing(patience_s=self._patience_s):
                yield

    def close(self) -> None:
        """Let go of the files; waits until merging has ended."""
        with self._lock:
            self._close()

    @contextmanager
    def _batch(self) -> Iterator[_Kept]:
        """Give the writer for one batch: committed at its end, rolled back on an error."""
        with self._lock:
            kept = self._kept_or_opened()
            try:
                yield kept
                kept.writer.commit()
            except BaseException:
                with suppress(ValueError):
                    kept.writer.rollback()
                self._close()
                raise
            self._used_at = time.monotonic()
            if self._storage.is_awaited():
                self._close()
                time.sleep(LETS_IN_S)

    def _kept_or_opened(self) -> _Kept:
        edition = self._storage.edition()
        if self._kept is not None and self._kept.edition != edition:
            self._close()
        if self._kept is None:
            self._kept = self._opened()
            looking = Thread(target=self._look_after, args=(self._kept,), daemon=True)
            looking.start()
        return self._kept

    def _opened(self) -> _Kept:
        with ExitStack() as stack:
            stack.enter_context(self._storage.writing(patience_s=self._patience_s))
            edition = self._storage.edition()
            writer = _make_writer(open_index(edition), UPSERT_HEAP_BYTES)
            return _Kept(edition, DocumentMaker(edition.schema), writer, stack.pop_all())

    def _look_after(self, kept: _Kept) -> None:
        """Close a writer when it is not needed any more."""
        while True:
            time.sleep(LOOKED_AFTER_EVERY_S)
            with self._lock:
                if self._kept is not kept:
                    return
                is_idle = time.monotonic() - self._used_at > KEPT_S
                if is_idle or self._storage.is_awaited():
                    self._close()
                    return

    def _close(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()


def build(edition: Edition, index: tantivy.Index, documents: Iterable[Document]) -> None:
    """Fill an index that nobody reads yet. A document that comes twice stands once."""
    maker = DocumentMaker(edition.schema)
    writer = _make_writer(index, REBUILD_HEAP_BYTES)
    try:
        for document in documents:
            _put(writer, maker, document)
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _make_writer(index: tantivy.Index, heap_bytes: int) -> tantivy.IndexWriter:
    """Make tantivy's writer, of one thread. Raises EngineUnavailable."""
    try:
        return index.writer(heap_bytes, 1)
    except ValueError as exc:
        raise EngineUnavailable(
            "The search index cannot be written now: its files are locked or unreadable. "
            "Stop other programs that use it, and try again."
        ) from exc


def _put(writer: tantivy.IndexWriter, maker: DocumentMaker, document: Document) -> None:
    writer.delete_documents_by_term(KEY, str(document.id))
    writer.add_document(maker.make(document))
