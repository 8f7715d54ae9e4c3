"""What the engine of the search server is made of, without a server."""

import json

from hypothesis import given
from hypothesis import strategies as st

from hub.documents import SCHEMAS
from search.base import SearchQuery
from search.meilisearch.asking import typed_text
from search.meilisearch.fields import END, MAX_VALUE_CHARS, START, clean, read_value, written_value
from search.meilisearch.lacking import LACKING_WEIGHT, Weighed, all_but_one, any_words
from search.meilisearch.layout import schema_of, settings_for
from search.meilisearch.marking import EXCERPT_CHARS, spans_of
from search.meilisearch.writing import PARCEL_BYTES, PARCEL_DOCUMENTS, parcels
from tests.search.contract import SCHEMA, document

VALUES = st.text(max_size=MAX_VALUE_CHARS).filter(lambda value: clean(value) == value)
PIECES = st.lists(
    st.sampled_from(['"', "-", " ", "map", "“", "\x00", "\ud800", "--", START, "a b"])
)


@given(VALUES)
def test_keyword_value_comes_back_as_it_was(value: str) -> None:
    assert read_value(written_value(value)) == value


@given(st.text())
def test_written_value_is_safe_between_quotes(value: str) -> None:
    written = written_value(value)
    assert written
    assert not {'"', "\\"} & set(written)


def test_schema_is_read_back_from_the_settings() -> None:
    for schema in (SCHEMA, *SCHEMAS):
        filterable = settings_for(schema)["filterableAttributes"]
        assert isinstance(filterable, list)
        assert schema_of(filterable) == schema


def test_settings_of_others_hold_no_schema() -> None:
    assert schema_of(["genre", "otdhub_schema_", "otdhub_schema_e30="]) is None


@given(PIECES.map("".join))
def test_plain_words_exclude_nothing_and_open_no_phrase(words: str) -> None:
    text = typed_text(SearchQuery("books", words=words))
    assert '"' not in text
    assert not any(part.startswith("-") for part in text.split())


@given(PIECES.map("".join))
def test_phrase_stays_one_phrase(words: str) -> None:
    text = typed_text(SearchQuery("books", phrases=(words,)))
    assert text.count('"') in (0, 2)


def test_what_is_excluded_comes_first() -> None:
    query = SearchQuery("books", words="map ", phrases=("open data",), excluded=("old",))
    assert typed_text(query) == '-"old" "open data" map '


def test_exact_words_are_asked_as_phrases() -> None:
    assert typed_text(SearchQuery("books", words="open map", is_exact=True)) == '"open" "map"'


def test_marked_text_is_cut_around_the_first_mark() -> None:
    spans = spans_of("x" * 500 + f"{START}needle{END}" + "y" * 500)
    assert [span.text for span in spans if span.is_match] == ["needle"]
    assert sum(len(span.text) for span in spans) <= EXCERPT_CHARS + 2


def test_lonely_mark_marks_nothing() -> None:
    assert not any(span.is_match for span in spans_of(f"{START}open"))


def test_parcels_are_bounded_and_complete() -> None:
    found = list(
        parcels(SCHEMA, (document(number, "Title") for number in range(PARCEL_DOCUMENTS + 1)))
    )
    assert len(found) == 2
    assert sum(len(parcel.splitlines()) for parcel in found) == PARCEL_DOCUMENTS + 1


def test_large_documents_make_small_parcels() -> None:
    body = "x" * (PARCEL_BYTES // 2)
    found = list(parcels(SCHEMA, [document(number, "Title", body) for number in range(3)]))
    assert [len(parcel.splitlines()) for parcel in found] == [1, 1, 1]


def test_empty_fields_are_not_sent() -> None:
    (parcel,) = parcels(SCHEMA, [document(1, "Title")])
    shown = {"text_title": "Title", "shown_title": "Title", "title_words": 1}
    assert json.loads(parcel) == {"id": 1, **shown}


def test_every_choice_of_words_is_worth_less_than_all_of_them() -> None:
    words = [Weighed("solar", 3, 2.0), Weighed("pump", 9, 1.0), Weighed("zzzqz", 0, 5.0)]
    for some in (*all_but_one(words), *any_words(words)):
        assert 0 < some.weight < LACKING_WEIGHT


def test_words_that_nobody_has_are_in_no_choice_of_any() -> None:
    words = [Weighed("solar", 3, 2.0), Weighed("pump", 9, 1.0), Weighed("zzzqz", 0, 5.0)]
    assert [some.words for some in any_words(words)] == ["solar pump ", "solar ", "pump "]
    assert any_words([Weighed("zzzqz", 0, 5.0)]) == []


def test_what_lacks_more_is_worth_less_than_what_lacks_one_word() -> None:
    words = [Weighed("solar", 3, 2.0), Weighed("pump", 9, 1.0), Weighed("lamp", 4, 1.5)]
    one_less = all_but_one(words)
    further = any_words(words, below=one_less)
    assert {some.words for some in further}.isdisjoint(some.words for some in one_less)
    assert max(some.weight for some in further if len(some.words.split()) == 1) < min(
        some.weight for some in one_less
    )


def test_choices_of_a_long_question_stay_few() -> None:
    words = [Weighed(f"word{number}", number + 1, 1.0) for number in range(8)]
    assert len(all_but_one(words)) == 8
    assert len(any_words(words)) == 15
