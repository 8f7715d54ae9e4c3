"""Deliveries as forges send them: the body, and the headers that sign it."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

SECRET = "a secret of github.com, long enough"
FORGEJO_SECRET = "a secret of codeberg.org, long enough"
GITLAB_TOKEN = "a token of gitlab.com, long enough"
GITLAB_SIGNING_TOKEN = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()

GITHUB = "/webhooks/github/github.com"
GITLAB = "/webhooks/gitlab/gitlab.com"
FORGEJO = "/webhooks/forgejo/codeberg.org"


@dataclass(frozen=True)
class Sent:
    """One delivery: where to, what, and with which headers."""

    address: str
    body: bytes
    headers: dict[str, str]


def as_json(payload: object) -> bytes:
    return json.dumps(payload).encode()


def hex_hmac(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def by_github(
    event: str, payload: object, *, secret: str = SECRET, delivery_id: str = "d-1"
) -> Sent:
    body = payload if isinstance(payload, bytes) else as_json(payload)
    sha1 = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/044aadd",
        "X-GitHub-Delivery": delivery_id,
        "X-GitHub-Event": event,
        "X-Hub-Signature": f"sha1={sha1}",
        "X-Hub-Signature-256": f"sha256={hex_hmac(body, secret)}",
    }
    return Sent(GITHUB, body, headers)


def by_forgejo(
    event: str, payload: object, *, event_type: str = "", secret: str = FORGEJO_SECRET
) -> Sent:
    body = payload if isinstance(payload, bytes) else as_json(payload)
    signature = hex_hmac(body, secret)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
    for name in ("Forgejo", "Gitea", "Gogs"):
        headers |= {
            f"X-{name}-Delivery": "f6266f16",
            f"X-{name}-Event": event,
            f"X-{name}-Event-Type": event_type or event,
            f"X-{name}-Signature": signature,
        }
    return Sent(FORGEJO, body, headers | {"X-GitHub-Event": event})


def by_gitlab(hook: str, payload: object, *, token: str = GITLAB_TOKEN) -> Sent:
    body = payload if isinstance(payload, bytes) else as_json(payload)
    headers = {
        "Content-Type": "application/json",
        "X-Gitlab-Event": hook,
        "X-Gitlab-Event-UUID": "13792a34",
        "Idempotency-Key": "f5e57dc1",
        "X-Gitlab-Instance": "https://gitlab.com",
        "X-Gitlab-Token": token,
    }
    return Sent(GITLAB, body, headers)


def by_signing_gitlab(
    hook: str, payload: object, *, signing_token: str = GITLAB_SIGNING_TOKEN
) -> Sent:
    """Sign as Standard Webhooks do, with a second signature of a key that is on its way out."""
    sent = by_gitlab(hook, payload)
    key = base64.b64decode(signing_token.removeprefix("whsec_"))
    message = b"f5e57dc1.1780000000." + sent.body
    signature = base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()
    old = base64.b64encode(b"x" * 32).decode()
    headers = {name: value for name, value in sent.headers.items() if name != "X-Gitlab-Token"}
    headers |= {
        "webhook-id": "f5e57dc1",
        "webhook-timestamp": "1780000000",
        "webhook-signature": f"v1,{old} v1,{signature}",
    }
    return Sent(GITLAB, sent.body, headers)
