"""Which forges the hub can read: one line each. A new forge is one folder and one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from integrations.base import Forge
from integrations.forgejo import ForgejoForge
from integrations.forgejo.sign_in import forgejo_sign_in
from integrations.forgejo.webhooks import ForgejoWebhooks
from integrations.github import GitHubForge
from integrations.github.sign_in import GitHubSignIn
from integrations.github.webhooks import GitHubWebhooks
from integrations.gitlab import GitLabForge
from integrations.gitlab.sign_in import gitlab_sign_in
from integrations.gitlab.webhooks import GitLabWebhooks
from integrations.oauth import SignInPlace
from integrations.records import ForgeKind
from integrations.signing_in import SignInForge
from integrations.webhooks import WebhookMaker


class ForgeMaker(Protocol):
    """Makes a forge. Without ``base_url`` its API is looked for where that software keeps it."""

    def __call__(
        self,
        host: str,
        *,
        now: Callable[[], datetime],
        base_url: str | None = None,
        tokens: tuple[str, ...] = (),
        timeout_s: float = 20.0,
        private_hosts: tuple[str, ...] = (),
    ) -> Forge:
        """Make the forge of ``host``."""


@dataclass(frozen=True, slots=True)
class ForgeEntry:
    """How to make a forge, and the host that is meant if none is named."""

    default_host: str | None
    make: ForgeMaker


FORGES: Mapping[ForgeKind, ForgeEntry] = MappingProxyType(
    {
        ForgeKind.GITHUB: ForgeEntry("github.com", GitHubForge),
        ForgeKind.GITLAB: ForgeEntry("gitlab.com", GitLabForge),
        ForgeKind.FORGEJO: ForgeEntry("codeberg.org", ForgejoForge),
    }
)

WEBHOOKS: Mapping[ForgeKind, WebhookMaker] = MappingProxyType(
    {
        ForgeKind.GITHUB: GitHubWebhooks,
        ForgeKind.GITLAB: GitLabWebhooks,
        ForgeKind.FORGEJO: ForgejoWebhooks,
    }
)

SIGN_IN: Mapping[ForgeKind, Callable[[SignInPlace], SignInForge]] = MappingProxyType(
    {
        ForgeKind.GITHUB: GitHubSignIn,
        ForgeKind.GITLAB: gitlab_sign_in,
        ForgeKind.FORGEJO: forgejo_sign_in,
    }
)
