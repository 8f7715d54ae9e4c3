"""Forgejo's and Gitea's deliveries, written after their documentation in our own words.

https://forgejo.org/docs/latest/user/webhooks and the server's own list of headers.
"""

from typing import Any

import pytest

from integrations.errors import DeliveryRefused
from integrations.forgejo.webhooks import ForgejoWebhooks
from integrations.webhooks import Delivery
from tests.webhooks.signed import FORGEJO_SECRET, Sent, by_forgejo

READER = ForgejoWebhooks("codeberg.org", secrets=(FORGEJO_SECRET,))
PAYLOAD: dict[str, Any] = {
    "action": "opened",
    "number": 7,
    "repository": {
        "id": 140,
        "name": "lanternbus",
        "full_name": "riders/lanternbus",
        "html_url": "https://codeberg.org/riders/lanternbus",
        "default_branch": "main",
    },
    "sender": {"login": "noor"},
}


def read(sent: Sent, **headers: str) -> Delivery:
    return READER.read({k.lower(): v for k, v in (sent.headers | headers).items()}, sent.body)


@pytest.mark.parametrize(
    ("event", "event_type", "action"),
    [
        ("issues", "issues", "opened"),
        ("issues", "issue_assign", "assigned"),
        ("issues", "issue_label", "label_updated"),
        ("issues", "issue_milestone", "milestoned"),
        ("issues", "a_type_of_tomorrow", "pinned"),
        ("issue_comment", "issue_comment", "created"),
        ("pull_request", "pull_request", "closed"),
        ("repository", "repository", "deleted"),
    ],
)
def test_what_may_change_a_task_is_a_hint(event: str, event_type: str, action: str) -> None:
    sent = by_forgejo(event, PAYLOAD | {"action": action}, event_type=event_type)

    delivery = read(sent)

    assert delivery.paths == ("riders/lanternbus",)
    assert not delivery.has_lost_issues


@pytest.mark.parametrize(
    ("event", "event_type", "action"),
    [
        ("pull_request", "pull_request_sync", "synchronized"),
        ("pull_request", "pull_request_label", "label_updated"),
        ("issue_comment", "pull_request_comment", "created"),
        ("pull_request_approved", "pull_request_review_approved", "reviewed"),
        ("release", "release", "published"),
        ("wiki", "wiki", "created"),
        ("fork", "fork", ""),
        ("workflow_run", "workflow_run", "completed"),
    ],
)
def test_what_changes_no_task_is_none(event: str, event_type: str, action: str) -> None:
    sent = by_forgejo(event, PAYLOAD | {"action": action}, event_type=event_type)

    assert read(sent).paths == ()
    assert read(sent).event != "other"


def test_deleted_issue_is_said_to_be_lost() -> None:
    assert read(by_forgejo("issues", PAYLOAD | {"action": "deleted"})).has_lost_issues
    assert not read(by_forgejo("issue_comment", PAYLOAD | {"action": "deleted"})).has_lost_issues


def test_comment_on_a_pull_request_of_an_older_server_is_no_hint() -> None:
    assert not read(by_forgejo("issue_comment", PAYLOAD | {"is_pull": True})).paths


def test_push_matters_on_the_default_branch() -> None:
    assert read(by_forgejo("push", PAYLOAD | {"ref": "refs/heads/main"})).paths
    assert not read(by_forgejo("push", PAYLOAD | {"ref": "refs/heads/draft"})).paths


@pytest.mark.parametrize("software", ["Gitea", "Forgejo"])
def test_headers_of_one_software_alone_are_enough(software: str) -> None:
    sent = by_forgejo("issues", PAYLOAD)
    headers = {name: value for name, value in sent.headers.items() if f"X-{software}-" in name}

    assert read(Sent(sent.address, sent.body, headers)).paths == ("riders/lanternbus",)


def test_first_signature_counts_and_no_other_mends_it() -> None:
    with pytest.raises(DeliveryRefused):
        read(by_forgejo("issues", PAYLOAD), **{"X-Forgejo-Signature": "0" * 64})


def test_delivery_of_a_hook_without_a_secret_is_refused() -> None:
    sent = by_forgejo("issues", PAYLOAD)
    headers = {n: "" if "Signature" in n else v for n, v in sent.headers.items()}

    with pytest.raises(DeliveryRefused, match="HUB_WEBHOOK_SECRETS"):
        READER.require_signature({name.lower(): value for name, value in headers.items()})
