"""What every engine must do with words that mean the same. Each engine runs this suite."""

import pytest

from search.base import SearchEngine, SearchQuery, Span
from tests.search.contract import SCHEMA, document, ids

SYNONYMS = (
    ("kubernetes", "k8s"),
    ("continuous integration", "ci"),
    ("Übersetzung", "translation", "traducción", "翻訳"),
)
BOOKS = (
    document(1, "Charts for Kubernetes", "A cluster"),
    document(2, "Continuous pain", "No integration of anything"),
    document(3, "CI for everybody", "Runners"),
    document(4, "Translation of the manual", ""),
    document(5, "手引きの翻訳", ""),
    document(6, "Una traduccion nueva", ""),
    document(7, "Steering a k8s cluster", ""),
)


class SynonymContract:
    """Subclass it with a fixture ``engine`` that was given ``SYNONYMS`` and holds no index."""

    @pytest.fixture
    def books(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, BOOKS)
        return engine

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("k8s ", {1, 7}),
            ("K8S", {1, 7}),
            ("kubernetes ", {1, 7}),
            ("cluster k8s ", {1, 7}),
            ("continuous integration ", {2, 3}),
            ("traducción ", {4, 5, 6}),
            ("uebersetzung ", set()),
            ("Übersetzung ", {4, 5, 6}),
            ("翻訳 ", {4, 5, 6}),
            ("manual translation ", {4}),
            ("traducción", {4, 5, 6}),
        ],
    )
    def test_word_finds_what_is_called_otherwise(
        self, books: SearchEngine, typed: str, found: set[int]
    ) -> None:
        assert set(ids(books.search(SearchQuery(SCHEMA.name, typed)))) == found

    def test_word_that_may_go_on_finds_what_is_called_otherwise(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "A k8s cluster"), document(2, "Kubernetesish")])
        assert set(ids(engine.search(SearchQuery(SCHEMA.name, "kubernetes")))) == {1, 2}

    def test_word_as_typed_stands_first(self, books: SearchEngine) -> None:
        assert ids(books.search(SearchQuery(SCHEMA.name, "translation ")))[0] == 4

    def test_exact_question_is_taken_at_its_word(self, books: SearchEngine) -> None:
        page = books.search(SearchQuery(SCHEMA.name, "k8s ", is_exact=True))
        assert ids(page) == [7]

    def test_synonym_is_marked(self, books: SearchEngine) -> None:
        page = books.search(SearchQuery(SCHEMA.name, "k8s "))
        titles = {hit.id: hit.highlights["title"] for hit in page.hits}
        assert titles[1] == (Span("Charts for "), Span("Kubernetes", is_match=True))

    def test_no_correction_is_said_for_a_synonym(self, books: SearchEngine) -> None:
        assert books.search(SearchQuery(SCHEMA.name, "Übersetzung ")).corrections == ()
