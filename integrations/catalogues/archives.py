"""Archives as lists of small files, kept in memory and never written to a disk.

Every bound is on what really comes out, not on what an archive says of itself. A member with a
strange path is left out; paths are names here, and lead nowhere.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, cast

from integrations.catalogues.base import not_understood, size_in_words
from integrations.catalogues.records import CatalogueFile
from integrations.errors import ForgeUnavailable

MAX_MEMBERS = 50_000
MAX_MEMBER_BYTES = 16 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
# A tar has to be unpacked to be looked through, whatever else lies in it.
MAX_TAR_BYTES = 512 * 1024 * 1024
SUFFIXES = (".yml", ".yaml", ".toml", ".json", ".jsonl", ".opml", ".txt")

_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError, OverflowError, KeyError,
)  # fmt: skip


def is_zip(start: bytes) -> bool:
    """Tell by its first bytes."""
    return start.startswith(b"PK\x03\x04")


def is_gzip(start: bytes) -> bool:
    """Tell by its first bytes."""
    return start.startswith(b"\x1f\x8b")


def is_tar_gz(start: bytes) -> bool:
    """Tell by its first bytes, of which a few kilobytes are needed."""
    if not is_gzip(start):
        return False
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(start, 1024)
    except zlib.error:
        return False
    return unpacked[257:262] == b"ustar"


def files_of_zip(archive: IO[bytes], title: str) -> list[CatalogueFile]:
    """List the files of a zip that a catalogue may need. Raises ForgeUnavailable."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return _kept(_members_of_zip(opened), title)
    except _BROKEN as exc:
        raise not_understood(title, "it is no whole zip archive") from exc


def files_of_tar_gz(archive: IO[bytes], title: str) -> list[CatalogueFile]:
    """List the files of a packed tar that a catalogue may need. Raises ForgeUnavailable."""
    try:
        with (
            gzip.GzipFile(fileobj=archive, mode="rb") as unpacked,
            tarfile.open(None, "r|", _bounded(unpacked, title)) as opened,
        ):
            return _kept(_members_of_tar(opened), title)
    except _BROKEN as exc:
        raise not_understood(title, "it is no whole tar.gz archive") from exc


def unpacked(content: bytes, title: str) -> bytes:
    """Unpack gzip up to a bound. Raises ForgeUnavailable."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content), mode="rb") as opened:
            plain = opened.read(MAX_UNPACKED_BYTES + 1)
    except _BROKEN as exc:
        raise not_understood(title, "it is not a whole gzip file") from exc
    if len(plain) > MAX_UNPACKED_BYTES:
        raise _too_large(title, MAX_UNPACKED_BYTES)
    return plain


def is_kept(name: str) -> bool:
    """Tell by its name whether a file may belong to a catalogue; its path has to stay inside."""
    parts = name.split("/")
    is_inside = not name.startswith("/") and "\\" not in name and ".." not in parts
    return is_inside and name.casefold().endswith(SUFFIXES)


def _members_of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes] | None]]:
    for member in archive.infolist():
        if member.is_dir() or not is_kept(member.filename):
            yield member.filename, None
            continue
        with archive.open(member) as opened:
            yield member.filename, opened


def _members_of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes] | None]]:
    for member in archive:
        is_wanted = member.isreg() and is_kept(member.name)
        yield member.name, archive.extractfile(member) if is_wanted else None


def _kept(members: Iterable[tuple[str, IO[bytes] | None]], title: str) -> list[CatalogueFile]:
    files: list[CatalogueFile] = []
    left = MAX_UNPACKED_BYTES
    for number, (name, opened) in enumerate(members, start=1):
        if number > MAX_MEMBERS:
            raise ForgeUnavailable(f"{title} holds more than {MAX_MEMBERS} files.")
        if opened is None:
            continue
        content = opened.read(min(left, MAX_MEMBER_BYTES) + 1)
        left -= len(content)
        if left < 0 or len(content) > MAX_MEMBER_BYTES:
            raise _too_large(title, MAX_UNPACKED_BYTES)
        files.append(CatalogueFile(name, partial(io.BytesIO, content)))
    return sorted(files, key=lambda file: file.name)


def _bounded(inner: gzip.GzipFile, title: str) -> IO[bytes]:
    return cast("IO[bytes]", _Bounded(inner, title))


class _Bounded(io.RawIOBase):
    """Reads no more than a bound, so that little that was packed cannot become much."""

    def __init__(self, inner: gzip.GzipFile, title: str) -> None:
        super().__init__()
        self._inner = inner
        self._title = title
        self._left = MAX_TAR_BYTES

    def read(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes."""
        piece = self._inner.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(piece)
        if self._left < 0:
            raise _too_large(self._title, MAX_TAR_BYTES)
        return piece


def _too_large(title: str, bound: int) -> ForgeUnavailable:
    return ForgeUnavailable(
        f"{title} unpacks to more than {size_in_words(bound)}, which the hub does not read."
    )
