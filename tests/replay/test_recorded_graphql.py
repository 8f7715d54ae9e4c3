"""Recorded GraphQL answers, and fixtures of their real shape, are read by the GitHub connector."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from integrations.errors import RecordGone
from integrations.github import GitHubForge
from integrations.github.graph_items import graph_issue, issue_item
from tests.replay import Exchange, ReplayServer

pytestmark = pytest.mark.shared

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def answers(github_exchanges: list[Exchange]) -> list[Exchange]:
    return [one for one in github_exchanges if one.name.startswith("github/graphql/")]


def _issues(value: object) -> Iterator[dict[str, object]]:
    """Find the issues in an answer, wherever they stand."""
    if isinstance(value, dict):
        if "number" in value and "title" in value:
            yield value
        for inner in value.values():
            yield from _issues(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _issues(inner)


def test_answer_to_another_question_holds_no_repository(answers: list[Exchange]) -> None:
    assert len(answers) >= 10
    for answer in answers:
        path = answer.path.replace("graphql", "v3") if answer.path.startswith("/api/") else ""
        with ReplayServer([replace(answer, query=frozenset())]) as server:
            forge = GitHubForge(
                "github.com",
                base_url=server.url + path,
                tokens=("one",),
                now=lambda: NOW,
                private_hosts=("127.0.0.1",),
            )
            [(_, page)] = list(forge.next_pages([("o/r", None)]))
            forge.close()
        assert isinstance(page, RecordGone)
        assert server.unmatched == []


def test_issues_of_recorded_shape_are_read(answers: list[Exchange]) -> None:
    read = 0
    for answer in answers:
        for node in _issues(json.loads(answer.body)):
            # The fixtures of cli/cli leave out what their command does not print.
            given = {
                "databaseId": 1,
                "state": "OPEN",
                "createdAt": "2011-01-26T19:01:12Z",
                "updatedAt": "2011-01-26T19:01:12Z",
                **node,
            }
            record = graph_issue(given, host="github.com", path="o/r")
            assert record.number == node["number"]
            assert list(record.labels) == issue_item(given)["labels"]
            assert record.is_open == (given["state"] == "OPEN")
            read += 1
    assert read >= 10
