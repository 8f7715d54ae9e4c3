"""What every engine must do where few documents have all of several words."""

import pytest

from search.base import FacetCount, Filter, SearchEngine
from tests.search.contract import SCHEMA, SHELF, ask, document, ids


class LackingContract:
    """Subclass it with a fixture ``engine`` that gives an engine without any index."""

    @pytest.fixture
    def shelf(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, SHELF)
        return engine

    def test_those_that_lack_one_of_three_words_follow(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("climate map archive "))
        assert ids(page) == [2, 1]
        assert page.total == 2

    def test_none_follows_two_words_that_are_found(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("climate archive "))) == [2]

    def test_none_follows_where_words_are_taken_exactly(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("climate map archive ", is_exact=True))) == [2]

    def test_filter_keeps_to_what_its_count_said(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("climate map archive ", facets=("kind",)))
        counts = {each.value: each.count for each in page.facets["kind"]}
        assert counts == {"code": 1, "design": 1, "doc": 1}
        chosen = shelf.search(
            ask("climate map archive ", facets=("kind",), filters=(Filter("kind", ("design",)),))
        )
        assert ids(chosen) == [1]
        assert FacetCount("code", 1) in chosen.facets["kind"]

    def test_words_that_nobody_has_do_not_find_everything(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("xqqqx zzzqz climate "))
        assert set(ids(page)) == {1, 2}
        assert page.total == 2

    def test_what_has_more_of_the_words_stands_higher_where_none_has_most(
        self, engine: SearchEngine
    ) -> None:
        engine.prepare(SCHEMA)
        titles = ("Solar lamp", "Bus timetable", "Solar pump, written down", "Pump of a bicycle")
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])
        page = engine.search(ask("solar pump xqqqx zzzqz wwjjww "))
        assert ids(page)[0] == 3
        assert set(ids(page)) == {1, 3, 4}

    def test_what_lacks_two_words_follows_the_few_that_lack_one(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        titles = ("Pump", "Lamp for a solar home", "Solar pump in the hills", "Timetable")
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])
        page = engine.search(ask("solar pump xqqqx "))
        assert ids(page)[0] == 3
        assert set(ids(page)) == {1, 2, 3}
        assert page.total == 3

    def test_what_has_the_rarer_words_stands_higher(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        titles = ["Open data portal", "Sensor boxes", *["Open data"] * 20]
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])
        page = engine.search(ask("open sensor zzzqz "))
        assert ids(page)[0] == 2

    def test_word_that_is_being_typed_may_stay_alone(self, shelf: SearchEngine) -> None:
        assert set(ids(shelf.search(ask("xqqqx clima")))) == {1, 2}

    def test_word_that_is_being_typed_counts_beside_others(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        titles = ("Solar lamp", "Sensor boxes with a solar pump", "Bus timetable")
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])
        page = engine.search(ask("solar xqqqx pum"))
        assert ids(page)[0] == 2

    def test_filter_does_not_widen_a_question(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(
            SCHEMA.name,
            [
                document(1, "Solar pump", kind=("code",)),
                document(2, "Solar lamp", kind=("doc",)),
            ],
        )
        words = "solar pump xqqqx "
        assert ids(engine.search(ask(words))) == [1, 2]
        assert ids(engine.search(ask(words, filters=(Filter("kind", ("doc",)),)))) == [2]
        assert ids(engine.search(ask(words, filters=(Filter("kind", ("test",)),)))) == []

    def test_found_words_are_marked_in_what_lacks_one(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("climate map archive ")).hits[1]
        assert [span.text for span in hit.highlights["title"] if span.is_match] == [
            "climate",
            "map",
        ]

    def test_pages_go_on_where_the_first_ended(self, shelf: SearchEngine) -> None:
        pages = [shelf.search(ask("climate map archive ", limit=1, offset=at)) for at in (0, 1, 2)]
        assert [ids(page) for page in pages] == [[2], [1], []]
