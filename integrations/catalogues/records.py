"""What a catalogue says, as frozen values; and the places and files that it is read from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TypeAlias

from integrations.records import ForgeKind, RecordProblem


@dataclass(frozen=True, slots=True)
class ListingRecord:
    """One entry of a catalogue: a repository somewhere, and what the catalogue says of it.

    ``entry`` names it within its catalogue, for reports and to know it again: a file's name, an
    address, or a line. ``labels`` are those under which it asks for help; those of a catalogue
    that ``is_for_newcomers`` also mark what fits a first contribution. Nothing is cleaned yet.
    """

    entry: str
    kind: ForgeKind
    host: str
    path: str
    url: str
    name: str
    description: str | None = None
    topics: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    is_for_newcomers: bool = False
    languages: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    stars: int | None = None
    last_activity_at: datetime | None = None
    is_archived: bool | None = None
    homepage: str | None = None
    catalogues: tuple[str, ...] = ()


Entry: TypeAlias = ListingRecord | RecordProblem


@dataclass(frozen=True, slots=True)
class CataloguePlace:
    """Where a catalogue is, and in which format; ``None`` leaves that to be found out."""

    address: str
    format: str | None = None

    @property
    def is_remote(self) -> bool:
        """Say whether it is read over the network."""
        return self.address.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file of a catalogue; ``name`` is its path within it, with slashes."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class CatalogueEntries:
    """A catalogue that was opened: its entries come lazily, and once.

    ``cursor`` is opaque; given back, it tells whether the catalogue changed since. It is ``None``
    where that cannot be told. ``requests_made`` counts what was asked over the network so far.
    """

    format: str
    entries: Iterator[Entry]
    cursor: Callable[[], str | None]
    requests_made: Callable[[], int]
