"""A plain list of repository addresses, one a line."""

from collections.abc import Iterator, Sequence

from integrations.catalogues.base import Reading, beginning, decoded, whole
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.repositories import no_repository, repository_at
from integrations.catalogues.text_lines import addresses_in, is_text

_LOOKED_AT = 50


class Plain:
    """Reads the first word of each line as an address; ``#`` begins a comment."""

    name = "plain"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for text of which at least half is addresses."""
        if len(files) != 1:
            return False
        start = beginning(files[0])
        if not is_text(start):
            return False
        addresses = [address for _, address in addresses_in(start)][:_LOOKED_AT]
        good = sum(repository_at(address, {}) is not None for address in addresses)
        likely = sum("://" in address or address.count("/") >= 2 for address in addresses)
        return bool(addresses) and 2 * max(good, likely) >= len(addresses)

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each line."""
        for line, address in addresses_in(decoded(whole(files[0]))):
            place = repository_at(address, reading.hosts)
            if place is None:
                yield no_repository(line, address)
                continue
            yield ListingRecord(
                entry=line,
                kind=place.kind,
                host=place.host,
                path=place.path,
                url=place.url,
                name=place.name,
                catalogues=(reading.title,),
            )
