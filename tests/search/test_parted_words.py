"""Words written together, or cut short, that nobody has."""

from pathlib import Path

from search.base import Correction, SearchQuery
from search.tantivy import TantivyEngine
from tests.search.contract import SCHEMA, document, ids


def engine_with(folder: Path, *titles: str) -> TantivyEngine:
    engine = TantivyEngine(folder / "index")
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, [document(n, title) for n, title in enumerate(titles, start=1)])
    return engine


def test_words_written_together_are_parted_and_said(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, "Host photos by your self", "Gallery of photos", "A bus")

    page = engine.search(SearchQuery(SCHEMA.name, "selfhost photos"))

    assert ids(page)[0] == 1
    assert page.corrections == (Correction("selfhost", "self host"),)
    engine.close()


def test_word_cut_short_is_read_as_the_longer_one(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, "Timetables on paper", "Timetamer of paper")

    page = engine.search(SearchQuery(SCHEMA.name, "timetab paper"))

    assert ids(page) == [1]
    assert page.corrections == (Correction("timetab", "timetables"),)
    engine.close()
