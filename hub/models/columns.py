"""Column types that behave alike on SQLite and PostgreSQL."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Index, String, text
from sqlalchemy.types import TypeDecorator, TypeEngine

Word = TypeVar("Word", bound=StrEnum)

# Of each column of texts: lists of kinds or labels are few, and stand in thousands of rows.
_KEPT_TEXTS = 4_000


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. A naive one is refused: it is a bug of the caller."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so the text there is UTC by convention."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Texts(TypeDecorator[tuple[str, ...]]):
    """A short ordered list of texts, kept as JSON, read as a tuple.

    A tuple cannot be changed in place, so no change of a row is missed.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> list[str]:
        """Store a JSON array."""
        return list(value or ())

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...]:
        """Read a tuple."""
        return tuple(value or ())

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], tuple[str, ...] | None] | None:
        """Read what a driver gives as text once, and the same text again from memory."""
        read = super().result_processor(dialect, coltype)
        if read is None or dialect.name != "sqlite":
            return read
        return lru_cache(maxsize=_KEPT_TEXTS)(read)


def word_of(words: type[Word], *, length: int = 20) -> type[TypeEngine[Word]]:
    """Make a column type that keeps a member of a closed set as its plain text."""

    members: dict[str, Word] = {member.value: member for member in words}

    class WordColumn(TypeDecorator[Word]):
        impl = String(length)
        cache_ok = True

        def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
            return None if value is None else words(value).value

        def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
            return None if value is None else members.get(value) or words(value)

    WordColumn.__name__ = f"{words.__name__}Column"
    return WordColumn


def index_of_the_stale(table: str) -> Index:
    """Index the rows whose document is not up to date: few, so finding them costs nothing.

    ``indexed_at`` holds the ``changed_at`` that the document was made from. They are compared for
    being different, not older: clocks of two machines need not agree.
    """
    stale = text("indexed_at IS NULL OR indexed_at <> changed_at")
    return Index(f"ix_{table}_stale", "id", sqlite_where=stale, postgresql_where=stale)
