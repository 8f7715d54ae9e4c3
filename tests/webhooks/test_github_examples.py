"""Every event of GitHub's that has a published example, signed here and sent to the hub."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from integrations.github.webhooks import EVENTS
from tests.conftest import skip_or_fail
from tests.webhooks.receiving import Receiving, opened_hub, receiving
from tests.webhooks.signed import by_github

__all__ = ["opened_hub", "receiving"]

FILE = Path(__file__).parent / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
NAMES = (
    "branch_protection_rule check_run check_suite code_scanning_alert commit_comment create delete "
    "dependabot_alert deploy_key deployment deployment_review deployment_status discussion "
    "discussion_comment fork github_app_authorization gollum installation "
    "installation_repositories issue_comment issues label marketplace_purchase member membership "
    "merge_group meta milestone org_block organization package page_build ping project "
    "project_card project_column projects_v2_item public pull_request pull_request_review "
    "pull_request_review_comment pull_request_review_thread push release repository "
    "repository_dispatch repository_import repository_vulnerability_alert security_advisory "
    "sponsorship star status team team_add watch workflow_dispatch workflow_job workflow_run"
)
# How many of an event's examples change what the hub shows; none of the others do.
QUEUED = {
    "issue_comment": 9,
    "issues": 29,
    "label": 6,
    "public": 3,
    "pull_request": 8,
    "push": 2,
    "repository": 13,
}
Examples = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def examples() -> Examples:
    if not FILE.exists():
        skip_or_fail("GitHub's examples are not installed: make npm")
    events = json.loads(FILE.read_text(encoding="utf-8"))
    return {event["name"]: event["examples"] for event in events}


def test_the_examples_are_those_listed_here(examples: Examples) -> None:
    assert sorted(examples) == sorted(NAMES.split())
    assert len(examples) == 58
    assert examples.keys() <= EVENTS


@pytest.mark.parametrize("event", NAMES.split())
def test_event_is_answered_and_queued_where_it_matters(
    receiving: Receiving, examples: Examples, event: str
) -> None:
    answers = [receiving.send(by_github(event, payload)) for payload in examples[event]]

    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {200, 202}
    assert statuses.count(202) == QUEUED.get(event, 0)
    outcomes = {
        outcome: value for (_, name, outcome), value in receiving.counted().items() if name == event
    }
    assert sum(outcomes.values()) == len(answers)
    assert outcomes.get("queued", 0) == QUEUED.get(event, 0)


def test_hints_of_issues_name_the_repository_and_what_was_lost(
    receiving: Receiving, examples: Examples
) -> None:
    for payload in examples["issues"]:
        receiving.send(by_github("issues", payload))

    assert set(receiving.paths) == {"Codertocat/Hello-World", "octo-org/octo-repo"}
    losing = [p for p in examples["issues"] if p["action"] in ("deleted", "transferred")]
    assert len(losing) >= 2
    assert sum(hint.has_lost_issues for hint in receiving.hints) == len(losing)


def test_moved_repository_is_looked_for_under_both_paths(
    receiving: Receiving, examples: Examples
) -> None:
    moved = [p for p in examples["repository"] if p["action"] == "transferred"]
    receiving.send(by_github("repository", moved[0]))

    assert receiving.paths == ["Octocoders/Hello-World", "octocat/Hello-World"]


def test_all_examples_in_any_order_leave_the_same_jobs(
    receiving: Receiving, examples: Examples
) -> None:
    deliveries = [by_github(name, p) for name, payloads in examples.items() for p in payloads]
    for sent in deliveries:
        receiving.send(sent)
    forwards = dict(receiving.jobs.hints)
    receiving.jobs.hints.clear()
    for sent in reversed(deliveries):
        receiving.send(sent)

    assert receiving.jobs.hints == forwards
