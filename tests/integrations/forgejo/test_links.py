"""Which issues a pull request says it will close."""

import pytest

from integrations.forgejo.links import linked_change


def _closes(body: object, *, host: str = "codeberg.org") -> tuple[int, ...]:
    item = {"body": body, "number": 9, "state": "open"}
    change = linked_change(item, host=host, path="acme/lamp")
    return change.closes if change else ()


@pytest.mark.parametrize(
    ("body", "closes"),
    [
        ("Fixes #1", (1,)),
        ("closes: #1, resolves #2 and FIXED #1", (1, 2)),
        ("close acme/lamp#3", (3,)),
        ("Closes https://codeberg.org/Acme/Lamp/issues/4", (4,)),
        ("close other/lamp#3", ()),
        ("closes https://github.com/acme/lamp/issues/4", ()),
        ("see #1", ()),
        ("prefix #1", ()),
        ("fixes #0 and fixes #99999999999", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_closing_words_name_issues_of_this_repository(
    body: object, closes: tuple[int, ...]
) -> None:
    assert _closes(body) == closes


def test_page_of_a_server_with_a_port_is_known() -> None:
    body = "fixes http://git.example:3000/acme/lamp/issues/4"
    assert _closes(body, host="git.example:3000") == (4,)


def test_many_issues_are_cut() -> None:
    assert len(_closes(" ".join(f"fixes #{number}" for number in range(1, 99)))) == 50


def test_address_that_would_run_is_replaced() -> None:
    item = {"body": "fixes #1", "number": 9, "state": "closed", "html_url": "javascript:x()"}
    change = linked_change(item, host="codeberg.org", path="acme/lamp")
    assert change is not None
    assert (change.url, change.is_open) == ("https://codeberg.org/acme/lamp/pulls/9", False)
