"""OPML: an outline of feeds, those of repositories among them.

Source: http://opml.org/spec2.opml
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from integrations.catalogues.base import Reading, beginning, not_understood, whole
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.repositories import no_repository, repository_at
from integrations.errors import ForgeUnavailable

_ADDRESSES = ("htmlUrl", "url", "xmlUrl")


class Opml:
    """Reads each outline with an address; what is only a heading is passed over."""

    name = "opml"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for the root element."""
        return len(files) == 1 and "<opml" in beginning(files[0], 4096).casefold()

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each outline with the address of a repository."""
        for outline in _outlines(whole(files[0]), reading.title):
            addresses = [found for name in _ADDRESSES if (found := outline.get(name))]
            if addresses:
                yield _listing(outline, addresses, reading)


def _outlines(content: bytes, title: str) -> Iterator[Element]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as exc:
        raise ForgeUnavailable(f"{title} defines entities, which the hub does not read.") from exc
    except (ParseError, ValueError, LookupError, RecursionError) as exc:
        raise not_understood(title, "it is no OPML") from exc
    return root.iter("outline")


def _listing(outline: Element, addresses: list[str], reading: Reading) -> Entry:
    title = outline.get("title") or outline.get("text") or ""
    places = [place for each in addresses if (place := repository_at(each, reading.hosts))]
    if not places:
        return no_repository(title.strip()[:100] or addresses[0], addresses[0])
    place = places[0]
    categories = (outline.get("category") or "").replace("/", ",").split(",")
    return ListingRecord(
        entry=addresses[0].strip(),
        kind=place.kind,
        host=place.host,
        path=place.path,
        url=place.url,
        name=title or place.name,
        description=outline.get("description"),
        topics=tuple(topic.strip() for topic in categories if topic.strip()),
        catalogues=(reading.title,),
    )
