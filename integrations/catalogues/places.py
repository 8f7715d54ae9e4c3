"""The files of a catalogue that lies on this machine: a file, an archive, or a folder."""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from integrations.catalogues.archives import (
    files_of_tar_gz,
    files_of_zip,
    is_gzip,
    is_kept,
    is_tar_gz,
    is_zip,
)
from integrations.catalogues.goodfirst import GoodFirst
from integrations.catalogues.records import CatalogueFile
from integrations.errors import ForgeRefused, ForgeUnavailable, RecordGone

MAX_FILES = 20_000
START_BYTES = 8 * 1024
BESIDE = {"repositories.toml": GoodFirst.beside}


def local_files(address: str) -> list[CatalogueFile]:
    """List the files of a catalogue on this machine, in the order of their names.

    Raises the errors of :mod:`integrations.errors`.
    """
    path = Path(address)
    try:
        if path.is_dir():
            return list(_files_of_folder(path))
        with path.open("rb") as opened:
            start = opened.read(START_BYTES)
            opened.seek(0)
            if is_zip(start):
                return files_of_zip(opened, path.name)
            if is_tar_gz(start):
                return files_of_tar_gz(opened, path.name)
    except FileNotFoundError as exc:
        raise RecordGone(f"{address} is not there. Check the path of the catalogue.") from exc
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else str(exc)
        raise ForgeRefused(f"{address} cannot be read: {reason}.") from exc
    return [CatalogueFile(path.name, _opener(path, start)), *_beside(path)]


def _opener(path: Path, start: bytes) -> Callable[[], BinaryIO]:
    if is_gzip(start):
        return lambda: cast("BinaryIO", gzip.open(path, "rb"))
    return _plain_opener(path)


def _plain_opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _beside(path: Path) -> Iterator[CatalogueFile]:
    for name in BESIDE.get(path.name.casefold(), ()):
        neighbour = path.parent / name
        if neighbour.is_file():
            yield CatalogueFile(name, _plain_opener(neighbour))


def _files_of_folder(folder: Path) -> Iterator[CatalogueFile]:
    """Walk a folder without following links out of it."""
    number = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".git"))
        for name in sorted(names):
            path = Path(place) / name
            inside = path.relative_to(folder).as_posix()
            if not is_kept(inside) or path.is_symlink() or not path.is_file():
                continue
            number += 1
            if number > MAX_FILES:
                raise ForgeUnavailable(f"{folder} holds more than {MAX_FILES} files.")
            yield CatalogueFile(inside, _plain_opener(path))
