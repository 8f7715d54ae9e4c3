import pytest

from hub.normalise.prose import plain_words, prose_of


@pytest.mark.parametrize(
    "text",
    [
        "Before ```code``` after",
        "Before\n```py\ncode\n```\nafter",
        "Before ~~~\ncode\n~~~ after",
        "Before `code` after",
        "Before https://example.org/code?code after",
        "Before <!-- code\ncode --> after",
    ],
)
def test_code_addresses_and_comments_are_no_prose(text: str) -> None:
    assert prose_of(text).split() == ["Before", "after"]


def test_fence_without_an_end_takes_the_rest() -> None:
    assert prose_of("Before\n```\ncode\n").split() == ["Before"]


def test_plain_prose_stays_as_it_is() -> None:
    assert prose_of("A comma, a dash - and <b>bold</b>") == "A comma, a dash - and <b>bold</b>"


def test_words_are_split_at_spaces_and_punctuation() -> None:
    assert plain_words("An aria-label, the “user’s” (C++) node.js…") == [
        "An", "aria", "label", "the", "user", "s", "C", "node", "js",
    ]  # fmt: skip


def test_text_without_words_has_none() -> None:
    assert plain_words(" - … ") == []
