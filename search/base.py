"""The protocol of a search engine, and the values that go in and out of it.

An index is disposable: it can be made anew from the database at any time. Ids are the database's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class TextField:
    """A field that is searched by words. ``is_highlighted`` fields are stored, to be marked.

    What is not ``is_asked`` serves retrieval alone: no search finds a document by it. A word of an
    ``is_name`` field may be guessed, as one of the title may, though a single document has it.
    """

    name: str
    weight: float
    is_highlighted: bool = False
    is_asked: bool = True
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Raise:
    """Let documents whose keyword ``field`` holds ``value`` stand above others that fit as well.

    ``weight`` compares to the score of one word that one document in ten has, which is about 2.
    """

    field: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """What an index holds. ``text`` stands by weight, the heaviest (the title) first.

    ``keywords`` are exact, may have several values, and can be filtered and counted; ``dates``
    and ``numbers`` can be filtered by range and sorted by. ``text`` and ``raises`` together are
    the table of the ranking, which every engine is set up from.
    """

    name: str
    version: int
    text: tuple[TextField, ...]
    keywords: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    raises: tuple[Raise, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One row of an index; a field that is not named is empty."""

    id: int
    text: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, datetime] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep documents whose keyword ``field`` holds any of ``values``; none of them if excluded."""

    field: str
    values: tuple[str, ...]
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Keep documents whose date ``field`` lies in [since, until); an open end is ``None``."""

    field: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Keep documents whose number ``field`` lies in [least, below); an open end is ``None``."""

    field: str
    least: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a date or number field. Documents without a value come last."""

    field: str
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question to one index. Made by :func:`search.query.parse` or by hand.

    ``words`` is plain text: all words are wanted, the last may be unfinished, typos are forgiven.
    ``phrases`` must stand as written, ``excluded`` words must not stand. ``sort`` ``None`` is by
    relevance; with no text that is the schema's first date, newest first. ``is_exact`` turns
    forgiveness off. ``is_explained`` asks why each hit stands where it stands. What is not
    ``is_marked`` comes without highlights, which are the dearest part of a page.
    """

    index: str
    words: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    dates: tuple[DateRange, ...] = ()
    numbers: tuple[NumberRange, ...] = ()
    facets: tuple[str, ...] = ()
    facet_size: int = 30
    sort: Sort | None = None
    offset: int = 0
    limit: int = 20
    is_exact: bool = False
    is_explained: bool = False
    is_marked: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text; ``is_match`` pieces are what the query found."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class HitReason:
    """One thing that a hit's place rests on, in the order in which they decide.

    ``amount`` compares within one answer; ``None`` where only the words count.
    """

    name: str
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document. ``highlights`` holds the stored fields, cut to about 240 characters.

    ``reasons`` are told where they were asked for.
    """

    id: int
    score: float
    highlights: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    reasons: tuple[HitReason, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many documents hold a value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nobody uses, and the word it was read as."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Hits with counts. A facet is counted as if its own filter were not set, largest first.

    ``is_total_exact`` false means that ``total`` and the counts are estimates: say "about".
    """

    hits: tuple[Hit, ...]
    total: int
    is_total_exact: bool = True
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """Raise documents whose keyword ``field`` holds any of ``values``, by ``weight`` for each."""

    field: str
    values: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """A wide net for the matcher: documents that share any word or any preferred value.

    ``text`` may be long (a task, a history); its rarest words count most. Documents that share
    nothing are not returned.
    """

    index: str
    text: str = ""
    preferences: tuple[Preference, ...] = ()
    filters: tuple[Filter, ...] = ()
    dates: tuple[DateRange, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a retrieval found; ``score`` compares only within one answer."""

    id: int
    score: float


@runtime_checkable
class SearchEngine(Protocol):
    """An engine that holds several indexes. Raises the errors of :mod:`search.errors`."""

    name: str

    def prepare(self, schema: IndexSchema) -> None:
        """Make the index ready if it is missing; keep it if its schema version stands."""

    def upsert(self, index: str, documents: Iterable[Document]) -> None:
        """Put documents in, replacing those with the same id; visible when this returns."""

    def delete(self, index: str, ids: Iterable[int]) -> None:
        """Take documents out; ids that are not there are no error."""

    def search(self, query: SearchQuery) -> ResultPage:
        """Answer a query."""

    def retrieve(self, query: RetrievalQuery) -> tuple[Candidate, ...]:
        """Find candidates for the matcher, best first, ties by id."""

    def rebuild(self, schema: IndexSchema, documents: Iterable[Document]) -> int:
        """Build a new index aside, swap it in, drop the old; returns how many documents it has.

        Searches are answered from the old index until the swap.
        """

    def count(self, index: str) -> int:
        """Count the documents of an index."""

    def generation(self, index: str) -> str:
        """Name the state of an index: another text whenever its answers may differ."""

    def is_current(self, schema: IndexSchema) -> bool:
        """Say whether the index stands and was made with this version of the schema."""

    def healthy(self) -> bool:
        """Say whether searches can be answered now."""

    def close(self) -> None:
        """Let go of files and connections."""
