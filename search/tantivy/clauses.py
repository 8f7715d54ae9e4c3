"""Small builders of tantivy queries, so that a plan reads as what it asks.

Filters score nothing. Fields that an index does not have are refused with a sentence.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import tantivy
from tantivy import Occur, Query

from search.base import DateRange, Filter, IndexSchema, NumberRange
from search.errors import QueryRefused
from search.tantivy.schema import ALL, KEYWORDS, TITLE, date_field, keyword_term, number_field

TINY = timedelta(microseconds=1)
# How much of their score the readings of a word add that a document holds beside its best one. Else
# a name that says a word in many forms stands above the one that is called so: of 0 to 0.3 and 1,
# by the dev half of the relevance set (2026-11-29).
BESIDE_BEST = 0.2

# What an aggregation answers to this says how many documents there are in all.
TOTAL, ALL_FOUND = "total", {"filter": "*"}

Clause = tuple[Occur, Query]


class Clauses:
    """Builds queries for one index."""

    def __init__(self, schema: IndexSchema, tantivy_schema: tantivy.Schema) -> None:
        self._schema = schema
        self._tantivy_schema = tantivy_schema

    def term(self, field: str, word: str) -> Query:
        """Ask for one word of a field."""
        option = "position" if field in (TITLE, ALL) else "basic"
        return Query.term_query(self._tantivy_schema, field, word, option)

    def words(self, field: str, words: Sequence[str]) -> Query:
        """Ask for words in a row; one word is a row too, no word is found nowhere."""
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return self.term(field, words[0])
        return Query.phrase_query(self._tantivy_schema, field, list(words))

    def near_words(self, field: str, words: Sequence[str]) -> Query:
        """Ask for words in a row with up to two others between them."""
        return Query.phrase_query(self._tantivy_schema, field, list(words), 2)

    def filters(
        self,
        filters: Iterable[Filter],
        dates: Iterable[DateRange],
        numbers: Iterable[NumberRange] = (),
    ) -> list[Clause]:
        """Make clauses of filters; an excluded filter is kept out."""
        clauses = [self._filter(found) for found in filters if not _is_idle(found)]
        clauses += [must(unscored(self._dates(dated))) for dated in dates if _is_bounded(dated)]
        clauses += [must(unscored(self._numbers(found))) for found in numbers]
        return clauses

    def keyword(self, field: str, values: Sequence[str]) -> Query:
        """Ask for documents that hold any of the values."""
        name = self.checked_keyword(field)
        return any_of([self.term(KEYWORDS, keyword_term(name, value)) for value in values])

    def checked_keyword(self, field: str) -> str:
        """Give a keyword field back if the index has it. Raises QueryRefused."""
        return self._checked(field, self._schema.keywords)

    def sort_field(self, field: str) -> str:
        """Name the field to sort by."""
        if field in self._schema.dates:
            return date_field(field)
        return number_field(self._checked(field, self._schema.numbers))

    def _checked(self, field: str, known: Sequence[str]) -> str:
        """Give the field back if it is known. Raises QueryRefused."""
        if field not in known:
            names = ", ".join(known) or "none"
            raise QueryRefused(
                f"The index “{self._schema.name}” has no field “{field}” for this; it has: {names}."
            )
        return field

    def _filter(self, found: Filter) -> Clause:
        query = unscored(self.keyword(found.field, found.values))
        return (Occur.MustNot, query) if found.is_excluded else (Occur.Must, query)

    def _dates(self, dated: DateRange) -> Query:
        name = date_field(self._checked(dated.field, self._schema.dates))
        # An open end must be inclusive, so the exclusive end is the last microsecond before it.
        until = None if dated.until is None else dated.until - TINY
        return Query.range_query(
            self._tantivy_schema, name, tantivy.FieldType.Date, dated.since, until
        )

    def _numbers(self, found: NumberRange) -> Query:
        name = number_field(self._checked(found.field, self._schema.numbers))
        return Query.range_query(
            self._tantivy_schema,
            name,
            tantivy.FieldType.Float,
            found.least,
            found.below,
            include_upper=found.below is None,
        )


def count_of(searcher: tantivy.Searcher, query: Query) -> int:
    """Count what a query finds; asked so rather than by a search, the index works out no scores."""
    return int(searcher.aggregate(query, {TOTAL: ALL_FOUND})[TOTAL]["doc_count"])


def all_of(clauses: Sequence[Clause]) -> Query:
    """Ask for everything that the clauses say; what is only kept out is kept out of all."""
    if not any(occur == Occur.Must for occur, _ in clauses):
        return Query.boolean_query([must(unscored(Query.all_query())), *clauses])
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(list(clauses))


def ranked(query: Query, ranking: Sequence[Query], *, one_by_one: bool) -> Query:
    """Rank what a query finds; one by one, only where it finds something is looked at the ranking.

    Otherwise the index reads all that any of the ranking finds, in one go.
    """
    if not one_by_one:
        return all_of([must(query), *map(may, ranking)])
    for each in ranking:
        query = Query.boolean_query([must(query), may(each)])
    return query


def any_of(queries: Sequence[Query]) -> Query:
    """Ask for any of the queries; of none, nothing."""
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([may(q) for q in queries])


def best_of(queries: Sequence[Query]) -> Query:
    """Ask for any of the queries, ranked by the one that fits best; the others count little."""
    if len(queries) <= 1:
        return any_of(queries)
    return Query.disjunction_max_query(list(queries), BESIDE_BEST)


def must(query: Query) -> Clause:
    """Want it."""
    return (Occur.Must, query)


def may(query: Query) -> Clause:
    """Rank it higher."""
    return (Occur.Should, query)


def must_not(query: Query) -> Clause:
    """Keep it out."""
    return (Occur.MustNot, query)


def unscored(query: Query) -> Query:
    """Let a query pick without ranking."""
    return constant(query, 0.0)


def constant(query: Query, score: float) -> Query:
    """Give the same score to all that a query finds."""
    return Query.const_score_query(query, score)


def boosted(query: Query, weight: float) -> Query:
    """Weigh a query."""
    return Query.boost_query(query, weight)


def _is_idle(found: Filter) -> bool:
    return found.is_excluded and not found.values


def _is_bounded(dated: DateRange) -> bool:
    return dated.since is not None or dated.until is not None
