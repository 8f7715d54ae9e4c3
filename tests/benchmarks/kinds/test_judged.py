"""The set of judged issues is well formed, large enough, and holds no copied text."""

import json
from collections import Counter

import pytest

from benchmarks.kinds.judged import FILE, HALVES, JudgedIssue, half_of, judged_issues, read_lines

FIELDS = {"url", "kinds", "drawn", "half"}
WITH_A_GOAL = ("design", "doc", "translation", "a11y")
AN_ADDRESS = "https://forge.example/lamp/issues/1"


@pytest.fixture(scope="module")
def issues() -> tuple[JudgedIssue, ...]:
    return judged_issues()


def test_there_are_enough_issues(issues: tuple[JudgedIssue, ...]) -> None:
    assert len(issues) >= 300
    assert sum(issue.drawn == "random" for issue in issues) >= 300


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_enough_of_the_kinds_with_a_goal(
    issues: tuple[JudgedIssue, ...], half: str
) -> None:
    counts = Counter(kind for issue in issues if issue.half == half for kind in issue.kinds)
    assert min(counts[kind] for kind in WITH_A_GOAL) >= 25


def test_no_issue_stands_twice(issues: tuple[JudgedIssue, ...]) -> None:
    assert len({issue.url for issue in issues}) == len(issues)


def test_lines_hold_addresses_and_judgements_alone() -> None:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert all(set(row) == FIELDS for row in rows)
    assert all(row["url"].startswith(("https://", "matching:")) for row in rows)
    assert not any(character.isspace() for row in rows for character in row["url"])


def a_line(**changes: object) -> str:
    row = {"url": AN_ADDRESS, "kinds": ["code"], "drawn": "random", "half": half_of(AN_ADDRESS)}
    return json.dumps(row | changes)


def test_line_becomes_a_judged_issue() -> None:
    (issue,) = read_lines([a_line(kinds=["design", "a11y"])])
    assert issue == JudgedIssue(AN_ADDRESS, ("design", "a11y"), "random", half_of(AN_ADDRESS))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"kinds": ["cooking"]}, "cooking is no kind"),
        ({"drawn": "blindly"}, "none of random, targeted"),
        ({"half": "dev" if half_of(AN_ADDRESS) == "test" else "test"}, "by its address"),
    ],
)
def test_line_that_measures_nothing_right_is_refused(changes: dict[str, object], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        list(read_lines([a_line(**changes)]))
