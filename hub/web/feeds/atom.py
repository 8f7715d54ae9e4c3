"""A feed as Atom. Source: https://www.rfc-editor.org/rfc/rfc4287"""

from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from hub.web.feeds.values import Entry, Feed, plain

ATOM_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> bytes:
    """Write a feed as XML in UTF-8."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(feed.updated_at))
    _add(ET.SubElement(root, "author"), "name", feed.hub_name)
    _link(root, "self", feed.address, ATOM_TYPE)
    _link(root, "alternate", feed.page_address, "text/html")
    for entry in feed.entries:
        _add_entry(root, entry)
    written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    assert isinstance(written, bytes)
    return written


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", entry.address)
    _add(element, "title", entry.title)
    _link(element, "alternate", entry.address, "text/html")
    _add(element, "published", _instant(entry.published_at))
    _add(element, "updated", _instant(entry.updated_at))
    _add(ET.SubElement(element, "author"), "name", entry.made_by)
    _add(element, "summary", entry.text)
    for word in entry.words:
        ET.SubElement(element, "category", {"term": plain(word)})


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": address, "type": media_type})


def _instant(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
