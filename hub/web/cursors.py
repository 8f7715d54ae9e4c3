"""Cursors of the API: opaque text that says behind which row a page begins. Not secret, not signed.

Whoever makes one up gets another page of public data, or a sentence that it cannot be read.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from hub.errors import BadRequest
from hub.services.listings import Place
from hub.services.tables import MAX_ID

_UNREADABLE = "This cursor cannot be read. Take it from `next` of the page before, unchanged."


def write_number(number: int) -> str:
    """Write a cursor that is a number: an id, or a page."""
    return _encode([number])


def read_number(cursor: str, *, most: int = MAX_ID) -> int:
    """Read a number from 0 to ``most``; raises :class:`BadRequest`."""
    match _decode(cursor):
        case [int(number)] if 0 <= number <= most and not isinstance(number, bool):
            return number
    raise BadRequest(_UNREADABLE)


def write_place(place: Place) -> str:
    """Write a cursor that is a place in a list by time."""
    return _encode([place.at.astimezone(UTC).isoformat(), place.row_id])


def read_place(cursor: str) -> Place:
    """Read a place; raises :class:`BadRequest`."""
    match _decode(cursor):
        case [str(text), int(row_id)] if 0 <= row_id <= MAX_ID and not isinstance(row_id, bool):
            return Place(_instant(text), row_id)
    raise BadRequest(_UNREADABLE)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise BadRequest(_UNREADABLE) from exc
    raise BadRequest(_UNREADABLE)


def _encode(value: Sequence[str | int]) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str) -> object:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True)
        value: object = json.loads(text)
    except (ValueError, binascii.Error, RecursionError) as exc:
        raise BadRequest(_UNREADABLE) from exc
    return value
