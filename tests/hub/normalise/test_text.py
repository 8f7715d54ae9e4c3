import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.text import (
    MAX_COUNT,
    clean_line,
    clean_lines,
    clean_optional_line,
    clean_text,
    storable_count,
    web_url,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


def test_line_loses_control_characters_and_extra_spaces() -> None:
    assert clean_line(" a\x00b\n\tc \u2028 d\ufeff") == "a b c d"


def test_line_loses_direction_overrides() -> None:
    assert clean_line("ab\u202egnp.exe") == "abgnp.exe"


def test_line_loses_lone_surrogates_and_keeps_emoji() -> None:
    assert clean_line("a\ud83db 🎉") == "ab 🎉"


def test_line_is_cut_without_a_space_at_its_end() -> None:
    assert clean_line("one two", max_chars=4) == "one"


def test_text_keeps_its_lines_and_loses_what_a_database_refuses() -> None:
    assert clean_text("one\r\ntwo\rthree\x00\udfff\n") == "one\ntwo\nthree\n"


def test_text_is_cut() -> None:
    assert len(clean_text("x" * 70_000)) == 65_536


def test_lines_are_clean_once_and_in_order() -> None:
    lines = clean_lines(["b", " a ", "", "b", "\x00"], max_chars=10, max_items=10)
    assert lines == ("b", "a")


def test_missing_line_is_none_or_empty() -> None:
    assert clean_optional_line(None) is None
    assert clean_optional_line(" \n ") is None
    assert clean_line(None) == clean_text(None) == ""


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once
        assert "\x00" not in once
        once.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "https://forge.example/a/b?c=d#e",
        "http://forge.example:8080/",
        "HTTPS://Forge.Example/ä",
        "https://[2001:db8::1]/x",
    ],
)
def test_web_address_is_kept_as_it_is(url: str) -> None:
    assert web_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "forge.example", "//forge.example/x", "javascript:alert(1)",
        "java\nscript:alert(1)", "data:text/html,x", "ftp://forge.example/", "https://",
        "https:///path", "https://user@forge.example/", "https://forge.example@evil.example/",
        "https://forge.example/a b", "https://forge.example/\"onclick=", "https://[::1",
        "https://forge.example:99999/", "https://forge.example:x/", "https://a.example/\u202e",
        "https://forge.example/" + "x" * 3000, "\\\\forge.example\\x",
    ],
)  # fmt: skip
def test_other_address_is_refused(url: str | None) -> None:
    assert web_url(url) is None


@given(ANY_TEXT)
def test_any_address_is_refused_or_kept_for_good(text: str) -> None:
    for candidate in (text, f"https://forge.example/{text}"):
        kept = web_url(candidate)
        assert kept is None or (web_url(kept) == kept and kept.lower().startswith("http"))


@pytest.mark.parametrize(
    ("count", "stored"), [(None, None), (-1, None), (0, 0), (7, 7), (10**30, MAX_COUNT)]
)
def test_count_fits_the_database(count: int | None, stored: int | None) -> None:
    assert storable_count(count) == stored
