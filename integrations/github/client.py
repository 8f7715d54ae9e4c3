"""Requests to GitHub through PyGithub's requester, over our own guarded connection.

PyGithub brings authentication and addresses; what it would do behind our back is not left to it:
it follows a 301 without its query, sleeps on a 202, and would connect anywhere. So every request
is given a connection of ours, which follows redirects on the same host only, counts, and bounds
time and size. It must not know records.
"""

import threading
from collections.abc import Callable, ItemsView, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import urljoin, urlsplit

import requests
from github import Auth, Github
from github.Requester import HTTPRequestsConnectionClass, Requester

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.errors import ForgeError, ForgeRefused, RateLimited
from integrations.github.answers import error_of
from integrations.http import (
    USER_AGENT,
    guarded_session,
    is_same_origin,
    rate_limit_reset,
    read_body,
)
from integrations.records import Allowance

_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 5
_UNTRIED = 2**31
# Time for a whole answer, as a multiple of the time for its next bytes.
_DEADLINE_FACTOR = 6


class GitHubClient:
    """Asks one GitHub, with the token that has the most of its budget left."""

    def __init__(
        self,
        host: str,
        *,
        base_url: str,
        tokens: tuple[str, ...],
        now: Callable[[], datetime],
        timeout_s: float,
        guard: AddressGuard,
    ) -> None:
        guard.check_url(base_url)
        self.host = host
        self._now = now
        self._timeout_s = timeout_s
        self._origin = _origin(base_url)
        self._session = guarded_session(guard)
        self._has_tokens = bool(tokens)
        self._tokens = [_Token(_requester(base_url, token)) for token in tokens or (None,)]
        self._requests = 0
        self._lock = threading.Lock()

    def get(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        subject: str,
        etag: str | None = None,
    ) -> Answer:
        """Ask for ``path`` (or a full address on this host) and give a 200, 204 or 304.

        Anything else is raised as the error that it means. A token whose budget is spent gives way
        to the next; when all are spent, the earliest to be filled again says how long to wait.
        """
        resource = "search" if path.startswith("/search/") else "core"
        limits: list[RateLimited] = []
        now = self._now()
        for token in sorted(self._tokens, key=lambda one: -one.budget(resource, now)):
            if limits and token.budget(resource, now) == 0:
                break
            answer = self._send(token, path, parameters or {}, etag=etag)
            token.remember(resource, answer)
            error = error_of(answer, host=self.host, subject=subject, now=now)
            if error is None:
                return answer
            is_budget_spent = answer.headers.get("x-ratelimit-remaining") == "0"
            if not isinstance(error, RateLimited) or not is_budget_spent:
                raise error
            token.is_spent(resource, until=error.retry_at)
            limits.append(error)
        raise min(limits, key=lambda limit: limit.retry_at or now)

    def get_with_each(self, path: str, *, subject: str) -> list[Answer | ForgeError]:
        """Ask for ``path`` once with every token; an error stands where one was refused."""
        return [self._try(token, path, subject=subject) for token in self._tokens]

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left of each token's budgets."""
        first = 1 if self._has_tokens else 0
        return tuple(
            Allowance(number, limit, token.left[resource], token.full_at[resource], None, resource)
            for number, token in enumerate(self._tokens, start=first)
            for resource, limit in sorted(token.limits.items())
        )

    def has_tokens(self) -> bool:
        """Say whether any token is set."""
        return self._has_tokens

    def requests_made(self) -> int:
        """Count the requests, redirects too."""
        return self._requests

    def now(self) -> datetime:
        """Tell our own time."""
        return self._now()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _try(self, token: "_Token", path: str, *, subject: str) -> Answer | ForgeError:
        try:
            answer = self._send(token, path, {}, etag=None)
        except ForgeError as exc:
            return exc
        return error_of(answer, host=self.host, subject=subject, now=self._now()) or answer

    def _send(
        self, token: "_Token", path: str, parameters: Mapping[str, str], *, etag: str | None
    ) -> Answer:
        headers = {"Accept": "application/json"}
        if etag is not None:
            headers["If-None-Match"] = etag
        connection = _Connection(self)
        try:
            status, given, body = token.requester.requestJson(
                "GET",
                path,
                dict(parameters),
                headers,
                # PyGithub types its own class, but only ever asks, reads and closes.
                cnx=cast("HTTPRequestsConnectionClass", connection),
            )
        except requests.Timeout as exc:
            raise unusable(self.host, f"did not answer within {self._timeout_s:g} seconds") from exc
        except requests.exceptions.SSLError as exc:
            raise unusable(self.host, "could not prove who it is (TLS)") from exc
        except requests.RequestException as exc:
            raise unusable(self.host, "could not be reached") from exc
        except (ValueError, RuntimeError, AssertionError) as exc:
            raise unusable(self.host, "answered in a way that cannot be read") from exc
        return Answer(
            status, {key: str(value) for key, value in given.items()}, body, connection.url
        )

    def fetch(self, verb: str, path: str, headers: Mapping[str, str]) -> requests.Response:
        """Send one request and follow its redirects; for the connection below."""
        url = self._origin + path
        for _ in range(_MOST_REDIRECTS + 1):
            with self._lock:
                self._requests += 1
            answer = self._session.request(
                verb,
                url,
                headers=headers,
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
            )
            target = answer.headers.get("location")
            if answer.status_code not in _REDIRECTS or not target:
                return answer
            answer.close()
            url = self._redirected(url, target)
        raise unusable(self.host, "sent us round in a circle of redirects")

    def body_of(self, answer: requests.Response) -> str:
        """Read the body within bounds."""
        with answer:
            return read_body(answer, deadline_s=self._timeout_s * _DEADLINE_FACTOR)

    def _redirected(self, url: str, target: str) -> str:
        """Resolve a redirect: on this host only, since the token goes along, and with the query."""
        moved = urljoin(url, target)
        if not is_same_origin(moved, url):
            raise ForgeRefused(
                f"{self.host} sends us on to {urlsplit(moved).hostname or 'nowhere'}, where the "
                "hub does not follow. Check HUB_GITHUB_BASE_URL."
            )
        query = urlsplit(url).query
        return moved if urlsplit(moved).query or not query else f"{moved}?{query}"


