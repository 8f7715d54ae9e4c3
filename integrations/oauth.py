"""OAuth 2 with a code and PKCE, as every forge has it: the way there, and the code's exchange.

Requests go through the address guard, to the forge's own addresses only; no redirect is followed,
and answers are short. Authlib writes and reads the parameters. It must not know any forge.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from integrations.addresses import AddressGuard
from integrations.answers import Answer, json_object, unusable
from integrations.errors import ForgeRefused, ForgeUnavailable, IdentityRefused
from integrations.http import USER_AGENT, GuardedTransport
from integrations.json_values import Lenient, validated
from integrations.signing_in import Passage

# PKCE (RFC 7636, 4.2), with the types that it lacks.
challenge_of: Callable[[str], str] = create_s256_code_challenge

# Who waits for it sits before a browser.
LONGEST_WAIT_S = 10.0
MAX_ANSWER_BYTES = 256 * 1024
# What forges call a client id, a secret or an address back that is not theirs (RFC 6749, 5.2, and
# https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors).
_OF_THE_OPERATOR = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "incorrect_client_credentials",
        "redirect_uri_mismatch",
        "invalid_scope",
    }
)
_OF_THE_CODE = frozenset({"invalid_grant", "bad_verification_code"})


@dataclass(frozen=True, slots=True)
class SignInPlace:
    """A forge that people may sign in with, as the operator named it.

    ``pages_url`` is where its pages begin, ``api_url`` its API where a setting gives one.
    """

    host: str
    client_id: str
    client_secret: str = field(repr=False)
    pages_url: str
    guard: AddressGuard
    api_url: str | None = None
    timeout_s: float = LONGEST_WAIT_S


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a forge sends people to sign in, and where it takes the code."""

    authorization: str
    token: str


class Granted(Lenient):
    """What a code was exchanged for. It is read once, and kept nowhere."""

    access_token: str = ""
    id_token: str = ""


class OAuthClient:
    """Speaks OAuth with one forge."""

    def __init__(self, place: SignInPlace, endpoints: Endpoints, *, scope: str) -> None:
        for url in (endpoints.authorization, endpoints.token):
            place.guard.check_url(url)
        self.host = place.host
        self.client_id = place.client_id
        self._secret = place.client_secret
        self._endpoints = endpoints
        self._scope = scope
        self._timeout_s = min(place.timeout_s, LONGEST_WAIT_S)
        self._http = httpx2.Client(
            transport=GuardedTransport(place.guard),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=self._timeout_s,
            follow_redirects=False,
            trust_env=False,
        )

    def address_of(self, passage: Passage, **more: str) -> str:
        """Give the address at the forge that a browser is sent to."""
        return str(
            prepare_grant_uri(
                self._endpoints.authorization,
                client_id=self.client_id,
                response_type="code",
                redirect_uri=passage.back_address,
                scope=self._scope,
                state=passage.state,
                code_challenge=challenge_of(passage.verifier),
                code_challenge_method="S256",
                **more,
            )
        )

    def exchange(self, code: str, passage: Passage) -> Granted:
        """Exchange a code. Raises :class:`IdentityRefused` for one that is no good (any more)."""
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=passage.back_address,
            client_id=self.client_id,
            client_secret=self._secret,
            code_verifier=passage.verifier,
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", self._endpoints.token, headers=headers, content=str(body))
        # GitHub says with a 200 that a code is no good.
        held = json_object(answer.body)
        self._refuse_error(held.get("error"))
        granted = validated(Granted, self._successful(answer, held))
        if not granted.access_token:
            raise unusable(self.host, "gave no access for the code")
        return granted

    def read(self, url: str, *, access_token: str | None = None) -> dict[str, object]:
        """Read a JSON object, with the access that was granted or without any."""
        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        answer = self._send("GET", url, headers=headers, content=None)
        return self._successful(answer, json_object(answer.body))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _refuse_error(self, error: object) -> None:
        if error in _OF_THE_CODE:
            raise IdentityRefused(f"{self.host} does not take this code (any more).")
        if error in _OF_THE_OPERATOR:
            raise ForgeRefused(
                f"{self.host} refused the hub itself ({error}). Compare HUB_SIGN_IN_WITH and "
                "HUB_SIGN_IN_SECRETS with what is registered there, the address back as well."
            )

    def _successful(self, answer: Answer, held: dict[str, object]) -> dict[str, object]:
        if answer.status != 200:
            raise unusable(self.host, f"answered with the status {answer.status}")
        if not held or "error" in held:
            raise unusable(self.host, "answered with something else than was asked for")
        return held

    def _send(
        self, method: str, url: str, *, headers: Mapping[str, str], content: str | None
    ) -> Answer:
        try:
            with self._http.stream(method, url, headers=headers, content=content) as answer:
                return Answer(answer.status_code, {}, self._body(answer), url)
        except httpx2.TimeoutException as exc:
            raise self._slow() from exc
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError) as exc:
            raise unusable(self.host, "could not be reached, or not be read") from exc

    def _body(self, answer: httpx2.Response) -> str:
        """Read an answer as UTF-8, but neither without end nor for ever."""
        gives_up_at = time.monotonic() + self._timeout_s
        pieces: list[bytes] = []
        size = 0
        for piece in answer.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_ANSWER_BYTES:
                raise unusable(self.host, f"sent more than {MAX_ANSWER_BYTES // 1024} KiB at once")
            if time.monotonic() > gives_up_at:
                raise self._slow()
        return b"".join(pieces).decode("utf-8", errors="replace")

    def _slow(self) -> ForgeUnavailable:
        return unusable(self.host, f"did not answer within {self._timeout_s:g} seconds")
