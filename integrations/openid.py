"""OpenID Connect as GitLab, Forgejo and Gitea have it: who somebody is, signed by the forge.

Addresses are those that the software has, not read from the forge: an answer cannot lead the hub
elsewhere. Authlib and joserfc check the id token. It must not know any forge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import Field

from integrations.errors import IdentityRefused
from integrations.json_values import Lenient, Text, validated
from integrations.oauth import Endpoints, OAuthClient, SignInPlace
from integrations.records import ForgeKind
from integrations.signing_in import Identity, Passage

# Signed with a key of the forge's own: neither with nothing, nor with a secret that is shared.
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
_CLOCKS_DIFFER_S = 60


@dataclass(frozen=True, slots=True)
class OpenIdPaths:
    """Where a software keeps what OpenID Connect needs, behind the address of its pages."""

    authorization: str
    token: str
    keys: str
    user: str


class _Claims(Lenient):
    sub: Text = Field(min_length=1, max_length=100)


class _User(_Claims):
    preferred_username: Text | None = None
    nickname: Text | None = None
    name: Text | None = None


class OpenIdSignIn:
    """Lets a forge say who somebody is, by an id token and what it says of its bearer."""

    def __init__(
        self, kind: ForgeKind, place: SignInPlace, paths: OpenIdPaths, *, scope: str
    ) -> None:
        self.kind = kind
        self.host = place.host
        base = place.pages_url.rstrip("/")
        self._issuer = base
        self._keys_url = base + paths.keys
        self._user_url = base + paths.user
        self._client = OAuthClient(
            place, Endpoints(base + paths.authorization, base + paths.token), scope=scope
        )

    def address_of(self, passage: Passage) -> str:
        """Give the address at the forge that a browser is sent to."""
        return self._client.address_of(passage, nonce=passage.nonce)

    def is_issuer(self, issuer: str) -> bool:
        """Tell whether ``issuer`` names this forge; Forgejo writes its own with a slash behind."""
        return issuer.removesuffix("/") == self._issuer

    def identity(self, code: str, passage: Passage, *, now: datetime) -> Identity:
        """Exchange the code, check the id token, and read the name that belongs to it."""
        granted = self._client.exchange(code, passage)
        keys = self._client.read(self._keys_url)
        subject = self._subject(granted.id_token, granted.access_token, keys, passage, now=now)
        user = validated(
            _User, self._client.read(self._user_url, access_token=granted.access_token)
        )
        handle = user.preferred_username or user.nickname or ""
        if user.sub != subject or not handle:
            raise self._refused("tells two stories of who this is")
        return Identity(remote_id=subject, handle=handle, name=user.name or "")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _subject(
        self,
        id_token: str,
        access_token: str,
        keys: Mapping[str, object],
        passage: Passage,
        *,
        now: datetime,
    ) -> str:
        """Check the id token (OpenID Connect Core 1.0, 3.1.3.7), and give whom it is about."""
        try:
            token = jwt.decode(id_token, _key_set(keys), algorithms=list(ALGORITHMS))
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "values": [self._issuer, f"{self._issuer}/"]},
                    "aud": {"essential": True, "value": self._client.client_id},
                    "sub": {"essential": True},
                },
                params={
                    "client_id": self._client.client_id,
                    "nonce": passage.nonce,
                    "access_token": access_token,
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=_CLOCKS_DIFFER_S)
        except (JoseError, ValueError, TypeError, KeyError) as exc:
            raise self._refused("sent an id token that does not hold") from exc
        return validated(_Claims, dict(token.claims)).sub

    def _refused(self, what: str) -> IdentityRefused:
        return IdentityRefused(f"{self.host} {what}.")


def _key_set(held: Mapping[str, object]) -> KeySet:
    """Read the forge's public keys; those of another sort are left aside."""
    keys = held.get("keys")
    usable = [
        key
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, dict) and key.get("kty") in _KEY_TYPES and key.get("use") != "enc"
    ]
    return KeySet.import_key_set({"keys": usable})
