"""The floor: what SQLite's own full-text search finds in the same texts, with nothing done for it.

Every word must stand, the last may be unfinished, bm25 orders; what holds only some of the words
follows. No typing mistakes, no stems, no synonyms, no weights: an engine below this is of no use.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence

from search.base import Document, IndexSchema, SearchQuery

_WORD = re.compile(r"[^\W_]+")


class Floor:
    """Full-text tables in memory, one for each index."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:")

    def fill(self, schema: IndexSchema, documents: Iterable[Document]) -> None:
        """Make the table of an index, with a column for each of its text fields."""
        names = [field.name for field in schema.text]
        columns = ", ".join(names)
        marks = ", ".join("?" * (len(names) + 1))
        self._database.execute(
            f"CREATE VIRTUAL TABLE {schema.name} USING fts5({columns}, tokenize='unicode61')"
        )
        self._database.executemany(
            f"INSERT INTO {schema.name} (rowid, {columns}) VALUES ({marks})",
            ((each.id, *(each.text.get(name, "") for name in names)) for each in documents),
        )

    def search(self, query: SearchQuery) -> tuple[int, ...]:
        """Find what holds all words, then what holds any; the best first."""
        words = _WORD.findall(" ".join((*query.phrases, query.words)).casefold())
        if not words:
            return ()
        terms = [f'"{word}"' for word in words]
        terms[-1] += "*"
        found: dict[int, None] = {}
        for operator in (" AND ", " OR "):
            if len(found) < query.limit:
                found |= dict.fromkeys(self._ids(query, operator.join(terms)))
        return tuple(found)[: query.limit]

    def close(self) -> None:
        """Let go of the tables."""
        self._database.close()

    def _ids(self, query: SearchQuery, expression: str) -> Sequence[int]:
        rows = self._database.execute(
            f"SELECT rowid FROM {query.index} WHERE {query.index} MATCH ? "
            f"ORDER BY bm25({query.index}), rowid LIMIT ?",
            (expression, query.limit),
        )
        return [row[0] for row in rows]
