"""Words written together, apart, cut short, or with a slip."""

from pathlib import Path

import pytest

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


def test_word_that_some_write_as_two_finds_both(tmp_path: Path) -> None:
    titles = ("A mail server for all", "Mailserver in a box", "Mail for a server", "Mail", "Server")
    engine = engine_with(tmp_path, *titles)

    page = engine.search(SearchQuery(SCHEMA.name, "mailserver "))

    assert ids(page) == [2, 1]
    assert page.corrections == ()
    engine.close()


@pytest.mark.parametrize("words", ["open sense map ", "open sense m", "opense map", "opensensemap"])
def test_words_that_others_write_as_one_find_it(tmp_path: Path, words: str) -> None:
    engine = engine_with(tmp_path, "OpenSenseMap", "Map of the open country", "Common sense")

    assert ids(engine.search(SearchQuery(SCHEMA.name, words)))[0] == 1
    engine.close()


def test_last_word_begun_in_the_title_stands_above_a_short_word_of_the_body(tmp_path: Path) -> None:
    engine = engine_with(tmp_path)
    engine.upsert(
        SCHEMA.name,
        [
            document(1, "Carbon exporter", "The intensity of carbon in a cluster, a metric"),
            document(2, "Carbon intensity API", "Definitions"),
        ],
    )

    assert ids(engine.search(SearchQuery(SCHEMA.name, "carbon intensity a"))) == [2, 1]
    engine.close()


def test_doubled_letter_is_the_likelier_slip(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, "Flow of water", "Flow of rivers", "Flow chart", "Flood water")

    page = engine.search(SearchQuery(SCHEMA.name, "flod water "))

    assert ids(page) == [4, 1]
    assert page.corrections == (Correction("flod", "flood"),)
    engine.close()
