"""Which formats of catalogues the hub can read: one line each, the surest to tell first."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from integrations.catalogues.base import CatalogueFormat, not_understood
from integrations.catalogues.beginners import Beginners
from integrations.catalogues.goodfirst import GoodFirst
from integrations.catalogues.jsonlines import JsonLines
from integrations.catalogues.opml import Opml
from integrations.catalogues.plain import Plain
from integrations.catalogues.publiccode import PublicCode
from integrations.catalogues.records import CatalogueFile
from integrations.catalogues.upforgrabs import UpForGrabs

_ALL: tuple[CatalogueFormat, ...] = (
    JsonLines(),
    Opml(),
    GoodFirst(),
    PublicCode(),
    UpForGrabs(),
    Beginners(),
    Plain(),
)
FORMATS: Mapping[str, CatalogueFormat] = MappingProxyType({each.name: each for each in _ALL})


def format_of(files: Sequence[CatalogueFile], *, title: str) -> CatalogueFormat:
    """Find out the format of a catalogue. Raises ForgeUnavailable where it is none of ours."""
    for each in FORMATS.values():
        if each.is_meant(files):
            return each
    raise not_understood(title, f"it is in none of the formats {', '.join(FORMATS)}")
