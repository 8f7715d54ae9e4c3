"""Which issues a merge request will close, by its text."""

import time

import pytest

from integrations.gitlab.links import linked_change
from integrations.records import LinkedChange

URL = "https://gitlab.com/acme/sub/lamp/-/merge_requests/7"


def _closes(text: str, *, title: str = "Mend the lamp", state: str = "opened") -> tuple[int, ...]:
    item = {"web_url": URL, "title": title, "description": text, "state": state}
    change = linked_change(item, host="gitlab.com", path="acme/sub/lamp")
    return change.closes if change else ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Closes #12", (12,)),
        ("closing: #12", (12,)),
        ("Fix #1, #2 and #3", (1, 2, 3)),
        ("Resolves #1 #2", (1, 2)),
        ("Implements issue #9", (9,)),
        ("Fixed issues #4, #5, and #6", (4, 5, 6)),
        ("Closes acme/sub/lamp#4 and lamp#5", (4, 5)),
        ("Closes https://gitlab.com/acme/sub/lamp/-/issues/8", (8,)),
        ("Closes https://gitlab.com/acme/sub/lamp/issues/8", (8,)),
        ("Closes https://gitlab.com/acme/sub/lamp/-/work_items/8", (8,)),
        ("Closes #3. Also closes #3 and fixes #4", (3, 4)),
        ("Closes https://gitlab.com/other/lamp/-/issues/8", ()),
        ("Closes https://elsewhere.example/acme/sub/lamp/-/issues/8", ()),
        ("Closes other/lamp#4, #5", (5,)),
        ("Related to #12", ()),
        ("disclose #12", ()),
        ("Closes !12", ()),
        ("Closes #0 and #99999999999", ()),
        ("Closes the matter of #12", ()),
    ],
)
def test_text_closes_issues_of_this_project(text: str, numbers: tuple[int, ...]) -> None:
    assert _closes(text) == numbers


def test_title_counts_too() -> None:
    assert _closes("", title="Resolve #3: lamp stays dark") == (3,)


@pytest.mark.parametrize("state", ["merged", "closed", "locked"])
def test_change_that_is_over_is_told_as_such(state: str) -> None:
    item = {"web_url": URL, "title": "Closes #1", "description": None, "state": state}
    change = linked_change(item, host="gitlab.com", path="acme/sub/lamp")
    assert change == LinkedChange(URL, False, (1,))


def test_change_whose_address_would_run_is_left_out() -> None:
    item = {"web_url": "javascript:x", "title": "Closes #1", "state": "opened"}
    assert linked_change(item, host="gitlab.com", path="acme/lamp") is None


@pytest.mark.parametrize(
    "text",
    [
        "fix " * 50_000,
        "fix" + " " * 200_000,
        "fix " + "a/" * 100_000,
        "fix https://a/" + "b/" * 100_000,
        "fix #1" + " , and" * 50_000,
        "fix " + "#1, " * 50_000,
    ],
    ids=["verbs", "blanks", "path", "address", "ands", "numbers"],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    began = time.monotonic()
    assert len(_closes(text)) <= 1
    assert time.monotonic() - began < 10


def test_fifty_issues_are_enough() -> None:
    assert len(_closes("Closes " + ", ".join(f"#{number}" for number in range(1, 200)))) == 50
