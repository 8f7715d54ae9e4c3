"""What a schema's fields are called on the server, and how their values are written there. Pure.

The server trims the values it filters by, and knows no empty ones, so a few signs are spelled out.
"""

from collections.abc import Sequence
from datetime import datetime

from search.base import IndexSchema
from search.errors import QueryRefused

ID = "id"
# The sum of what lets a document stand higher.
STANDING = "standing"
# How many words the title has.
TITLE_WORDS = "title_words"
# Marks around what was found; no text may hold them, so nobody can forge a mark.
START, END = "\ue000", "\ue001"
# The server cuts what it filters by at 468 bytes; a longer value would never be found again.
MAX_VALUE_CHARS = 110
EMPTY = "%"

_SPELLED = {'"': "%22", "\\": "%5C", "%": "%25"}
_TO_SPELLED = str.maketrans(_SPELLED)


def text_field(name: str) -> str:
    """Name the field of a text."""
    return f"text_{name}"


def shown_field(name: str) -> str:
    """Name the field of the start of a text, which is shown with marks."""
    return f"shown_{name}"


def keyword_field(schema: IndexSchema, name: str) -> str:
    """Name the field of a keyword. Raises QueryRefused if the index has none of this name."""
    return f"keyword_{_checked(schema, name, schema.keywords)}"


def date_field(schema: IndexSchema, name: str) -> str:
    """Name the field of a date. Raises QueryRefused if the index has none of this name."""
    return f"date_{_checked(schema, name, schema.dates)}"


def number_field(schema: IndexSchema, name: str) -> str:
    """Name the field of a number. Raises QueryRefused if the index has none of this name."""
    return f"number_{_checked(schema, name, schema.numbers)}"


def sort_field(schema: IndexSchema, name: str) -> str:
    """Name the field to sort by. Raises QueryRefused if the index has none of this name."""
    if name in schema.dates:
        return date_field(schema, name)
    return number_field(schema, name)


def clean(text: str) -> str:
    """Take out the marks, and what cannot be written as UTF-8 (lone surrogates)."""
    if text.isascii():
        return text
    return text.replace(START, "").replace(END, "").encode(errors="replace").decode()


def written_value(value: str) -> str:
    """Write a keyword's value as it stands on the server, safe between double quotes."""
    return clean(value)[:MAX_VALUE_CHARS].translate(_TO_SPELLED) or EMPTY


def read_value(written: str) -> str:
    """Read a keyword's value back."""
    if written == EMPTY:
        return ""
    for sign, spelled in _SPELLED.items():
        written = written.replace(spelled, sign)
    return written


def written_instant(instant: datetime) -> int:
    """Write an instant as microseconds, which a number of the server holds exactly."""
    return round(instant.timestamp() * 1_000_000)


def _checked(schema: IndexSchema, name: str, known: Sequence[str]) -> str:
    if name not in known:
        names = ", ".join(known) or "none"
        raise QueryRefused(
            f"The index “{schema.name}” has no field “{name}” for this; it has: {names}."
        )
    return name
