"""GitHub's deliveries: which of them are hints, and of what."""

from typing import Any

import pytest

from integrations.github.webhooks import GitHubWebhooks
from integrations.webhooks import Delivery
from tests.webhooks.signed import SECRET, by_github

READER = GitHubWebhooks("github.com", secrets=(SECRET,))
REPOSITORY = {
    "full_name": "riders/lanternbus",
    "html_url": "https://github.com/riders/lanternbus",
    "default_branch": "main",
}


def read(event: str, **payload: Any) -> Delivery:
    sent = by_github(event, {"repository": REPOSITORY, **payload})
    headers = {name.lower(): value for name, value in sent.headers.items()}
    return READER.read(headers, sent.body)


@pytest.mark.parametrize("action", ["opened", "closed", "labeled", "assigned", "typed", "new one"])
def test_every_action_on_an_issue_is_a_hint(action: str) -> None:
    delivery = read("issues", action=action)

    assert delivery.paths == ("riders/lanternbus",)
    assert not delivery.has_lost_issues


@pytest.mark.parametrize("action", ["deleted", "transferred"])
def test_issue_that_left_is_said_to_be_lost(action: str) -> None:
    assert read("issues", action=action).has_lost_issues


def test_deleted_label_loses_no_issue() -> None:
    assert not read("label", action="deleted").has_lost_issues


def test_comment_on_an_issue_is_a_hint_and_one_on_a_pull_request_is_not() -> None:
    nulls = {"url": None, "html_url": None}
    change = {"url": "https://api.github.com/repos/riders/lanternbus/pulls/8"}

    assert read("issue_comment", issue={}).paths
    assert read("issue_comment", issue={"pull_request": nulls}).paths
    assert not read("issue_comment", issue={"pull_request": change}).paths


@pytest.mark.parametrize(
    ("action", "is_hint"),
    [("opened", True), ("closed", True), ("edited", True), ("reopened", True),
     ("synchronize", False), ("labeled", False), ("locked", False)],
)  # fmt: skip
def test_pull_request_matters_where_it_may_close_an_issue(action: str, is_hint: bool) -> None:
    assert bool(read("pull_request", action=action).paths) is is_hint


@pytest.mark.parametrize(
    ("ref", "is_hint"),
    [("refs/heads/main", True), ("refs/heads/mainly", False), ("refs/tags/main", False)],
)
def test_push_matters_on_the_default_branch(ref: str, is_hint: bool) -> None:
    assert bool(read("push", ref=ref).paths) is is_hint


def test_renamed_repository_is_known_by_two_paths() -> None:
    delivery = read("repository", action="renamed", changes={"repository": {"name": {"from": "x"}}})

    assert delivery.paths == ("riders/lanternbus", "riders/x")


@pytest.mark.parametrize("kind", ["user", "organization"])
def test_transferred_repository_is_known_by_two_paths(kind: str) -> None:
    changes = {"owner": {"from": {kind: {"login": "before"}}}}

    assert read("repository", action="transferred", changes=changes).paths == (
        "riders/lanternbus",
        "before/lanternbus",
    )


def test_edited_repository_has_one_path() -> None:
    changes = {"description": {"from": "x"}, "default_branch": {"from": "master"}}

    assert read("repository", action="edited", changes=changes).paths == ("riders/lanternbus",)


@pytest.mark.parametrize("event", ["ping", "installation", "star", "member", "workflow_run"])
def test_other_events_are_known_and_no_hints(event: str) -> None:
    delivery = read(event, action="created")

    assert (delivery.event, delivery.paths) == (event, ())


@pytest.mark.parametrize(
    ("event", "payload"),
    [("push", {"ref": "refs/heads/main"}), ("repository", {"action": "archived"}), ("public", {})],
)
def test_change_of_the_repository_itself_is_told_from_one_of_its_issues(
    event: str, payload: dict[str, str]
) -> None:
    assert read(event, **payload).has_new_facts
    assert not read("issues", action="opened").has_new_facts
