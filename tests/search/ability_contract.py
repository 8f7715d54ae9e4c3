"""What one engine can and another cannot: the contract's gaps, and the table made from them.

An engine's suite names what it lacks. There the tests must fail (strictly: a gap that was closed
fails the suite until it is struck from the list), and ``docs/engines/abilities.md`` tells of it.
``python -m tests.search.ability_contract`` writes that page anew.
"""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import ClassVar

import pytest

from search.base import Document, IndexSchema, RetrievalQuery, SearchEngine, TextField
from tests.search.contract import SCHEMA, SHELF, ask, document, ids, marked

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engines" / "abilities.md"


class Ability(Enum):
    """What an engine may lack, in the words of the table."""

    CORRECTIONS = "says how a mistyped word was read (“did you mean”)"
    FORMS = "finds other forms of a word (translating, translated), in eight languages"
    FOLDED_SIGNS = "finds ß by ss"
    SIGNED_NAMES = "tells C++, C# and F# from C and F"
    DOTTED_NAMES = "tells .NET from net"
    CLOSENESS = "sets words that stand together above the same words apart"
    KEPT_PAST = "finds people for a task by what they did before, which no search finds"


# What each engine lacks, and what happens instead.
TANTIVY_LACKS: Mapping[Ability, str] = {}
MEILISEARCH_LACKS: Mapping[Ability, str] = {
    Ability.CORRECTIONS: "the slip is forgiven, and no correction shown",
    Ability.FORMS: "found only as far as forgiven slips reach",
    Ability.FOLDED_SIGNS: "found as it is written",
    Ability.DOTTED_NAMES: "the sign is left out",
    Ability.KEPT_PAST: "people are found by skills, wishes and repositories alone",
}
ENGINES = {"tantivy": TANTIVY_LACKS, "Meilisearch": MEILISEARCH_LACKS}

# Marks a test with what it needs.
needs = pytest.mark.ability


class AbilityContract:
    """Subclass it with a fixture ``engine`` that gives an engine without any index."""

    lacks: ClassVar[Mapping[Ability, str]]

    @pytest.fixture(autouse=True)
    def gap(self, request: pytest.FixtureRequest) -> None:
        """Expect a test to fail where the engine lacks what it tests."""
        marker = request.node.get_closest_marker("ability")
        assert marker is not None, "each test here names the ability that it tests"
        if instead := self.lacks.get(marker.args[0]):
            request.applymarker(pytest.mark.xfail(strict=True, reason=instead))

    @pytest.fixture
    def books(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, SHELF)
        return engine

    @needs(Ability.CORRECTIONS)
    def test_correction_says_how_a_word_was_read(self, books: SearchEngine) -> None:
        page = books.search(ask("netwrok servers"))
        assert [(each.typed, each.read_as) for each in page.corrections] == [("netwrok", "network")]

    @needs(Ability.FORMS)
    def test_other_forms_of_a_word_are_found(self, engine: SearchEngine) -> None:
        written = {
            "Translating pages": "translated",
            "Übersetzungen der Oberfläche": "übersetzung",
            "Traductions de la page": "traduction",
            "Traducciones de la página": "traducción",
            "Traduções da página": "tradução",
            "Traduzioni della pagina": "traduzione",
            "Переводы страниц": "перевод",
            "ترجمة المترجم": "مترجم",
        }
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(written, 1)])
        found = {
            word: number in ids(engine.search(ask(f"{word} ")))
            for number, word in enumerate(written.values(), 1)
        }
        assert all(found.values()), found

    @needs(Ability.FOLDED_SIGNS)
    def test_signs_are_folded_and_marked(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "Größe ändern")])
        page = engine.search(ask("grosse"))
        assert ids(page) == [1]
        assert marked(page.hits[0].highlights["title"]) == ["Größe"]

    @needs(Ability.SIGNED_NAMES)
    @pytest.mark.parametrize("name", ["C++", "c#", "F#"])
    def test_names_with_signs_are_words(self, engine: SearchEngine, name: str) -> None:
        self._is_a_word_of_its_own(engine, name)

    @needs(Ability.DOTTED_NAMES)
    def test_names_with_dots_are_words(self, engine: SearchEngine) -> None:
        self._is_a_word_of_its_own(engine, ".NET")

    @needs(Ability.CLOSENESS)
    def test_close_words_stand_above_scattered_ones(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        scattered = "open the door of the house and bring the data and the lamp"
        close = "the house has open data lamp " * 2
        engine.upsert(SCHEMA.name, [document(1, "one", scattered), document(2, "two", close)])
        assert ids(engine.search(ask("open data "))) == [2, 1]

    @needs(Ability.KEPT_PAST)
    def test_text_that_is_not_asked_serves_retrieval(self, engine: SearchEngine) -> None:
        kept = IndexSchema(
            "kept", 1, (TextField("title", 2.0), TextField("past", 1.0, is_asked=False))
        )
        engine.prepare(kept)
        texts = {"title": "Harbour", "past": "Xylophone in the header"}
        engine.upsert(kept.name, [Document(1, texts), Document(2, {"title": "Lamp"})])
        found = engine.retrieve(RetrievalQuery(kept.name, text="a xylophone"))
        assert [one.id for one in found] == [1]

    def _is_a_word_of_its_own(self, engine: SearchEngine, name: str) -> None:
        titles = (f"Port it to {name} soon", "Port it to C and F and to the net soon")
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, 1)])
        page = engine.search(ask(name))
        assert ids(page) == [1]
        assert marked(page.hits[0].highlights["title"]) == [name]


def table() -> str:
    """Write the page of what each engine can."""
    rows = [
        f"| {ability.value} | " + " | ".join(_cell(lacks, ability) for lacks in ENGINES.values())
        for ability in Ability
    ]
    return "\n".join(
        (
            "# What each engine can",
            "",
            "Both engines answer the same protocol, and one suite (`tests/search/contract.py` and"
            " those beside it) runs on both. Where they differ, a test says so: this table is made"
            " from it (`python -m tests.search.ability_contract`), and a gap that was closed fails"
            " the suite until it is struck from here. Sizes and limits stand on the pages of"
            " [tantivy](tantivy.md) and [Meilisearch](meilisearch.md).",
            "",
            "| the engine … | " + " | ".join(ENGINES) + " |",
            "| --- |" + " --- |" * len(ENGINES),
            *(f"{row} |" for row in rows),
            "",
        )
    )


def _cell(lacks: Mapping[Ability, str], ability: Ability) -> str:
    return f"no: {lacks[ability]}" if ability in lacks else "yes"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
