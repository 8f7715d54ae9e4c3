"""The tokens that the hub may use, and what is left of the budgets of each.

GitHub keeps a budget for each resource: REST (``core``), searches, GraphQL points. A token is a
personal one, or one of an App's installation, which lasts an hour and is fetched anew before that.
A token stands in no message, no representation and no log. It must not know addresses.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from github import Auth
from github.Requester import Requester

from integrations.budgets import TokenBudgets

# Source: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
_RENEWED_BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AppKey:
    """A GitHub App that the operator registered, and where it is installed."""

    app_id: str
    private_key: str = field(repr=False)
    installations: tuple[int, ...] = ()

    def auth(self) -> Auth.AppAuth:
        """Sign as the App itself; raises ``ValueError`` for a key that cannot sign."""
        try:
            auth = Auth.AppAuth(self.app_id, self.private_key)
            auth.create_jwt()
        except Exception:
            # The signing libraries share no kind of error, and may quote the key: none goes on.
            raise ValueError("is no private key of a GitHub App in PEM form") from None
        return auth


@dataclass(frozen=True, slots=True)
class InstallationToken:
    """A token of an installation, and when it ends."""

    text: str = field(repr=False)
    ends_at: datetime


class InstallationAuth(Auth.Auth):
    """Signs requests with an installation's token, and fetches it anew before it ends."""

    def __init__(
        self, fetch: Callable[[], InstallationToken], *, now: Callable[[], datetime]
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._held: InstallationToken | None = None
        self._lock = threading.Lock()

    @property
    def token_type(self) -> str:
        """Name the scheme of the Authorization header."""
        return "token"

    @property
    def token(self) -> str:
        """Give a token that lasts five minutes more at least."""
        with self._lock:
            if self._held is None or self._held.ends_at <= self._now() + _RENEWED_BEFORE:
                self._held = self._fetch()
            return self._held.text


@dataclass(slots=True)
class Token:
    """A token's requester, and what is left of its budgets."""

    requester: Requester = field(repr=False)
    budgets: TokenBudgets = field(default_factory=TokenBudgets)
