"""Excerpts: one plain line from any markdown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.excerpts import cut, excerpt, plain_words


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("", ""),
        ("# Title\n\nText", "Title Text"),
        ("**bold** and `code` and _kept_", "bold and code and _kept_"),
        ("a [link](https://x.y) b", "a link b"),
        ("![picture](https://x.y/z.png) after", "after"),
        ("<!-- fill this in -->\nReal text", "Real text"),
        ("<!-- never closed", ""),
        ("before\n```py\ncode\n```\nafter", "before after"),
        ("- [ ] one\n- [x] two", "one two"),
        ("> quoted", "quoted"),
        ("one\n---\ntwo", "one two"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_markup_is_taken_out(markdown: str, plain: str) -> None:
    assert excerpt(markdown) == plain


@given(st.text(alphabet="ab *_`#<>[]()!-\n~é漢", max_size=400), st.integers(10, 80))
def test_excerpt_is_one_line_within_its_length(markdown: str, max_chars: int) -> None:
    line = excerpt(markdown, max_chars=max_chars)
    assert "\n" not in line
    assert len(line) <= max_chars


def test_cut_falls_between_words() -> None:
    assert cut("alpha beta gamma delta", max_chars=18) == "alpha beta gamma…"


def test_text_without_spaces_is_cut_anywhere() -> None:
    assert cut("漢" * 50, max_chars=20) == "漢" * 19 + "…"


@pytest.mark.parametrize("piece", ["[", "![a](", "*", "`", "<a ", "> ", "```\n", "[a](("])
def test_hostile_repetition_is_fast(piece: str) -> None:
    started = time.perf_counter()
    excerpt(piece * 5000)
    assert time.perf_counter() - started < 0.5


def test_words_for_the_index_keep_code_and_lose_markup() -> None:
    text = "### Steps\n- Run **this** [page](https://x.example)\n```py\nimport os\n```\n<!-- no -->"

    assert plain_words(text, max_chars=8_000) == "Steps Run this page import os"
