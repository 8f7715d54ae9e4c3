"""Reads the links that people give of themselves: shown, and never opened by the hub.

They are as hostile as any text. What is no address of a web page, or hides where it leads, is
refused: other schemes, names and passwords before the host, marks that nobody sees.
"""

from urllib.parse import urlsplit

from hub.web.forms.profile_fields import Errors

MAX_LINKS = 5
MAX_LINK_CHARS = 300
_SENTENCE = "A link is the address of a web page, such as https://noor.example/work."


def read_links(text: str, errors: Errors) -> tuple[str, ...]:
    """Read one link a line, each once."""
    lines = [line.strip() for line in text.splitlines()]
    links = tuple(dict.fromkeys(_address(line) for line in lines if line))
    if "" in links:
        errors.add("links", _SENTENCE)
    if len(links) > MAX_LINKS:
        errors.add("links", f"Up to {MAX_LINKS} links fit here, one a line.")
    if any(len(link) > MAX_LINK_CHARS for link in links):
        errors.add("links", f"A link has up to {MAX_LINK_CHARS} letters.")
    return links


def is_link(address: str) -> bool:
    """Say whether this may be shown as a link."""
    if not address.isprintable() or any(char.isspace() or char in '<>"\\' for char in address):
        return False
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "@" not in parts.netloc
        and "." in host.strip(".")
        and port != 0
    )


def _address(line: str) -> str:
    """Give the address; one without a scheme is of https. Empty for what is none."""
    address = line if "://" in line else f"https://{line}"
    return address if is_link(address) else ""
