"""What every engine must do with the table of the ranking. Each engine runs this suite."""

from dataclasses import replace

import pytest

from search.base import Raise, SearchEngine, SearchQuery, Sort
from tests.search.contract import SCHEMA, document, ids

RANKED = replace(SCHEMA, raises=(Raise("kind", "free", 1.5), Raise("kind", "quiet", 0.8)))
FREE = range(151, 161)
BOOKS = (
    document(1, "Climate map", kind=("taken",), day=5),
    document(2, "Climate map", kind=("quiet",), day=4),
    document(3, "Climate map", kind=("free",), day=3),
    document(4, "A book", "The climate map of every town", kind=("free",), day=9),
    document(5, "Climate maps", kind=("free",), day=9),
)


class RankingContract:
    """Subclass it with a fixture ``engine`` that gives an engine without any index."""

    @pytest.fixture
    def books(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(RANKED)
        engine.upsert(RANKED.name, BOOKS)
        return engine

    def test_of_those_that_fit_as_well_the_raised_stand_first(self, books: SearchEngine) -> None:
        assert ids(books.search(SearchQuery(SCHEMA.name, "climate map ")))[:3] == [3, 2, 1]

    def test_title_stands_above_a_body_that_is_raised(self, books: SearchEngine) -> None:
        found = ids(books.search(SearchQuery(SCHEMA.name, "climate map ")))
        assert found.index(4) > found.index(1)

    def test_word_as_typed_stands_above_another_form_that_is_raised(
        self, books: SearchEngine
    ) -> None:
        found = ids(books.search(SearchQuery(SCHEMA.name, "climate map ")))
        assert 5 not in found or found.index(5) > found.index(1)

    def test_raised_ones_come_first_of_many_that_fit_as_well(self, engine: SearchEngine) -> None:
        alike = [document(number, "Climate map", kind=("taken",)) for number in range(1, 151)]
        engine.prepare(RANKED)
        engine.upsert(
            RANKED.name, [*alike, *(document(n, "Climate map", kind=("free",)) for n in FREE)]
        )
        pages = [
            ids(engine.search(SearchQuery(SCHEMA.name, "climate map ", offset=start, limit=40)))
            for start in range(0, 160, 40)
        ]
        assert set(pages[0][: len(FREE)]) == set(FREE)
        found = [number for page in pages for number in page]
        assert sorted(found) == [*range(1, 151), *FREE]

    def test_order_that_was_asked_for_goes_above_everything(self, books: SearchEngine) -> None:
        found = ids(books.search(SearchQuery(SCHEMA.name, "climate map ", sort=Sort("changed_at"))))
        assert [book for book in found if book in (1, 2, 3)] == [1, 2, 3]

    def test_nothing_is_raised_into_what_does_not_fit(self, books: SearchEngine) -> None:
        assert ids(books.search(SearchQuery(SCHEMA.name, "town "))) == [4]

    def test_hit_tells_why_it_stands_there_if_asked(self, books: SearchEngine) -> None:
        query = SearchQuery(SCHEMA.name, "climate map ", is_explained=True)
        hits = books.search(query).hits
        assert all(hit.reasons for hit in hits)
        assert len({hit.reasons for hit in hits[:3]}) == 3
        names = [reason.name for hit in hits for reason in hit.reasons]
        assert all(
            name.replace(":", "").replace(",", "").replace(" ", "").isalpha() for name in names
        )
        assert all(not hit.reasons for hit in books.search(replace(query, is_explained=False)).hits)

    def test_schema_with_another_ranking_is_another_schema(self, books: SearchEngine) -> None:
        assert books.is_current(RANKED)
        assert not books.is_current(SCHEMA)
