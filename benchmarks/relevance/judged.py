"""Reads the judged queries: what is asked, and which documents answer it how well.

Documents are named by the address of their repository or issue; none of their texts is kept here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
HALVES = ("dev", "test")
TABS = ("projects", "tasks")
HIGHEST_GRADE = 3

# How a query differs from the words that the document itself would be found by.
WAYS = (
    "clean", "prefix", "typo_one", "typo_two", "synonym", "other_language", "description",
    "inflected", "joined_or_split", "several_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with its judgements: grade 3 answers it, 2 well, 1 somewhat, 0 not at all."""

    id: str
    query: str
    tab: str
    how: str
    half: str
    grades: Mapping[str, int]

    @property
    def wanted(self) -> frozenset[str]:
        """Give the addresses of the highest grade."""
        highest = max(self.grades.values())
        return frozenset(address for address, grade in self.grades.items() if grade == highest)


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """All judged queries: those for one document in mind, and those for a topic."""

    known_items: tuple[JudgedQuery, ...]
    topical: tuple[JudgedQuery, ...]

    @classmethod
    def load(cls) -> "JudgedSet":
        """Read both files."""
        return cls(
            tuple(_read(FOLDER / "known_items.jsonl")), tuple(_read(FOLDER / "topical.jsonl"))
        )

    def of_halves(self, halves: Iterable[str]) -> "JudgedSet":
        """Keep the queries of these halves."""
        wanted = frozenset(halves)
        return JudgedSet(
            tuple(query for query in self.known_items if query.half in wanted),
            tuple(query for query in self.topical if query.half in wanted),
        )

    def __iter__(self) -> Iterator[JudgedQuery]:
        yield from self.known_items
        yield from self.topical


def half_of(query_id: str) -> str:
    """Say in which half a query belongs: by its id alone, so that nobody can choose."""
    return HALVES[sha256(query_id.encode()).digest()[0] % len(HALVES)]


def read_lines(lines: Iterable[str]) -> Iterator[JudgedQuery]:
    """Read one query a line. Raises ValueError with the id of a query that cannot be used."""
    for line in lines:
        row = json.loads(line)
        query = JudgedQuery(
            id=row["id"],
            query=row["query"],
            tab=row["tab"],
            how=row["how"],
            half=row["half"],
            grades=row["judgements"],
        )
        _check(query)
        yield query


def _read(path: Path) -> Iterator[JudgedQuery]:
    return read_lines(path.read_text(encoding="utf-8").splitlines())


def _check(query: JudgedQuery) -> None:
    if query.tab not in TABS:
        raise ValueError(f"{query.id}: {query.tab!r} is no tab. Tabs are {', '.join(TABS)}.")
    if query.how not in WAYS:
        raise ValueError(f"{query.id}: {query.how!r} is no way. Ways are {', '.join(WAYS)}.")
    if query.half != half_of(query.id):
        raise ValueError(f"{query.id}: its half is {half_of(query.id)!r}, by its id.")
    if not set(query.grades.values()) <= set(range(HIGHEST_GRADE + 1)):
        raise ValueError(f"{query.id}: a grade is 0 to {HIGHEST_GRADE}.")
    if not any(query.grades.values()):
        raise ValueError(f"{query.id}: nothing is judged to answer it, so it measures nothing.")
