"""How the source of a catalogue is written: by address, or by path on the hub's own machine."""

import os
import re
from urllib.parse import urlsplit

from hub.errors import BadRequest
from integrations.catalogues import CataloguePlace
from integrations.catalogues.registry import FORMATS

MARK = "catalogue:"
FILE_HOST = "file"
MAX_LOCATOR_CHARS = 300
HOW_TO_WRITE = (
    "Write a catalogue as an https address or a path, or as catalogue:FORMAT:ADDRESS_OR_PATH, "
    f"where FORMAT is one of {', '.join(FORMATS)}."
)
_ENDINGS = (
    ".json", ".jsonl", ".jsonl.gz", ".ndjson", ".toml", ".opml", ".xml", ".txt", ".yml", ".yaml",
    ".zip", ".tar.gz", ".tgz",
)  # fmt: skip
# Where forges keep files and archives, so that these are told from repositories.
_FILE_PAGES = re.compile(r"/(raw|archive|releases|zip|tar\.gz|zipball|tarball)/")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def looks_like_catalogue(address: str, *, is_at_forge: bool) -> bool:
    """Tell an address of a catalogue from that of an owner or a repository."""
    try:
        path = urlsplit(address).path.casefold()
    except ValueError:
        return False
    if is_at_forge:
        return path.count("/") >= 4 and bool(_FILE_PAGES.search(path))
    return path.endswith(_ENDINGS)


def looks_like_path(text: str) -> bool:
    """Tell whether a text is written as a path of this machine."""
    return text.startswith(("/", "./", "../")) or text in {".", ".."}


def remote_locator(text: str) -> str:
    """Read an address, with or without its format, as a locator. Raises :class:`BadRequest`."""
    return _locator(text, are_paths_allowed=False)


def local_locator(text: str) -> str:
    """Read an address or a path of this machine as a locator. Raises :class:`BadRequest`.

    Only who runs the hub may name a path: it reads files.
    """
    return _locator(text, are_paths_allowed=True)


def host_of(locator: str) -> str:
    """Name the host of a catalogue's address; ``file`` for one on this machine."""
    place = catalogue_place(locator)
    return urlsplit(place.address).netloc.casefold() if place.is_remote else FILE_HOST


def catalogue_place(locator: str) -> CataloguePlace:
    """Give the place that a locator stands for."""
    name, colon, rest = locator.partition(":")
    if colon and name in FORMATS:
        return CataloguePlace(rest, name)
    return CataloguePlace(locator)


def _locator(text: str, *, are_paths_allowed: bool) -> str:
    place = catalogue_place(text.strip().removeprefix(MARK).strip())
    address = place.address.strip()
    if "://" in address:
        address = _checked_address(address)
    elif not are_paths_allowed or not address or _CONTROL.search(address):
        raise BadRequest(f"{text[:100]!r} names no catalogue. {HOW_TO_WRITE}")
    else:
        address = os.path.abspath(address)
    locator = f"{place.format}:{address}" if place.format else address
    if len(locator) > MAX_LOCATOR_CHARS:
        raise BadRequest(f"{locator[:40]!r}… is too long for a source.")
    return locator


def _checked_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_web = False
    if "@" in address.partition("://")[2].partition("/")[0]:
        raise BadRequest(f"Write the address without a login in it. {HOW_TO_WRITE}")
    if not is_web or _CONTROL.search(address) or " " in address:
        raise BadRequest(f"{address[:100]!r} is no address of a catalogue. {HOW_TO_WRITE}")
    return parts._replace(fragment="").geturl()
