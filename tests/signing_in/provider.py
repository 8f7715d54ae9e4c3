"""Speaks OAuth 2 with PKCE and OpenID Connect as GitHub, GitLab and Forgejo do.

It holds clients to the rules: the address back, the client's secret, a code that works once, its
PKCE challenge. What it is told to lie about (:class:`Lies`) must be refused.
"""

import html
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from integrations.oauth import challenge_of
from integrations.records import ForgeKind
from tests.replay.loopback import LoopbackServer, Reply, Request

CLIENT_ID, CLIENT_SECRET = "the-hub", "the-hubs-secret"
PATHS = {
    ForgeKind.GITHUB: ("/login/oauth/authorize", "/login/oauth/access_token", "", "/api/v3/user"),
    ForgeKind.GITLAB: (
        "/oauth/authorize",
        "/oauth/token",
        "/oauth/discovery/keys",
        "/oauth/userinfo",
    ),
    ForgeKind.FORGEJO: (
        "/login/oauth/authorize",
        "/login/oauth/access_token",
        "/login/oauth/keys",
        "/login/oauth/userinfo",
    ),
}


@dataclass(frozen=True, slots=True)
class ForgeUser:
    """Somebody with an account there. ``mail`` is told, and never verified."""

    number: int = 17
    handle: str = "ada"
    name: str = "Ada Maple"
    mail: str = "ada@people.example"


@dataclass(slots=True)
class Lies:
    """What it says that is not so; claims stand in for those of the id token."""

    claims: dict[str, object] = field(default_factory=dict)
    is_unsigned: bool = False
    is_signed_with_secret: bool = False
    is_signed_with_another_key: bool = False
    other_subject: bool = False
    token_answer: Reply | None = None
    user_answer: Reply | None = None


@dataclass(slots=True)
class _Grant:
    redirect_uri: str
    challenge: str
    nonce: str


class Provider(LoopbackServer):
    """A forge that people sign in with; ``user`` is who is signed in there."""

    def __init__(self, kind: ForgeKind, *, now: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.kind = kind
        self.now = now
        self.user = ForgeUser()
        self.lies = Lies()
        self.scopes: list[str] = []
        self.tokens: list[str] = []
        self._key = RSAKey.generate_key(2048, {"use": "sig", "kid": "k1"})
        self._grants: dict[str, _Grant] = {}

    def answer(self, request: Request) -> Reply:
        path = urlsplit(request.target).path
        authorize, token, keys, user = PATHS[self.kind]
        if path == authorize:
            return self._consent(parse_qs(urlsplit(request.target).query))
        if path == token:
            return self.lies.token_answer or self._token(parse_qs(request.body.decode()))
        if keys and path == keys:
            return _json({"keys": [self._key.as_dict(private=False)]})
        if path == user:
            return self.lies.user_answer or self._user(request.headers)
        return Reply(404, b"{}", {})

    def approve(self, address: str) -> str:
        """Say yes, as the person would in their browser; gives the address back with its code."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        self.scopes.append(query.get("scope", ""))
        code = token_urlsafe(16)
        self._grants[code] = _Grant(
            query["redirect_uri"], query["code_challenge"], query.get("nonce", "")
        )
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _consent(self, query: Mapping[str, list[str]]) -> Reply:
        """Show a page with a link that says yes."""
        address = "/?" + urlencode({name: values[0] for name, values in query.items()})
        yes = html.escape(self.approve(address))
        page = f"<!doctype html><title>Sign in</title><a href='{yes}'>Authorise</a>"
        return Reply(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def _token(self, sent: Mapping[str, list[str]]) -> Reply:
        given = {name: values[0] for name, values in sent.items()}
        if given.get("client_id") != CLIENT_ID or given.get("client_secret") != CLIENT_SECRET:
            return _json({"error": "invalid_client"}, 401)
        grant = self._grants.pop(given.get("code", ""), None)
        if (
            grant is None
            or given.get("redirect_uri") != grant.redirect_uri
            or challenge_of(given.get("code_verifier", "")) != grant.challenge
        ):
            # GitHub says so with a 200.
            if self.kind is ForgeKind.GITHUB:
                return _json({"error": "bad_verification_code"})
            return _json({"error": "invalid_grant"}, 400)
        access = token_urlsafe(24)
        self.tokens.append(access)
        answer: dict[str, object] = {"access_token": access, "token_type": "bearer"}
        if self.kind is not ForgeKind.GITHUB:
            answer["id_token"] = self._id_token(grant.nonce)
        return _json(answer)

    def _id_token(self, nonce: str) -> str:
        now = int(self.now())
        slash = "/" if self.kind is ForgeKind.FORGEJO else ""
        claims = {
            "iss": f"{self.url}{slash}",
            "aud": CLIENT_ID,
            "sub": str(self.user.number),
            "iat": now,
            "exp": now + 120,
            "nonce": nonce,
            "email": self.user.mail,
            "email_verified": False,
        } | self.lies.claims
        if self.lies.is_unsigned:
            return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
        if self.lies.is_signed_with_secret:
            key = OctKey.import_key(CLIENT_SECRET.ljust(32, "-"))
            return jwt.encode({"alg": "HS256"}, claims, key)
        other = RSAKey.generate_key(2048) if self.lies.is_signed_with_another_key else self._key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, other)

    def _user(self, headers: Mapping[str, str]) -> Reply:
        sent = {name.lower(): value for name, value in headers.items()}
        if sent.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _json({"message": "Bad credentials"}, 401)
        number = self.user.number + (1 if self.lies.other_subject else 0)
        if self.kind is ForgeKind.GITHUB:
            return _json(
                {"id": number, "login": self.user.handle, "name": self.user.name,
                 "email": self.user.mail}
            )  # fmt: skip
        return _json(
            {"sub": str(number), "preferred_username": self.user.handle, "name": self.user.name,
             "email": self.user.mail, "email_verified": False}
        )  # fmt: skip


def _part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _json(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})
