"""GitLab's deliveries, written after its documentation in our own words.

https://docs.gitlab.com/user/project/integrations/webhook_events and
https://docs.gitlab.com/administration/system_hooks.
"""

import base64
from typing import Any

import pytest

from integrations.errors import DeliveryRefused, DeliveryUnreadable
from integrations.gitlab.webhooks import GitLabWebhooks
from integrations.webhooks import Delivery
from tests.webhooks.signed import (
    GITLAB_SIGNING_TOKEN,
    GITLAB_TOKEN,
    Sent,
    by_gitlab,
    by_signing_gitlab,
)

READER = GitLabWebhooks("gitlab.com", secrets=(GITLAB_TOKEN, GITLAB_SIGNING_TOKEN))
PROJECT = {
    "id": 15,
    "web_url": "https://gitlab.com/transit/riders/lanternbus",
    "path_with_namespace": "transit/riders/lanternbus",
    "default_branch": "main",
}
PATHS = ("transit/riders/lanternbus",)


def read(
    sent: Sent, /, *, reader: GitLabWebhooks = READER, headers: dict[str, str] | None = None
) -> Delivery:
    return reader.read(
        {k.lower(): v for k, v in (sent.headers | (headers or {})).items()}, sent.body
    )


def hook(name: str, **payload: Any) -> Delivery:
    return read(by_gitlab(name, {"project": PROJECT, **payload}))


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Issue Hook", {"object_kind": "issue", "object_attributes": {"action": "close"}}),
        ("Issue Hook", {"object_kind": "work_item", "object_attributes": {"action": "update"}}),
        ("Note Hook", {"object_attributes": {"noteable_type": "Issue", "action": "create"}}),
        ("Merge Request Hook", {"object_attributes": {"action": "merge"}}),
        ("Push Hook", {"ref": "refs/heads/main"}),
    ],
)
def test_what_may_change_a_task_is_a_hint(name: str, payload: dict[str, Any]) -> None:
    delivery = hook(name, **payload)

    assert delivery.paths == PATHS
    assert not delivery.has_lost_issues


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Note Hook", {"object_attributes": {"noteable_type": "MergeRequest"}}),
        ("Note Hook", {"object_attributes": {"noteable_type": "Commit"}}),
        ("Merge Request Hook", {"object_attributes": {"action": "approved"}}),
        ("Push Hook", {"ref": "refs/heads/draft"}),
        ("Tag Push Hook", {"ref": "refs/tags/main"}),
        ("Pipeline Hook", {}),
        ("Emoji Hook", {}),
        ("Member Hook", {}),
        ("Confidential Note Hook", {"object_attributes": {"noteable_type": "Issue"}}),
        ("Confidential Issue Hook", {"object_attributes": {"action": "update"}}),
    ],
)
def test_what_changes_no_task_is_none(name: str, payload: dict[str, Any]) -> None:
    delivery = hook(name, **payload)

    assert delivery.paths == ()
    assert delivery.event != "other"


def test_issue_that_became_confidential_is_said_to_be_lost_and_nothing_else() -> None:
    changes = {"confidential": {"previous": False, "current": True}}
    delivery = hook(
        "Confidential Issue Hook", changes=changes, object_attributes={"title": "a secret"}
    )

    assert (delivery.paths, delivery.has_lost_issues) == (PATHS, True)
    assert "a secret" not in repr(delivery)


@pytest.mark.parametrize("event_name", ["project_rename", "project_transfer"])
def test_moved_project_is_known_by_two_paths(event_name: str) -> None:
    moved = {
        "event_name": event_name,
        "path_with_namespace": "riders/lanternbus",
        "old_path_with_namespace": "transit/lanternbus",
    }

    assert read(by_gitlab("System Hook", moved)).paths == (
        "riders/lanternbus",
        "transit/lanternbus",
    )


def test_project_hook_of_a_group_is_a_hint() -> None:
    gone = {"event_name": "project_destroy", "path_with_namespace": "riders/lanternbus"}

    assert read(by_gitlab("Project Hook", gone)).paths == ("riders/lanternbus",)


@pytest.mark.parametrize(
    ("payload", "is_hint"),
    [
        ({"object_kind": "push", "ref": "refs/heads/main"}, True),
        ({"object_kind": "push", "ref": "refs/heads/draft"}, False),
        ({"object_kind": "merge_request", "object_attributes": {"action": "open"}}, True),
        ({"event_name": "repository_update"}, False),
        ({"event_name": "user_create"}, False),
        ({"object_kind": "system"}, False),
        ({}, False),
    ],
)
def test_system_hook_is_read_as_what_it_carries(payload: dict[str, Any], is_hint: bool) -> None:
    assert bool(hook("System Hook", **payload).paths) is is_hint


def test_signature_of_standard_webhooks_is_enough() -> None:
    assert read(by_signing_gitlab("Issue Hook", {"project": PROJECT})).paths == PATHS


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_signature_covers_id_time_and_body(header: str) -> None:
    sent = by_signing_gitlab("Issue Hook", {"project": PROJECT})

    with pytest.raises(DeliveryRefused, match="does not fit"):
        read(sent, headers={header: sent.headers[header] + "0"})


@pytest.mark.parametrize("signature", ["v1", "v1,", "v2,AAAA", "v1a,é", "," * 5000, "v1,=="])
def test_odd_signature_is_refused(signature: str) -> None:
    sent = by_signing_gitlab("Issue Hook", {"project": PROJECT})

    with pytest.raises(DeliveryRefused):
        read(sent, headers={"webhook-signature": signature})


def test_signing_token_is_no_secret_token() -> None:
    with pytest.raises(DeliveryRefused):
        read(by_gitlab("Issue Hook", {"project": PROJECT}, token=GITLAB_SIGNING_TOKEN))


def test_signing_token_alone_refuses_the_secret_token() -> None:
    reader = GitLabWebhooks("gitlab.com", secrets=(GITLAB_SIGNING_TOKEN,))
    sent = by_gitlab("Issue Hook", {"project": PROJECT})

    with pytest.raises(DeliveryRefused):
        read(sent, reader=reader)
    with pytest.raises(DeliveryRefused):
        reader.require_signature({"x-gitlab-token": GITLAB_TOKEN})


def test_secret_token_alone_refuses_signatures_and_empty_tokens() -> None:
    reader = GitLabWebhooks("gitlab.com", secrets=(GITLAB_TOKEN,))
    sent = by_signing_gitlab("Issue Hook", {"project": PROJECT})

    with pytest.raises(DeliveryRefused):
        read(sent, reader=reader)
    with pytest.raises(DeliveryRefused, match="HUB_WEBHOOK_SECRETS"):
        reader.require_signature({"x-gitlab-token": ""})


def test_signing_token_that_is_not_whole_is_told() -> None:
    for text in ("whsec_***", "whsec_", "whsec_" + base64.b64encode(b"short").decode()):
        with pytest.raises(ValueError, match=r"gitlab\.com"):
            GitLabWebhooks("gitlab.com", secrets=(text,))


def test_project_of_another_host_is_unreadable() -> None:
    elsewhere = PROJECT | {"web_url": "https://gitlab.example.org/transit/riders/lanternbus"}

    with pytest.raises(DeliveryUnreadable, match=r"gitlab\.example\.org"):
        hook("Issue Hook", project=elsewhere)
