"""GitHub's webhooks: HMAC-SHA256 over the raw body, events as JSON or in a form's field.

Events and payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads; signatures:
https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries. GitHub Enterprise
signs alike. A GitHub App's deliveries are read in the same way.
"""

from urllib.parse import unquote_plus

from pydantic import BaseModel, Field

from integrations.errors import DeliveryRefused, DeliveryUnreadable
from integrations.records import ForgeKind
from integrations.webhooks import (
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

SIGNATURE = "x-hub-signature-256"
_SCHEME = "sha256="

# What may change a task or a project. A pull request matters where it may close an issue.
HINTING = frozenset(
    {"issue_comment", "issues", "label", "public", "pull_request", "push", "repository"}
)
OF_THE_REPOSITORY = frozenset({"public", "push", "repository"})
PULL_REQUEST_ACTIONS = frozenset({"opened", "edited", "closed", "reopened"})
LOSING_ACTIONS = frozenset({"deleted", "transferred"})
_OF_NO_MATTER = (
    "branch_protection_configuration branch_protection_rule check_run check_suite "
    "code_scanning_alert commit_comment create custom_property custom_property_values delete "
    "dependabot_alert deploy_key deployment deployment_protection_rule deployment_review "
    "deployment_status discussion discussion_comment fork github_app_authorization gollum "
    "installation installation_repositories installation_target issue_dependencies "
    "marketplace_purchase member membership merge_group meta milestone org_block organization "
    "package page_build personal_access_token_request ping project project_card project_column "
    "projects_v2 projects_v2_item projects_v2_status_update pull_request_review "
    "pull_request_review_comment pull_request_review_thread registry_package release "
    "repository_advisory repository_dispatch repository_import repository_ruleset "
    "repository_vulnerability_alert secret_scanning_alert secret_scanning_alert_location "
    "secret_scanning_scan security_advisory security_and_analysis sponsorship star status "
    "sub_issues team team_add watch workflow_dispatch workflow_job workflow_run"
)
EVENTS = HINTING.union(_OF_NO_MATTER.split())


class _Repository(BaseModel):
    full_name: str
    html_url: str | None = None
    default_branch: str | None = None

    @property
    def owner(self) -> str:
        return self.full_name.partition("/")[0]


class _Link(BaseModel):
    url: str | None = None


class _Issue(BaseModel):
    pull_request: _Link | None = None


class _Text(BaseModel):
    before: str | None = Field(default=None, alias="from")


class _NameChange(BaseModel):
    name: _Text | None = None


class _Login(BaseModel):
    login: str


class _Owner(BaseModel):
    user: _Login | None = None
    organization: _Login | None = None


class _OwnerChange(BaseModel):
    before: _Owner | None = Field(default=None, alias="from")


class _Changes(BaseModel):
    repository: _NameChange | None = None
    owner: _OwnerChange | None = None


class _Payload(BaseModel):
    action: str | None = None
    repository: _Repository | None = None
    issue: _Issue | None = None
    ref: str | None = None
    changes: _Changes | None = None


class GitHubWebhooks:
    """Reads the deliveries of GitHub, or of a GitHub Enterprise server."""

    kind = ForgeKind.GITHUB

    def __init__(self, host: str, *, secrets: tuple[str, ...]) -> None:
        self.host = host
        self._keys = tuple(secret.encode() for secret in secrets)

    def event(self, headers: Headers) -> str:
        """Name the event."""
        return known(headers.get("x-github-event"), EVENTS)

    def require_signature(self, headers: Headers) -> None:
        """Refuse a delivery without a SHA-256 signature; the SHA-1 beside it is not looked at."""
        if not headers.get(SIGNATURE, "").startswith(_SCHEME):
            raise DeliveryRefused(
                "The delivery has no X-Hub-Signature-256. Give the webhook a secret, and set "
                f"HUB_WEBHOOK_SECRETS to {self.host}=SECRET."
            )

    def read(self, headers: Headers, body: bytes) -> Delivery:
        """Check the signature, then read the hint."""
        self.require_signature(headers)
        signature = bytes_of_hex(headers[SIGNATURE].removeprefix(_SCHEME))
        if not is_signed(body, keys=self._keys, signatures=(signature,)):
            raise refused(self.host)
        event = self.event(headers)
        seen = Delivery(event, hint_id(self.host, body))
        if not is_worth_reading(event, body, hinting=HINTING):
            return seen
        payload = read_payload(_Payload, _json(headers, body))
        return self._hint(seen, payload)

    def _hint(self, seen: Delivery, payload: _Payload) -> Delivery:
        if not _matters(seen.event, payload):
            return seen
        repository = payload.repository
        path = require_path(repository.full_name if repository else None)
        assert repository is not None
        require_host(repository.html_url, self.host)
        before = _path_before(repository, payload.changes)
        return Delivery(
            seen.event,
            seen.hint_id,
            paths=(path, require_path(before)) if before else (path,),
            has_lost_issues=seen.event == "issues" and payload.action in LOSING_ACTIONS,
            has_new_facts=seen.event in OF_THE_REPOSITORY,
        )


def _json(headers: Headers, body: bytes) -> bytes | str:
    """Give the JSON, which GitHub sends as the field ``payload`` of a form unless told not to."""
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return body
    name, _, value = body.partition(b"=")
    if name != b"payload":
        raise DeliveryUnreadable("The delivery is a form without the field payload.")
    return unquote_plus(value.partition(b"&")[0].decode("latin-1"), errors="replace")


def _matters(event: str, payload: _Payload) -> bool:
    if event == "pull_request":
        return payload.action in PULL_REQUEST_ACTIONS
    if event == "issue_comment":
        # Some answers of GitHub carry a pull_request full of nulls on plain issues.
        issue = payload.issue
        return issue is None or issue.pull_request is None or issue.pull_request.url is None
    if event == "push":
        branch = payload.repository.default_branch if payload.repository else None
        return branch is None or payload.ref == f"refs/heads/{branch}"
    return True


def _path_before(repository: _Repository, changes: _Changes | None) -> str | None:
    """Give the path before a rename or a transfer: the hub knows the repository by that one."""
    if changes is None:
        return None
    if changes.repository and changes.repository.name and changes.repository.name.before:
        return f"{repository.owner}/{changes.repository.name.before}"
    owner = changes.owner.before if changes.owner else None
    login = (owner.user or owner.organization) if owner else None
    return f"{login.login}/{repository.full_name.partition('/')[2]}" if login else None
