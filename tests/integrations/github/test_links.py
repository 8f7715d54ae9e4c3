"""A pull request's words that close an issue are understood, and no others."""

import pytest

from integrations.github.links import linked_change
from integrations.records import LinkedChange

PULL = "https://github.com/acme/lamp/pull/9"


def _closes(body: object) -> tuple[int, ...]:
    item = {"body": body, "html_url": PULL, "state": "open"}
    change = linked_change(item, host="github.com", path="acme/lamp")
    return change.closes if change else ()


@pytest.mark.parametrize(
    ("body", "closes"),
    [
        ("Fixes #12", (12,)),
        ("fix: #12", (12,)),
        ("This CLOSED #3, resolves #4 and fixes\r\n#5.", (3, 4, 5)),
        ("closes Acme/Lamp#7", (7,)),
        ("closes other/lamp#7", ()),
        ("Resolves https://github.com/acme/lamp/issues/8", (8,)),
        ("Resolves https://evil.example/acme/lamp/issues/8", ()),
        ("Resolves https://github.com/acme/other/issues/8", ()),
        ("See #12", ()),
        ("prefixes #12", ()),
        ("fixes #12abc", ()),
        ("fixes #0 and fixes #9999999999", ()),
        ("fixes #1 fixes #1", (1,)),
        ("", ()),
        (None, ()),
        (["fixes #1"], ()),
    ],
)
def test_closing_words_are_understood(body: object, closes: tuple[int, ...]) -> None:
    assert _closes(body) == closes


def test_closed_pull_request_is_told_so() -> None:
    item = {"body": "fixes #1", "html_url": PULL, "state": "closed"}
    change = linked_change(item, host="github.com", path="acme/lamp")
    assert change == LinkedChange(PULL, is_open=False, closes=(1,))


def test_address_that_would_run_is_no_change() -> None:
    item = {"body": "fixes #1", "html_url": "javascript:alert(1)", "state": "open"}
    assert linked_change(item, host="github.com", path="acme/lamp") is None


def test_a_thousand_numbers_are_bounded() -> None:
    assert len(_closes(" ".join(f"fixes #{number}" for number in range(1, 1000)))) == 50