@dataclass(slots=True)
class _Token:
    """A token's requester, and what is left of its budgets (GitHub keeps one for searches)."""

    requester: Requester
    left: dict[str, int] = field(default_factory=dict)
    full_at: dict[str, datetime] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)

    def budget(self, resource: str, now: datetime) -> int:
        full_at = self.full_at.get(resource)
        if full_at is None or full_at <= now:
            return _UNTRIED
        return self.left.get(resource, _UNTRIED)

    def remember(self, resource: str, answer: Answer) -> None:
        left = answer.headers.get("x-ratelimit-remaining", "")
        full_at = rate_limit_reset(answer.headers)
        if left.isascii() and left.isdigit() and full_at is not None:
            self.left[resource] = int(left[:9])
            self.full_at[resource] = full_at
            limit = answer.headers.get("x-ratelimit-limit", "")
            if limit.isascii() and limit.isdigit():
                self.limits[resource] = int(limit[:9])

    def is_spent(self, resource: str, *, until: datetime | None) -> None:
        if until is not None:
            self.left[resource] = 0
            self.full_at[resource] = until


class _Connection:
    """What PyGithub takes for a connection: one request, sent by the client above."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._verb = "GET"
        self._path = "/"
        self._headers: Mapping[str, str] = {}
        self.url = ""

    def request(
        self,
        verb: str,
        url: str,
        input: object,  # noqa: A002 -- the name is PyGithub's
        headers: Mapping[str, str],
        stream: object = None,
    ) -> None:
        assert input is None
        self._verb, self._path, self._headers = verb, url, headers

    def getresponse(self) -> "_Response":
        answer = self._client.fetch(self._verb, self._path, self._headers)
        self.url = answer.url
        body = self._client.body_of(answer)
        if answer.status_code == 202:
            raise unusable(self._client.host, "is still preparing its answer")
        return _Response(answer.status_code, answer.headers, body)

    def close(self) -> None:
        """Keep the session, which is the client's."""


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: Mapping[str, str]
    body: str

    def getheaders(self) -> ItemsView[str, str]:
        return self.headers.items()

    def read(self) -> str:
        return self.body


def _requester(base_url: str, token: str | None) -> Requester:
    github = Github(
        auth=Auth.Token(token) if token else None,
        base_url=base_url,
        user_agent=USER_AGENT,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )
    return github.requester


def _origin(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"
