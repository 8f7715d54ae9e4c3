"""The files of one index: a pointer, and the folder it points to.

    tasks.json            the pointer: layout, folder, schema; replaced in one step
    tasks.lock            held by the one process that writes
    tasks.turn            held, shared, by those that wait for it
    tasks-3f2a.../        tantivy's files

A new edition is built in a folder of its own and published by replacing the pointer; a crash
before that leaves the old edition as it was, and a folder that the next writer sweeps away.
Readers in other processes keep the files that they have open. This module must not know what is
in an index.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from search.base import IndexSchema, Raise, TextField
from search.errors import EngineUnavailable, IndexMissing
from search.tantivy.schema import LAYOUT

LOCK_TRY_S = 0.02


@dataclass(frozen=True, slots=True)
class Edition:
    """One built state of an index: where its files are, and what it was made for."""

    folder: Path
    schema: IndexSchema


class Storage:
    """The files of one index, and who may write them."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory = directory
        self._name = name
        self._pointer = directory / f"{name}.json"
        self._lock_file = directory / f"{name}.lock"
        self._turn_file = directory / f"{name}.turn"
        self._known: tuple[tuple[int, int], Edition] | None = None

    def edition(self) -> Edition:
        """Read which edition stands. Raises IndexMissing."""
        stamp = _stamp(self._pointer)
        if stamp is None:
            raise self._missing("is not there")
        known = self._known
        if known is not None and known[0] == stamp:
            return known[1]
        edition = self._read_pointer()
        self._known = (stamp, edition)
        return edition

    def generation(self) -> str:
        """Name the state of the files: another text after every commit and every publishing."""
        edition = self.edition()
        stamp = _stamp(edition.folder / "meta.json")
        if stamp is None:
            raise self._missing("has lost its files")
        return f"{edition.folder.name}/{stamp[0]}.{stamp[1]}"

    @contextmanager
    def writing(self, *, patience_s: float) -> Iterator[None]:
        """Be the only writer, of all processes. Raises EngineUnavailable after ``patience_s``."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with _opened(self._lock_file) as handle:
            if not _locked(handle, fcntl.LOCK_EX):
                with _opened(self._turn_file) as turn:
                    fcntl.flock(turn, fcntl.LOCK_SH)  # held against us for a look at most
                    self._wait_for_lock(handle, until=time.monotonic() + patience_s)
            yield

    def is_awaited(self) -> bool:
        """Say whether another process waits for the one that writes."""
        with _opened(self._turn_file) as turn:
            return not _locked(turn, fcntl.LOCK_EX)

    def new_folder(self) -> Path:
        """Make an empty folder for a new edition."""
        folder = self._directory / f"{self._name}-{uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, edition: Edition) -> None:
        """Let an edition stand from now on, for all processes, in one step."""
        found = {
            "layout": LAYOUT,
            "folder": edition.folder.name,
            "schema": asdict(edition.schema),
        }
        draft = self._pointer.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(found, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._pointer)
        _sync_folder(self._directory)

    def sweep(self) -> None:
        """Drop the folders of editions that do not stand. Only for the one who writes."""
        standing = self.edition().folder
        for folder in self._directory.glob(f"{self._name}-*"):
            if folder != standing and folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def _wait_for_lock(self, handle: int, *, until: float) -> None:
        while not _locked(handle, fcntl.LOCK_EX):
            if time.monotonic() >= until:
                raise EngineUnavailable(
                    f"Another process is writing to the search index “{self._name}” "
                    f"({self._lock_file}). Wait until it is done, or stop it, and try again."
                )
            time.sleep(LOCK_TRY_S)

    def _read_pointer(self) -> Edition:
        try:
            found = json.loads(self._pointer.read_text(encoding="utf-8"))
            is_readable = found["layout"] == LAYOUT
            schema = _schema_of(found["schema"]) if is_readable else None
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise self._missing("cannot be read") from exc
        if schema is None:
            raise self._missing("was made by another version of the hub")
        return Edition(self._directory / str(found["folder"]), schema)

    def _missing(self, what: str) -> IndexMissing:
        return IndexMissing(
            f"The search index “{self._name}” {what} ({self._pointer}). "
            "Run `otdhub index rebuild` to make it anew from the database."
        )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _locked(handle: int, kind: int) -> bool:
    """Take a lock until the file is closed; says whether that can be done now."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# What json.loads gives has no shape for the checker; a missing name ends in IndexMissing above.
def _schema_of(found: Mapping[str, Any]) -> IndexSchema:
    return IndexSchema(
        name=found["name"],
        version=found["version"],
        text=tuple(TextField(**text) for text in found["text"]),
        keywords=tuple(found["keywords"]),
        dates=tuple(found["dates"]),
        numbers=tuple(found["numbers"]),
        raises=tuple(Raise(**each) for each in found["raises"]),
    )
