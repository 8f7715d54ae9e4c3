"""GitLab's webhooks, of projects, groups and whole servers: a signing token, or a secret token.

https://docs.gitlab.com/user/project/integrations/webhook_events. A signing token (``whsec_…``)
signs as Standard Webhooks do: HMAC-SHA256 over ``id.timestamp.body``
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md;
https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944). Servers without it send the secret
itself as ``X-Gitlab-Token``. GitLab tells nobody of deleted issues or labels.
"""

import base64

from pydantic import BaseModel

from integrations.errors import DeliveryRefused
from integrations.records import ForgeKind
from integrations.webhooks import (
    OTHER,
    Delivery,
    Headers,
    hint_id,
    is_secret,
    is_signed,
    is_worth_reading,
    known,
    read_payload,
    refused,
    require_host,
    require_path,
)

SIGNING_PREFIX = "whsec_"
SIGNATURE = "webhook-signature"
TOKEN = "x-gitlab-token"  # noqa: S105 - the name of a header
MAX_SIGNATURES = 8
# Standard Webhooks has keys of 24 to 64 bytes; GitLab's have 32.
SHORTEST_KEY_BYTES = 24

_HOOKS = {
    "Push Hook": "push",
    "Issue Hook": "issue",
    "Confidential Issue Hook": "confidential_issue",
    "Work Item Hook": "work_item",
    "Confidential Work Item Hook": "confidential_work_item",
    "Note Hook": "note",
    "Merge Request Hook": "merge_request",
    "Project Hook": "project",
    "System Hook": "system",
    "Confidential Note Hook": "confidential_note",
    "Deployment Hook": "deployment",
    "Emoji Hook": "emoji",
    "Feature Flag Hook": "feature_flag",
    "Job Hook": "job",
    "Member Hook": "member",
    "Milestone Hook": "milestone",
    "Pipeline Hook": "pipeline",
    "Release Hook": "release",
    "Resource Access Token Hook": "access_token",
    "Resource Deploy Token Hook": "deploy_token",
    "Subgroup Hook": "subgroup",
    "Tag Push Hook": "tag_push",
    "Vulnerability Hook": "vulnerability",
    "Wiki Page Hook": "wiki_page",
}
EVENTS = frozenset(_HOOKS.values())
CONFIDENTIAL = frozenset({"confidential_issue", "confidential_work_item"})
OF_THE_PROJECT = frozenset({"push", "project", "system"})
HINTING = CONFIDENTIAL | OF_THE_PROJECT | {"issue", "work_item", "note", "merge_request"}
MERGE_REQUEST_ACTIONS = frozenset({"open", "update", "close", "reopen", "merge"})
# What a server says of its projects: https://docs.gitlab.com/administration/system_hooks.
PROJECT_EVENTS = frozenset(
    {"project_create", "project_destroy", "project_rename", "project_transfer", "project_update"}
)


class _Project(BaseModel):
    path_with_namespace: str
    web_url: str | None = None
    default_branch: str | None = None


class _Object(BaseModel):
    action: str | None = None
    noteable_type: str | None = None


class _Changes(BaseModel):
    confidential: object = None


