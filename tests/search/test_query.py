"""Reading what people type: every input is a query."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.base import DateRange, Filter, NumberRange
from search.fields import DateField, Field, FlagField, KeywordField, NumberField
from search.query import MAX_WORDS, ParsedQuery, TypedField, parse

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
FREE = Filter("freshness", ("open", "quiet"))
FIELDS: dict[str, Field] = {
    "lang": KeywordField("language"),
    "kind": KeywordField("kind"),
    "is": FlagField({"free": (FREE,)}),
    "updated": DateField("updated_at"),
    "stars": NumberField("stars"),
}
PIECES = st.sampled_from(
    [
        '"',
        "-",
        "lang:",
        "kind:code",
        "is:free",
        "is:",
        "updated:<",
        "stars:>",
        "9",
        "d",
        " ",
        "map",
        "“",
        "”",
        ":",
        "\u202e",
        "\x00",
        "\ud800",
        "東京",
    ]
)


def read(text: str) -> ParsedQuery:
    return parse(text, index="tasks", fields=FIELDS, now=NOW)


def test_plain_words_are_kept_as_they_are() -> None:
    found = read("climate map")
    assert (found.query.words, found.notes) == ("climate map", ())


def test_quoted_words_are_a_phrase() -> None:
    assert read('"open data" map').query.phrases == ("open data",)


@pytest.mark.parametrize("text", ["“open data”", "«open data»", "„open data“"])
def test_quotes_of_other_languages_make_phrases(text: str) -> None:
    assert read(text).query.phrases == ("open data",)


def test_minus_excludes_words_and_phrases() -> None:
    assert read('-windows -"mac os" map').query.excluded == ("windows", "mac os")


def test_minus_inside_a_word_excludes_nothing() -> None:
    assert read("open-source").query.excluded == ()


def test_known_field_becomes_a_filter() -> None:
    assert read("lang:Rust fix").query.filters == (Filter("language", ("Rust",)),)


def test_field_name_may_be_in_any_case() -> None:
    assert read("LANG:Rust").query.filters == (Filter("language", ("Rust",)),)


def test_values_of_one_field_are_alternatives() -> None:
    assert read("lang:Rust lang:Go").query.filters == (Filter("language", ("Rust", "Go")),)


def test_value_may_be_quoted() -> None:
    assert read('lang:"Jupyter Notebook"').query.filters == (
        Filter("language", ("Jupyter Notebook",)),
    )


def test_minus_excludes_a_value() -> None:
    assert read("-kind:code").query.filters == (Filter("kind", ("code",), is_excluded=True),)


def test_unknown_field_is_searched_as_words_and_told() -> None:
    found = read("colour:red")
    assert found.query.words == "colour red"
    assert found.notes == (
        "There is no field “colour”, so it was searched as a word. "
        "Fields are: lang, kind, is, updated, stars.",
    )


def test_unknown_field_can_be_excluded_as_words() -> None:
    assert read("-colour:red").query.excluded == ("colour red",)


@pytest.mark.parametrize("text", ["https://example.org/a", "std::vector", "12:30", "C:\\temp"])
def test_addresses_and_code_are_no_fields(text: str) -> None:
    assert read(text).notes == ()


def test_field_without_value_is_searched_as_a_word_and_told() -> None:
    found = read("lang:")
    assert found.query.words == "lang:"
    assert found.notes == ("“lang:” has no value, so it was searched as a word.",)


def test_open_quote_is_searched_as_words_and_told() -> None:
    found = read('"open data')
    assert found.query.words == "open data"
    assert found.notes == ("A quote is not closed, so it was searched as plain words.",)


@pytest.mark.parametrize("text", ["-", "*", "👩‍💻", '""', "?!", "-“”"])
def test_text_without_a_word_shows_everything_and_says_so(text: str) -> None:
    assert read(text).notes == ("There is no word in this to search for, so everything is shown.",)


@pytest.mark.parametrize("text", ["", " ", "図", "-a", "C", "lang:rust", "updated:<3d"])
def test_text_that_asks_for_something_says_nothing(text: str) -> None:
    assert read(text).notes == ()


def test_open_quote_behind_a_field_is_no_part_of_its_value() -> None:
    found = read('lang:"rust')
    assert found.query.filters == (Filter("language", ("rust",)),)
    assert found.notes == ("A quote is not closed, so it was searched as plain words.",)


def test_space_at_the_end_finishes_the_last_word() -> None:
    assert (read("clim").query.words, read("clim ").query.words) == ("clim", "clim ")


def test_word_before_a_filter_is_finished() -> None:
    assert read("clim lang:Rust").query.words == "clim "


def test_marks_that_cannot_be_seen_are_taken_out() -> None:
    assert read("\u202emap\u200b\ufeff").query.words == "map"


def test_control_characters_part_words() -> None:
    assert read("open\x00data").query.words == "open data"


def test_very_long_text_is_cut_with_a_note() -> None:
    found = read("word " * 10_000)
    assert len(found.query.words.split()) == MAX_WORDS
    assert f"Only the first {MAX_WORDS} words were searched." in found.notes


def test_empty_text_is_a_query_for_everything() -> None:
    found = read("  ")
    assert (found.query.words, found.query.phrases, found.notes) == ("", (), ())


@settings(deadline=None)
@given(st.text() | st.lists(PIECES).map("".join))
def test_every_text_is_a_query(text: str) -> None:
    found = read(text)
    assert len(found.query.words.split()) <= MAX_WORDS
    assert all(
        one.field in ("language", "kind", "freshness") and one.values for one in found.query.filters
    )
    assert all(note.endswith(".") for note in found.notes)


@settings(deadline=None)
@given(st.text() | st.lists(PIECES).map("".join))
def test_what_is_searched_can_be_written_down(text: str) -> None:
    query = read(text).query
    assert "\x00" not in " ".join((query.words, *query.phrases, *query.excluded))
    " ".join((query.words, *query.phrases, *query.excluded)).encode()


@settings(deadline=None)
@given(st.lists(st.sampled_from(["map", "open", "data", "東京"]), min_size=1, max_size=5))
def test_plain_words_come_through_unchanged(words: list[str]) -> None:
    assert read(" ".join(words)).query.words == " ".join(words)


def test_word_behind_is_stands_for_its_filters() -> None:
    assert read("is:free").query.filters == (FREE,)
    assert read("-is:free").query.filters == (replace(FREE, is_excluded=True),)
    assert read("is:free -is:free is:free").query.filters == (
        FREE,
        replace(FREE, is_excluded=True),
    )


def test_word_that_is_does_not_know_is_searched_and_told() -> None:
    found = read("is:lovely map")
    assert found.query.words == "is lovely map"
    assert found.notes == ("“is:” takes one of: free. “lovely” was searched as a word.",)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("<30d", NOW - timedelta(days=30), None),
        ("30d", NOW - timedelta(days=30), None),
        ("<٣٠d", NOW - timedelta(days=30), None),
        ("<=2Weeks", NOW - timedelta(days=14), None),
        (">1y", None, NOW - timedelta(days=365)),
        ("<6h", NOW - timedelta(hours=6), None),
        ("today", NOW - timedelta(days=1), None),
        ("month", NOW - timedelta(days=30), None),
        ("2026", day("2026-01-01"), day("2027-01-01")),
        ("2026-12", day("2026-12-01"), day("2027-01-01")),
        ("2026-02", day("2026-02-01"), day("2026-03-01")),
        ("2026-02-28", day("2026-02-28"), day("2026-03-01")),
        (">2026-01-31", day("2026-02-01"), None),
        (">=2026-01-31", day("2026-01-31"), None),
        ("<2026-01-31", None, day("2026-01-31")),
        ("<=2026-01", None, day("2026-02-01")),
        ("2025..2026-01", day("2025-01-01"), day("2026-02-01")),
    ],
)
def test_date_is_read_by_age_and_by_calendar(
    typed: str, since: datetime | None, until: datetime | None
) -> None:
    assert read(f"updated:{typed}").query.dates == (DateRange("updated_at", since, until),)


@pytest.mark.parametrize(
    "typed",
    [
        "soon", "<", "2026-13", "2026-02-30", "1-2-3-4", "9999", "0000", "..", "2026..", "²d",
        "202²",
    ],
)  # fmt: skip
def test_date_that_is_none_is_searched_and_told(typed: str) -> None:
    found = read(f"updated:{typed}")
    assert found.query.dates == ()
    assert found.notes[0].startswith("“updated:” takes an age or a date, such as updated:<30d")


def test_longest_age_has_no_end() -> None:
    (found,) = read("updated:<9999y").query.dates
    assert found.since is not None
    assert found.since.year < 1900


@pytest.mark.parametrize(
    ("typed", "least", "below"),
    [
        (">50", math.nextafter(50, math.inf), None),
        (">=50", 50, None),
        ("<50", None, 50),
        ("<=50", None, math.nextafter(50, math.inf)),
        ("٥٠", 50, math.nextafter(50, math.inf)),
        ("50", 50, math.nextafter(50, math.inf)),
        ("10..100", 10, math.nextafter(100, math.inf)),
        (">1.5k", math.nextafter(1500, math.inf), None),
    ],
)
def test_number_is_read(typed: str, least: float | None, below: float | None) -> None:
    assert read(f"stars:{typed}").query.numbers == (NumberRange("stars", least, below),)


@pytest.mark.parametrize("typed", ["many", ">", "1..", "..", "1e9", "-3", "²"])
def test_number_that_is_none_is_searched_and_told(typed: str) -> None:
    found = read(f"stars:{typed}")
    assert found.query.numbers == ()
    assert found.notes[0].startswith("“stars:” takes a number, such as stars:>50")


def test_minus_turns_a_range_with_one_end_round() -> None:
    assert read("-stars:>=50").query.numbers == (NumberRange("stars", None, 50),)
    assert read("-updated:<30d").query.dates == (
        DateRange("updated_at", None, NOW - timedelta(days=30)),
    )
    assert read("-stars:10..20").query.excluded == ("stars 10..20",)


def test_fields_are_told_as_they_were_typed_with_the_text_without_each() -> None:
    parsed = parse(
        'map lang:rust -kind:"open data" nofield:x is:', index="t", fields=FIELDS, now=NOW
    )
    assert parsed.typed_fields == (
        TypedField("lang:rust", 'map -kind:"open data" nofield:x is:'),
        TypedField('-kind:"open data"', "map lang:rust nofield:x is:"),
    )
