"""Opens a catalogue wherever it is, finds out its format, and gives its entries."""

import gzip
import io
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urljoin, urlsplit

from integrations.addresses import AddressGuard
from integrations.catalogues.archives import (
    files_of_tar_gz,
    files_of_zip,
    is_gzip,
    is_tar_gz,
    is_zip,
    unpacked,
)
from integrations.catalogues.base import CatalogueFormat, Reading, not_understood
from integrations.catalogues.fetching import Fetched, Fetcher
from integrations.catalogues.places import BESIDE, START_BYTES, local_files
from integrations.catalogues.publiccode import MAX_YAML_BYTES
from integrations.catalogues.records import (
    CatalogueEntries,
    CatalogueFile,
    CataloguePlace,
    Entry,
)
from integrations.catalogues.registry import FORMATS, format_of
from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable, RecordGone
from integrations.records import NOT_MODIFIED, NotModified

# All files that one list names may take this long together.
LIST_DEADLINE_S = 15 * 60


class CatalogueReader:
    """Reads catalogues; one for the whole hub. Use it from one thread at a time for each read."""

    def __init__(self, guard: AddressGuard, *, timeout_s: float = 20.0) -> None:
        self._guard = guard
        self._timeout_s = timeout_s

    def read(
        self, place: CataloguePlace, *, hosts: Mapping[str, str], cursor: str | None = None
    ) -> CatalogueEntries | NotModified:
        """Open a catalogue; ``hosts`` are the kinds of the forges that the hub knows, by host.

        Entries that cannot be read come as problems. Opening, and going through the entries, may
        raise the errors of :mod:`integrations.errors`; what was had before is then to be kept.
        """
        asking = _Asking(Fetcher(self._guard, timeout_s=self._timeout_s))
        try:
            return self._open(asking, place, hosts, cursor)
        except BaseException:
            asking.fetcher.close()
            raise

    def _open(
        self, asking: "_Asking", place: CataloguePlace, hosts: Mapping[str, str], cursor: str | None
    ) -> CatalogueEntries | NotModified:
        title = _title_of(place)
        found_cursor: str | None = None
        if place.is_remote:
            fetched = asking.fetcher.fetch(place.address, cursor=cursor)
            if isinstance(fetched, NotModified):
                asking.fetcher.close()
                return NOT_MODIFIED
            files = _files_in(fetched.content, place.address, title)
            files += _files_beside(asking, place.address)
            found_cursor = fetched.cursor
        else:
            files = local_files(place.address)
        chosen = _format(place, files, title)
        reading = Reading(hosts, title, asking.fetch)
        return CatalogueEntries(
            format=chosen.name,
            entries=_entries(chosen, files, reading, asking),
            cursor=lambda: found_cursor if asking.is_whole else None,
            requests_made=lambda: asking.fetcher.requests_made,
        )


class _Asking:
    """What one reading fetches; ``is_whole`` as long as every file of a list came."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self.is_whole = True
        self._gives_up_at = time.monotonic() + LIST_DEADLINE_S

    def fetch(self, address: str) -> bytes:
        """Fetch a file that a list names."""
        if time.monotonic() > self._gives_up_at:
            self.is_whole = False
            raise ForgeUnavailable("was not fetched: the list takes too long.")
        try:
            fetched = self.fetcher.fetch(address, max_bytes=MAX_YAML_BYTES)
        except RecordGone:
            raise
        except ForgeError:
            self.is_whole = False
            raise
        assert isinstance(fetched, Fetched)
        return fetched.content


def _entries(
    chosen: CatalogueFormat, files: list[CatalogueFile], reading: Reading, asking: _Asking
) -> Iterator[Entry]:
    """Give the entries; a file that breaks off in the middle becomes an error of ours."""
    try:
        yield from chosen.read(files, reading)
    except (EOFError, gzip.BadGzipFile, zlib.error) as exc:
        raise not_understood(reading.title, f"it is not a whole gzip file ({exc})") from exc
    except OSError as exc:
        raise not_understood(reading.title, f"it breaks off ({exc})") from exc
    finally:
        asking.fetcher.close()


def _title_of(place: CataloguePlace) -> str:
    """Name a catalogue for people: the host that it stands at, or its file."""
    if place.is_remote:
        return urlsplit(place.address).hostname or place.address
    return place.address.rstrip("/").rpartition("/")[2] or place.address


def _format(place: CataloguePlace, files: list[CatalogueFile], title: str) -> CatalogueFormat:
    if not files:
        raise not_understood(title, "it holds no file that could be a catalogue")
    if place.format is None:
        return format_of(files, title=title)
    if place.format not in FORMATS:
        raise ForgeRefused(
            f"{place.format!r} is no format of catalogues. There are {', '.join(FORMATS)}."
        )
    return FORMATS[place.format]


def _files_in(content: bytes, address: str, title: str) -> list[CatalogueFile]:
    start = content[:START_BYTES]
    if is_zip(start):
        return files_of_zip(io.BytesIO(content), title)
    if is_tar_gz(start):
        return files_of_tar_gz(io.BytesIO(content), title)
    name = urlsplit(address).path.rpartition("/")[2] or "list"
    if is_gzip(start):
        content = unpacked(content, title)
    return [CatalogueFile(name, partial(io.BytesIO, content))]


def _files_beside(asking: _Asking, address: str) -> list[CatalogueFile]:
    """Fetch what belongs to a file by its name, where it is there."""
    name = urlsplit(address).path.rpartition("/")[2].casefold()
    found = []
    for neighbour in BESIDE.get(name, ()):
        try:
            fetched = asking.fetcher.fetch(urljoin(address, neighbour), max_bytes=MAX_YAML_BYTES)
        except RecordGone:
            continue
        assert isinstance(fetched, Fetched)
        found.append(CatalogueFile(neighbour, partial(io.BytesIO, fetched.content)))
    return found