class _Payload(BaseModel):
    object_kind: str | None = None
    event_name: str | None = None
    project: _Project | None = None
    path_with_namespace: str | None = None
    old_path_with_namespace: str | None = None
    object_attributes: _Object | None = None
    changes: _Changes | None = None
    ref: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The present path and the one before a move, as far as they are named."""
        present = self.project.path_with_namespace if self.project else self.path_with_namespace
        named = (present, self.old_path_with_namespace)
        return tuple(dict.fromkeys(path for path in named if path))


class GitLabWebhooks:
    """Reads the deliveries of a GitLab server.

    Secrets that begin with ``whsec_`` are signing tokens; the others are secret tokens. Raises
    :class:`ValueError` for a signing token that is none.
    """

    kind = ForgeKind.GITLAB

    def __init__(self, host: str, *, secrets: tuple[str, ...]) -> None:
        self.host = host
        self._keys = tuple(_key(host, s) for s in secrets if s.startswith(SIGNING_PREFIX))
        self._tokens = tuple(s for s in secrets if not s.startswith(SIGNING_PREFIX))

    def event(self, headers: Headers) -> str:
        """Name the event: ``issue`` for what GitLab calls "Issue Hook"."""
        return known(_HOOKS.get(headers.get("x-gitlab-event", "")), EVENTS)

    def require_signature(self, headers: Headers) -> None:
        """Refuse a delivery that has neither a signature nor the secret token."""
        if self._tokens and is_secret(headers.get(TOKEN, ""), self._tokens):
            return
        if not (self._keys and headers.get(SIGNATURE)):
            raise self._refusal(headers)

    def read(self, headers: Headers, body: bytes) -> Delivery:
        """Check the signature or the token, then read the hint."""
        if not self._is_genuine(headers, body):
            raise self._refusal(headers)
        event = self.event(headers)
        seen = Delivery(event, hint_id(self.host, body))
        if not is_worth_reading(event, body, hinting=HINTING):
            return seen
        payload = read_payload(_Payload, body)
        if not _matters(event, payload):
            return seen
        paths = payload.paths or (require_path(None),)
        require_host(payload.project.web_url if payload.project else None, self.host)
        return Delivery(
            event,
            seen.hint_id,
            paths=tuple(require_path(path) for path in paths),
            # What became confidential is in no list that the public gets.
            has_lost_issues=event in CONFIDENTIAL,
            has_new_facts=event in OF_THE_PROJECT,
        )

    def _is_genuine(self, headers: Headers, body: bytes) -> bool:
        if self._tokens and is_secret(headers.get(TOKEN, ""), self._tokens):
            return True
        parts = (headers.get("webhook-id", ""), headers.get("webhook-timestamp", ""))
        head = ".".join((*parts, "")).encode("latin-1", "replace")
        sent = headers.get(SIGNATURE, "").split(" ")[:MAX_SIGNATURES]
        # The age of the timestamp is of no matter: a delivery that comes again changes nothing.
        return is_signed(head + body, keys=self._keys, signatures=[_digest(text) for text in sent])

    def _refusal(self, headers: Headers) -> DeliveryRefused:
        if headers.get(TOKEN) or headers.get(SIGNATURE):
            return refused(self.host)
        return DeliveryRefused(
            "The delivery has neither a webhook-signature nor an X-Gitlab-Token. Give the webhook "
            f"a signing token or a secret token, and set HUB_WEBHOOK_SECRETS to {self.host}=TOKEN."
        )


def _key(host: str, secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(SIGNING_PREFIX), validate=True)
    except ValueError:
        key = b""
    if len(key) < SHORTEST_KEY_BYTES:
        raise ValueError(
            f"HUB_WEBHOOK_SECRETS: the signing token of {host} is not whole. Copy it once more."
        )
    return key


def _digest(text: str) -> bytes:
    """Read ``v1,BASE64``; anything else gives no bytes, which no digest equals."""
    version, _, encoded = text.partition(",")
    try:
        return base64.b64decode(encoded, validate=True) if version == "v1" else b""
    except ValueError:
        return b""


def _matters(event: str, payload: _Payload) -> bool:
    if event == "system":
        kind = payload.object_kind or payload.event_name or OTHER
        inner = kind != event and kind in HINTING and _matters(kind, payload)
        return kind in PROJECT_EVENTS or inner
    if event in CONFIDENTIAL:
        return payload.changes is not None and payload.changes.confidential is not None
    if event == "note":
        about = payload.object_attributes
        return about is not None and about.noteable_type in ("Issue", "WorkItem")
    if event == "merge_request":
        about = payload.object_attributes
        return about is not None and about.action in MERGE_REQUEST_ACTIONS
    if event == "push":
        branch = payload.project.default_branch if payload.project else None
        return branch is None or payload.ref == f"refs/heads/{branch}"
    return True
