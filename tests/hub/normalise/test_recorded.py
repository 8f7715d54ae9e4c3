"""Measured on real data: 317 recorded issues, and the labels and topics of 6,129 projects."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.normalise.causes import causes_of
from hub.normalise.issues import normalise_issue
from hub.normalise.labels import LabelFacts, read_labels
from integrations.records import IssueRecord
from tests.replay.issues_corpus import recorded_issues

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAYS_NOTHING = {
    # names of a product, of parts of it, or of a person's test
    "ArduPlane", "Wallet", "Domain-Qt", "Qt 6", "Wayland", "cdf", "test-label", "HasBacktrace",
    # states and ranks that are of no use to somebody who looks for work
    "duplicate", "external", "Stale", "Complete", "Cumplidos", "Status-Accepted", "0 - Backlog",
    "ERR: Assignee",
    "tp:review", "tp:API_settled", "v1.1.0", "task", "T: task",
}  # fmt: skip
pytestmark = pytest.mark.shared


def rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(item) for item in value)


@pytest.fixture
def corpus(shared_dir: Path) -> list[IssueRecord]:
    return [issue for issues in recorded_issues(shared_dir).values() for issue in issues]


def test_every_recorded_label_that_means_something_is_understood(
    corpus: list[IssueRecord], shared_dir: Path
) -> None:
    measured = json.loads((shared_dir / "data/distributions.json").read_text(encoding="utf-8"))
    labels = {label for issue in corpus for label in issue.labels}
    labels |= {name for name, _ in measured["label_names"]["top"]}
    silent = {label for label in labels if read_labels((label,)) == LabelFacts()}
    assert silent == SAYS_NOTHING & labels


def test_every_help_wanted_label_of_the_catalogue_is_understood(shared_dir: Path) -> None:
    labels = set()
    for row in rows(shared_dir / "data/catalog.jsonl.gz"):
        listed = row["help_wanted_labels"]
        assert isinstance(listed, list)
        labels |= {str(each["name"]) for each in listed}
    calls = {label for label in labels if _invites(label)}
    assert len(labels) > 100
    assert labels - calls == {"code quality", "enhancement", "enhancements", "doc", "scope:small"}
    assert all(read_labels((label,)) != LabelFacts() for label in labels)


def test_most_recorded_issues_get_a_kind_from_labels_or_title(corpus: list[IssueRecord]) -> None:
    found = [normalise_issue(each, languages=(), topics=(), now=NOW) for each in corpus]
    labelled = [task for task in found if task.labels]
    assert sum(bool(task.kinds) for task in labelled) / len(labelled) > 0.9


def test_recorded_issues_are_english_or_not_sure(corpus: list[IssueRecord]) -> None:
    found = [normalise_issue(each, languages=(), topics=(), now=NOW).spoken for each in corpus]
    assert set(found) <= {"en", None}
    assert found.count("en") / len(found) > 0.8


def test_most_projects_of_the_catalogue_get_a_cause(shared_dir: Path) -> None:
    listed = list(rows(shared_dir / "data/catalog.jsonl.gz"))
    found = [causes_of(texts(row["topics"]), str(row["description"] or "")) for row in listed]
    assert sum(map(bool, found)) / len(found) > 0.6


def _invites(label: str) -> bool:
    facts = read_labels((label,))
    return facts.wants_help or facts.is_newcomer_fit
