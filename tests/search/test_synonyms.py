"""Words that mean the same: with the embedded engine, and the table by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.base import Correction, SearchEngine, SearchQuery
from search.synonyms import others_of
from search.tantivy import TantivyEngine
from search.tantivy.synonyms import SynonymTable
from tests.search.contract import SCHEMA, ids
from tests.search.synonym_contract import SYNONYMS, SynonymContract


class TestTantivySynonyms(SynonymContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[TantivyEngine]:
        made = TantivyEngine(tmp_path / "index", synonyms=SYNONYMS)
        yield made
        made.close()

    def test_slip_finds_what_was_meant_under_its_other_names_below(
        self, books: SearchEngine
    ) -> None:
        page = books.search(SearchQuery(SCHEMA.name, "kubernets "))
        assert ids(page) == [1, 7]
        assert page.corrections == (Correction("kubernets", "kubernetes"),)


def test_each_member_leads_to_the_others_of_all_its_groups() -> None:
    others = others_of([("a", "b", "c"), ("b", "d"), ("alone",)])
    assert others == {"a": ("b", "c"), "b": ("a", "c", "d"), "c": ("a", "b"), "d": ("b",)}


def test_each_word_of_a_phrase_may_be_what_the_phrase_is_called() -> None:
    table = SynonymTable([("continuous integration", "CI")])
    assert table.others([("continuous",), ("integration",), ("map",)]) == [
        (("ci",),),
        (("ci",),),
        (),
    ]
    assert table.others([("ci",)]) == [(("continuous", "integration"),)]
    assert table.others([("integration",), ("continuous",)]) == [(), ()]


def test_spellings_that_the_index_holds_alike_are_one() -> None:
    table = SynonymTable([("Straße", "strasse", "road")])
    assert table.others([("strasse",)]) == [(("road",),)]
