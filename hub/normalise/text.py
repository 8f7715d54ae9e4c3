"""Foreign text made fit to be stored: what a database or a page cannot bear is taken out.

Knows nothing of tasks or projects. Whether markup is safe to show is decided where it is shown.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

MAX_TITLE_CHARS = 1000
MAX_BODY_CHARS = 65_536
MAX_URL_CHARS = 2000
MAX_COUNT = 2**31 - 1

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff]+")
_BIDI_CONTROLS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_UNSAFE_IN_URL = re.compile(
    r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def clean_line(text: str | None, *, max_chars: int = MAX_TITLE_CHARS) -> str:
    """Make one line of text without control characters, cut to ``max_chars``; may be empty.

    Direction overrides are taken out too: in a title they turn over the words beside it.
    """
    if not text:
        return ""
    is_plain = text.isascii() and text.isprintable()
    line = text if is_plain else _BIDI_CONTROLS.sub("", _UNPRINTABLE.sub(" ", _encodable(text)))
    return " ".join(line.split())[:max_chars].rstrip()


def clean_optional_line(text: str | None, *, max_chars: int = MAX_TITLE_CHARS) -> str | None:
    """Make one line as :func:`clean_line` does; ``None`` where nothing is left."""
    return clean_line(text, max_chars=max_chars) or None


def clean_text(text: str | None, *, max_chars: int = MAX_BODY_CHARS) -> str:
    """Keep a text of many lines as it is, but for NULs, lone surrogates, CRs and its excess.

    PostgreSQL refuses a NUL and no encoder takes a lone surrogate.
    """
    if not text:
        return ""
    kept = _encodable(text).replace("\x00", "")
    return kept.replace("\r\n", "\n").replace("\r", "\n")[:max_chars]


def clean_lines(texts: Iterable[str], *, max_chars: int, max_items: int) -> tuple[str, ...]:
    """Clean a list of lines: order kept, empty ones and repetitions left out."""
    lines = (clean_line(text, max_chars=max_chars) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line))[:max_items]


def web_url(url: str | None) -> str | None:
    """Keep an address that is safe to link to: http or https, with a host and no user name."""
    if not url:
        return None
    address = url.strip()
    if len(address) > MAX_URL_CHARS or _UNSAFE_IN_URL.search(_encodable(address)):
        return None
    try:
        parts = urlsplit(address)
        has_valid_port = parts.port is None or parts.port > 0
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and has_valid_port
    return _encodable(address) if is_web and "@" not in parts.netloc else None


def storable_count(count: int | None) -> int | None:
    """Keep a count that fits a database integer; a negative one is not known."""
    if count is None or count < 0:
        return None
    return min(count, MAX_COUNT)


def _encodable(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-8", "ignore").decode("utf-8")
