"""Signing in with GitHub: OAuth without any scope, which shows what everyone sees of a person.

Source: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

from datetime import datetime

from pydantic import Field

from integrations.json_values import Lenient, Text, validated
from integrations.oauth import Endpoints, OAuthClient, SignInPlace
from integrations.records import ForgeKind
from integrations.signing_in import Identity, Passage


class _User(Lenient):
    id: int = Field(gt=0, le=2**63 - 1)
    login: Text = Field(min_length=1)
    name: Text | None = None


class GitHubSignIn:
    """Lets GitHub, or a GitHub Enterprise, say who somebody is."""

    kind = ForgeKind.GITHUB

    def __init__(self, place: SignInPlace) -> None:
        self.host = place.host
        base = place.pages_url.rstrip("/")
        # The second is how its metadata (RFC 8414) name it.
        self._issuers = frozenset({base, f"{base}/login/oauth"})
        self._user_url = f"{(place.api_url or f'{base}/api/v3').rstrip('/')}/user"
        place.guard.check_url(self._user_url)
        self._client = OAuthClient(
            place,
            Endpoints(f"{base}/login/oauth/authorize", f"{base}/login/oauth/access_token"),
            scope="",
        )

    def address_of(self, passage: Passage) -> str:
        """Give the address at GitHub that a browser is sent to."""
        return self._client.address_of(passage)

    def is_issuer(self, issuer: str) -> bool:
        """Tell whether ``issuer`` names this GitHub."""
        return issuer.removesuffix("/") in self._issuers

    def identity(self, code: str, passage: Passage, *, now: datetime) -> Identity:
        """Exchange the code, and ask whose access it is."""
        granted = self._client.exchange(code, passage)
        user = validated(
            _User, self._client.read(self._user_url, access_token=granted.access_token)
        )
        return Identity(remote_id=str(user.id), handle=user.login, name=user.name or "")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
