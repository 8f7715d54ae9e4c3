"""publiccode.yml: a list of addresses of such files, or the files themselves.

Source: https://yml.publiccode.tools/schema.core.html
"""

from collections.abc import Iterator, Sequence

from integrations.catalogues.base import (
    Reading,
    base_name,
    beginning,
    decoded,
    not_understood,
    whole,
)
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.repositories import no_repository, repository_at
from integrations.catalogues.text_lines import addresses_in, is_text
from integrations.catalogues.yaml_text import Value, map_of, read_yaml, text_of, texts_of
from integrations.errors import ForgeError, ForgeUnavailable, RecordInvalid
from integrations.records import RecordProblem

MAX_YAML_BYTES = 256 * 1024
MAX_FETCHED = 2_000
MAX_FAILURES_IN_A_ROW = 10
_NAMES = ("publiccode.yml", "publiccode.yaml")


class PublicCode:
    """Reads ``url``, ``name``, ``description``, ``categories``, ``legal`` and ``landingURL``."""

    name = "publiccode"
    title = "publiccode.yml"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for files of that name, or for a list whose addresses end in it."""
        if any(base_name(file.name) in _NAMES for file in files):
            return True
        if len(files) != 1:
            return False
        start = beginning(files[0])
        if "\npubliccodeYmlVersion:" in f"\n{start}":
            return True
        addresses = [address for _, address in addresses_in(start)][:20]
        return bool(addresses) and is_text(start) and all(map(_is_file_address, addresses))

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each file, or for each address of one."""
        named = [file for file in files if base_name(file.name) in _NAMES]
        if not named and len(files) != 1:
            raise not_understood(reading.title, "it holds no publiccode.yml")
        for file in named or files:
            text = decoded(whole(file))
            if named or "\npubliccodeYmlVersion:" in f"\n{text}":
                yield _read_one(file.name, text, reading)
            else:
                yield from _read_list(text, reading)


def _is_file_address(address: str) -> bool:
    return address.partition("?")[0].casefold().endswith(_NAMES)


def _read_list(text: str, reading: Reading) -> Iterator[Entry]:
    failures = 0
    for number, (line, address) in enumerate(addresses_in(text)):
        if number >= MAX_FETCHED:
            yield RecordProblem(line, f"more than {MAX_FETCHED} files are not fetched.")
            return
        if failures >= MAX_FAILURES_IN_A_ROW:
            raise ForgeUnavailable(
                f"{failures} files in a row could not be fetched. What was read before stays."
            )
        try:
            content = reading.fetch(address)
        except ForgeError as exc:
            failures += 1
            yield RecordProblem(address, str(exc))
            continue
        failures = 0
        if len(content) > MAX_YAML_BYTES:
            yield RecordProblem(address, f"is longer than {MAX_YAML_BYTES} bytes.")
            continue
        yield _read_one(address, decoded(content), reading)


def _read_one(entry: str, text: str, reading: Reading) -> Entry:
    try:
        said = map_of(read_yaml(text))
    except RecordInvalid as exc:
        return RecordProblem(entry, str(exc))
    address = text_of(said.get("url")) or ""
    place = repository_at(address, reading.hosts)
    if place is None:
        return no_repository(entry, address)
    described = _description(said.get("description"))
    licence = text_of(map_of(said.get("legal")).get("license"))
    return ListingRecord(
        entry=entry,
        kind=place.kind,
        host=place.host,
        path=place.path,
        url=place.url,
        name=text_of(said.get("name")) or place.name,
        description=text_of(described.get("shortDescription"))
        or text_of(described.get("longDescription")),
        topics=texts_of(said.get("categories")),
        licences=(licence,) if licence else (),
        homepage=text_of(said.get("landingURL")),
        catalogues=(PublicCode.title,),
    )


def _description(value: Value) -> dict[Value, Value]:
    """Take the English description, or the first there is."""
    said = map_of(value)
    english = [key for key in said if isinstance(key, str) and key.casefold().startswith("en")]
    return map_of(said.get(next(iter(english or said), None)))
