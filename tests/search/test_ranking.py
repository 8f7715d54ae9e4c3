"""The ranking of the embedded engine, and what its explanations add up to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.base import Document, HitReason, SearchQuery
from search.tantivy import TantivyEngine
from tests.search.contract import SCHEMA, document
from tests.search.lacking_contract import LackingContract
from tests.search.ranking_contract import BOOKS, RANKED, RankingContract
from tests.search.slip_contract import SlipContract


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    made = TantivyEngine(tmp_path / "index")
    yield made
    made.close()


class TestTantivyRanking(RankingContract):
    pass


class TestTantivyLacking(LackingContract):
    pass


class TestTantivySlips(SlipContract):
    pass


def test_explanation_names_the_pass_and_adds_up_to_its_score(engine: TantivyEngine) -> None:
    engine.prepare(RANKED)
    engine.upsert(RANKED.name, BOOKS)

    hits = engine.search(SearchQuery(SCHEMA.name, "climate map ", is_explained=True)).hits

    first = hits[0]
    assert first.reasons[0] == HitReason("all words as typed, in the title")
    assert first.reasons[2:] == (HitReason("kind: free", 1.5),)
    assert first.score % 1000 == pytest.approx(sum(each.amount or 0 for each in first.reasons))
    assert hits[2].reasons[2:] == ()


@pytest.mark.parametrize("words", ["open sensor xqqqx ", "opne sensor xqqqx ", "sensor xqqqx ope"])
def test_slip_or_start_of_a_common_word_is_no_rare_one(engine: TantivyEngine, words: str) -> None:
    titles = ["Sensor boxes"] * 3 + ["Open portal"] * 30 + ["Bus timetable"] * 20
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])

    assert engine.search(SearchQuery(SCHEMA.name, words)).hits[0].id in {1, 2, 3}


def test_short_word_that_a_few_have_is_taken_at_its_word(engine: TantivyEngine) -> None:
    titles = ["Rust bindings"] * 3 + ["You must do it"] * 30
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])

    assert engine.search(SearchQuery(SCHEMA.name, "rust ")).total == 3
    assert engine.search(SearchQuery(SCHEMA.name, "muts ")).total == 30


QUICK = (
    "ma",
    "map",
    "clmate map",
    "map cli",
    "borken climate maps ",
    "zebra map",
    "zebra clmate map x",
)


def many_books() -> list[Document]:
    """Some with a word in the title, more without, and one with a rare word."""
    titled = [document(n, f"Climate map {n}", "of towns" * (n % 7)) for n in range(1, 150)]
    others = [document(n, f"Book {n}", "a broken map of climates") for n in range(150, 400)]
    return [*titled, *others, document(400, "Zebra", "maps of the climate")]


@pytest.mark.parametrize("words", QUICK)
def test_quicker_ways_to_ask_find_the_same(
    engine: TantivyEngine, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, many_books())
    usual = engine.search(SearchQuery(SCHEMA.name, words))
    engine.close()

    monkeypatch.setattr("search.tantivy.plan.MANY", 1)
    monkeypatch.setattr("search.tantivy.plan.COMMON_TIMES", 0)
    quick = engine.search(SearchQuery(SCHEMA.name, words))

    assert usual.total
    assert [hit.id for hit in quick.hits] == [hit.id for hit in usual.hits]
    assert (quick.total, quick.corrections) == (usual.total, usual.corrections)


def test_pages_of_what_stands_first_by_its_title_hold_every_hit_once(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.tantivy.plan.MANY", 1)
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, many_books())

    pages = [engine.search(SearchQuery(SCHEMA.name, "ma", offset=20 * n)).hits for n in range(20)]

    assert sorted(hit.id for page in pages for hit in page) == list(range(1, 401))
