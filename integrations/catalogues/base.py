"""The protocol of a catalogue's format, and what every format needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from integrations.catalogues.records import CatalogueFile, Entry
from integrations.errors import ForgeUnavailable

MAX_FILE_BYTES = 16 * 1024 * 1024

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format may use besides the files.

    ``hosts`` are the forges that the hub knows, by host. ``title`` names the catalogue where the
    format does not. ``fetch`` gets a file that a list names; it raises the errors of
    :mod:`integrations.errors`.
    """

    hosts: Mapping[str, str]
    title: str
    fetch: Fetch


class CatalogueFormat(Protocol):
    """One format. It yields problems instead of raising, but for a file that is none of its own."""

    name: str

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Tell from names, and from a beginning, whether these files are in this format."""

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield the entries. Raises ForgeUnavailable where the whole cannot be understood."""


def whole(file: CatalogueFile, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Read a file to its end. Raises :class:`ForgeUnavailable` for one that is too long."""
    with file.open() as opened:
        content = opened.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ForgeUnavailable(f"{file.name} is larger than {size_in_words(max_bytes)}.")
    return content


def beginning(file: CatalogueFile, size: int = 64 * 1024) -> str:
    """Read the first bytes of a file as text."""
    with file.open() as opened:
        return decoded(opened.read(size))


def decoded(content: bytes) -> str:
    """Read bytes as UTF-8, whatever they are; a byte order mark falls away."""
    return content.decode("utf-8", errors="replace").removeprefix("\ufeff")


def base_name(name: str) -> str:
    """Give the last part of a path, in small letters."""
    return name.rpartition("/")[2].casefold()


def size_in_words(size: int) -> str:
    """Write a size as people do."""
    return f"{size // 2**20} MB" if size >= 2**20 else f"{size // 2**10} KB"


def not_understood(what: str, expected: str) -> ForgeUnavailable:
    """Make the error for a catalogue that is not, or not any more, what it should be."""
    return ForgeUnavailable(f"{what} cannot be understood: {expected}. What was read before stays.")
