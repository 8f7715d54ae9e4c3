"""The deliveries of the soak: signed as forges sign them, some again, some forged, some of no use.

Pure: what is sent and what must be answered, never how.
"""

import base64
from dataclasses import dataclass, replace
from random import Random

from tests.integrations.forge_server import Json
from tests.webhooks.signed import Sent, by_forgejo, by_github, by_gitlab, by_signing_gitlab

GITHUB_SECRET = "of the soak and of github.com"
FORGEJO_SECRET = "of the soak and of codeberg.org"
GITLAB_TOKEN = "of the soak and of gitlab.com"
GITLAB_SIGNING_TOKEN = "whsec_" + base64.b64encode(b"of the soak, signed by GitLab ok").decode()
SECRETS = ",".join(
    (
        f"github.com={GITHUB_SECRET}",
        f"codeberg.org={FORGEJO_SECRET}",
        f"gitlab.com={GITLAB_TOKEN}",
        f"gitlab.com={GITLAB_SIGNING_TOKEN}",
    )
)
# What a delivery is, and how many of a hundred are it. Changes of issues are the rest.
SHARES = {
    "the same again": 10.0,
    "bad signature": 1.0,
    "of no matter": 5.0,
    "Forgejo": 3.0,
    "GitLab": 3.0,
}
CHANGE = "GitHub"
USELESS = ("ping", "star", "watch", "an_event_of_tomorrow", "workflow_run")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery, and the status that it must be answered with."""

    kind: str
    sent: Sent
    status: int


def draw_kind(rng: Random) -> str:
    """Draw what the next delivery is."""
    rest = 100 - sum(SHARES.values())
    return rng.choices((CHANGE, *SHARES), (rest, *SHARES.values()))[0]


def of_change(path: str, item: Json, *, action: str, number: int) -> Delivery:
    """Tell of a changed issue, as GitHub does."""
    payload = {"action": action, "issue": item, "repository": _repository(path)}
    sent = by_github("issues", payload, secret=GITHUB_SECRET, delivery_id=f"soak-{number}")
    return Delivery(CHANGE, sent, 202)


def again(delivery: Delivery) -> Delivery:
    """Send the very same once more."""
    return replace(delivery, kind="the same again")


def forged(number: int, rng: Random) -> Delivery:
    """Sign with a secret that is not ours, as any of the three forges."""
    issue = {"action": "closed", "number": number, "repository": _repository("acme/lamp-1")}
    wrong = "of somebody else, whoever it is"
    sent = rng.choice(
        (
            by_github("issues", issue, secret=wrong, delivery_id=f"forged-{number}"),
            by_forgejo("issues", issue, secret=wrong),
            by_gitlab("Issue Hook", issue, token=wrong),
        )
    )
    return Delivery("bad signature", sent, 403)


def useless(number: int, rng: Random) -> Delivery:
    """Tell of something that changes nothing here, or that nobody has heard of."""
    payload = {"zen": f"Keep it {number} times simple.", "repository": _repository("acme/lamp-2")}
    event = rng.choice(USELESS)
    sent = by_github(event, payload, secret=GITHUB_SECRET, delivery_id=f"useless-{number}")
    return Delivery("of no matter", sent, 200)


def of_forgejo(number: int) -> Delivery:
    """Tell of an issue at Codeberg, in a repository that the hub does not list."""
    path = f"somebody/elsewhere-{number % 20}"
    payload = {
        "action": "edited",
        "issue": {"number": number},
        "repository": {"full_name": path, "html_url": f"https://codeberg.org/{path}"},
    }
    return Delivery("Forgejo", by_forgejo("issues", payload, secret=FORGEJO_SECRET), 202)


def of_gitlab(number: int) -> Delivery:
    """Tell of an issue at GitLab, in a project that the hub does not list; signed both ways."""
    path = f"somebody/elsewhere-{number % 20}"
    payload = {
        "object_kind": "issue",
        "project": {"path_with_namespace": path, "web_url": f"https://gitlab.com/{path}"},
        "object_attributes": {"iid": number, "action": "update"},
    }
    if number % 2:
        sent = by_signing_gitlab("Issue Hook", payload, signing_token=GITLAB_SIGNING_TOKEN)
    else:
        sent = by_gitlab("Issue Hook", payload, token=GITLAB_TOKEN)
    return Delivery("GitLab", sent, 202)


def _repository(path: str) -> Json:
    return {"full_name": path, "html_url": f"https://github.com/{path}"}
