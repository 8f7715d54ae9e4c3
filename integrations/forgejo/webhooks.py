"""The webhooks of Forgejo, Gitea and Codeberg: bare hexadecimal HMAC-SHA256 over the JSON body.

https://forgejo.org/docs/latest/user/webhooks; https://docs.gitea.com/usage/webhooks. Both send
their own headers and copies under the names of GitHub and Gogs. Neither tells of a repository that
was renamed, transferred or archived: the next pull notices that.
"""

from pydantic import BaseModel

from integrations.errors import DeliveryRefused
from integrations.records import ForgeKind
from integrations.webhooks import (
    OTHER,
    Delivery,
    Headers,
    bytes_of_hex,
    hint_id,
    is_signed,
    is_worth_reading,
    known,
    read_payload,
    refused,
    require_host,
    require_path,
)

# Each software's own header first. The copy for GitHub's receivers says the same.
SIGNATURES = ("x-forgejo-signature", "x-gitea-signature", "x-hub-signature-256")
# The type tells a label from an edit, and a comment on a pull request from one on an issue.
EVENT_NAMES = (
    "x-forgejo-event-type",
    "x-gitea-event-type",
    "x-forgejo-event",
    "x-gitea-event",
    "x-github-event",
)

ISSUE_EVENTS = frozenset({"issues", "issue_assign", "issue_label", "issue_milestone"})
OF_THE_REPOSITORY = frozenset({"push", "repository"})
HINTING = ISSUE_EVENTS | OF_THE_REPOSITORY | {"issue_comment", "pull_request"}
PULL_REQUEST_ACTIONS = frozenset({"opened", "edited", "closed", "reopened"})
_OF_NO_MATTER = (
    "action_run_failure action_run_recover action_run_success create delete fork package "
    "pull_request_approved pull_request_assign pull_request_comment pull_request_label "
    "pull_request_milestone pull_request_rejected pull_request_review_approved "
    "pull_request_review_comment pull_request_review_rejected pull_request_review_request "
    "pull_request_sync release status wiki workflow_job workflow_run"
)
EVENTS = HINTING.union(_OF_NO_MATTER.split())


class _Repository(BaseModel):
    full_name: str
    html_url: str | None = None
    default_branch: str | None = None


class _Payload(BaseModel):
    action: str | None = None
    repository: _Repository | None = None
    is_pull: bool = False
    ref: str | None = None


class ForgejoWebhooks:
    """Reads the deliveries of a Forgejo or Gitea server."""

    kind = ForgeKind.FORGEJO

    def __init__(self, host: str, *, secrets: tuple[str, ...]) -> None:
        self.host = host
        self._keys = tuple(secret.encode() for secret in secrets)

    def event(self, headers: Headers) -> str:
        """Name the event."""
        names = (known(headers.get(name), EVENTS) for name in EVENT_NAMES)
        return next((name for name in names if name != OTHER), OTHER)

    def require_signature(self, headers: Headers) -> None:
        """Refuse a delivery without a SHA-256 signature."""
        if not _first(headers, SIGNATURES):
            raise DeliveryRefused(
                "The delivery has no X-Forgejo-Signature or X-Gitea-Signature. Give the webhook a "
                f"secret, and set HUB_WEBHOOK_SECRETS to {self.host}=SECRET."
            )

    def read(self, headers: Headers, body: bytes) -> Delivery:
        """Check the signature, then read the hint.

        The first signature header is the one that counts: a wrong one is not mended by another.
        A delivery sent as a form is refused, for there the signature is of the field's text.
        """
        self.require_signature(headers)
        signature = bytes_of_hex(_first(headers, SIGNATURES).removeprefix("sha256="))
        if not is_signed(body, keys=self._keys, signatures=(signature,)):
            raise refused(self.host)
        event = self.event(headers)
        seen = Delivery(event, hint_id(self.host, body))
        if not is_worth_reading(event, body, hinting=HINTING):
            return seen
        payload = read_payload(_Payload, body)
        if not _matters(event, payload):
            return seen
        repository = payload.repository
        path = require_path(repository.full_name if repository else None)
        require_host(repository.html_url if repository else None, self.host)
        return Delivery(
            event,
            seen.hint_id,
            paths=(path,),
            has_lost_issues=event in ISSUE_EVENTS and payload.action == "deleted",
            has_new_facts=event in OF_THE_REPOSITORY,
        )


def _first(headers: Headers, names: tuple[str, ...]) -> str:
    return next((headers[name] for name in names if headers.get(name)), "")


def _matters(event: str, payload: _Payload) -> bool:
    if event == "pull_request":
        return payload.action in PULL_REQUEST_ACTIONS
    if event == "issue_comment":
        return not payload.is_pull
    if event == "push":
        branch = payload.repository.default_branch if payload.repository else None
        return branch is None or payload.ref == f"refs/heads/{branch}"
    return True
