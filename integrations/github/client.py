"""Requests to GitHub through PyGithub's requester, over our own guarded connection.

PyGithub brings authentication and addresses; what it would do behind our back is not left to it:
it follows a 301 without its query, sleeps on a 202, and would connect anywhere. So every request
is given a connection of ours, which follows redirects on the same host only, counts, and bounds
time and size. It must not know records.
"""

from collections.abc import Callable, ItemsView, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from urllib.parse import urljoin, urlsplit

import requests
from github import Auth, Github
from github.Requester import HTTPRequestsConnectionClass, Requester
from pydantic import ValidationError

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import RequestCount
from integrations.errors import ForgeError, ForgeRefused, RateLimited
from integrations.github.answers import error_of
from integrations.github.schemas import GitHubInstallationToken
from integrations.github.tokens import (
    AppKey,
    InstallationAuth,
    InstallationToken,
    Token,
    by_budget,
)
from integrations.http import USER_AGENT, guarded_session, is_same_origin, read_body, wait_until
from integrations.records import Allowance

JSON = "application/json"
RAW = "application/vnd.github.raw+json"

_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 5
# Time for a whole answer, as a multiple of the time for its next bytes.
_DEADLINE_FACTOR = 6


@dataclass(frozen=True, slots=True)
class _Question:
    """What is sent: a GET, or a POST of ``json``."""

    path: str
    parameters: Mapping[str, str] | None = None
    etag: str | None = None
    accept: str = JSON
    json: Mapping[str, object] | None = None


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
        app: AppKey | None = None,
    ) -> None:
        guard.check_url(base_url)
        self.host = host
        self._now = now
        self._timeout_s = timeout_s
        self._base_url = base_url
        self._origin = _origin(base_url)
        self._session = guarded_session(guard)
        auths = [*map(Auth.Token, tokens), *self._installations(app)]
        self._has_tokens = bool(auths)
        self._tokens = [Token(_requester(base_url, auth)) for auth in auths or (None,)]
        self._count = RequestCount()

    def get(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        subject: str,
        etag: str | None = None,
        accept: str = JSON,
    ) -> Answer:
        """Ask for ``path`` (or a full address on this host) and give a 200, 204 or 304.

        Anything else is raised as the error that it means.
        """
        question = _Question(path, parameters, etag, accept)
        resource = "search" if "/search/" in urlsplit(path).path else "core"
        answer, _ = self._share_out(
            resource, question, check=partial(self._error_of, subject=subject)
        )
        return answer

    def post_graphql(
        self,
        json: Mapping[str, object],
        *,
        check: Callable[[Answer], ForgeError | None],
    ) -> tuple[Answer, Token]:
        """Ask a GraphQL question; gives the token too, whose points the answer may tell.

        ``check`` finds the error that an answer means: GraphQL says most of them in a 200.
        """
        question = _Question(self._tokens[0].requester.graphql_url, json=json)
        return self._share_out("graphql", question, check=check)

    def get_with_each(self, path: str, *, subject: str) -> list[Answer | ForgeError]:
        """Ask for ``path`` once with every token; an error stands where one was refused."""
        return [self._try(token, path, subject=subject) for token in self._tokens]

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left of each token's budgets."""
        first = 1 if self._has_tokens else 0
        return tuple(
            allowance
            for number, token in enumerate(self._tokens, start=first)
            for allowance in token.budgets.allowances(number)
        )

    def has_tokens(self) -> bool:
        """Say whether any token is set."""
        return self._has_tokens

    def is_spent(self, resource: str) -> bool:
        """Say whether no token has anything left for ``resource``, as far as we were told."""
        now = self._now()
        return all(token.budgets.budget(now, resource) == 0 for token in self._tokens)

    def requests_made(self) -> int:
        """Count the requests of this thread, redirects too."""
        return self._count.made

    def now(self) -> datetime:
        """Tell our own time."""
        return self._now()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _share_out(
        self, resource: str, question: _Question, *, check: Callable[[Answer], ForgeError | None]
    ) -> tuple[Answer, Token]:
        """Let the richest token ask. One whose budget is spent gives way to the next.

        When all are spent, the earliest to be filled again says how long to wait.
        """
        limits: list[RateLimited] = []
        now = self._now()
        for token in by_budget(self._tokens, resource, now):
            if limits and token.budgets.budget(now, resource) == 0:
                break
            answer = self._send(token, question)
            token.budgets.remember(answer.headers, resource)
            error = check(answer)
            if error is None:
                return answer, token
            is_spent = answer.status == 200 or answer.headers.get("x-ratelimit-remaining") == "0"
            if not isinstance(error, RateLimited) or not is_spent:
                raise error
            token.budgets.note(0, error.retry_at or now, resource)
            limits.append(error)
        raise min(limits, key=lambda limit: limit.retry_at or now)

    def _error_of(self, answer: Answer, *, subject: str) -> ForgeError | None:
        return error_of(answer, host=self.host, subject=subject, now=self._now())

    def _try(self, token: Token, path: str, *, subject: str) -> Answer | ForgeError:
        try:
            answer = self._send(token, _Question(path))
        except ForgeError as exc:
            return exc
        return self._error_of(answer, subject=subject) or answer

    def _installations(self, app: AppKey | None) -> list[InstallationAuth]:
        """Prepare the installations of an App; their tokens are fetched when first needed."""
        if app is None:
            return []
        as_app = app.auth()
        return [
            InstallationAuth(partial(self._fetch_installation, as_app, number), now=self._now)
            for number in app.installations
        ]

    def _fetch_installation(self, as_app: Auth.AppAuth, number: int) -> InstallationToken:
        """Fetch a token, past PyGithub's requester: that one logs the bodies of answers."""
        subject = f"token of the App's installation {number}"
        path = f"{urlsplit(self._base_url).path}/app/installations/{number}/access_tokens"
        headers = {
            "Accept": JSON,
            "Content-Type": JSON,
            "Authorization": f"Bearer {as_app.token}",
        }
        with self._in_plain_words():
            given = self.fetch("POST", path, headers, "{}")
            lower = {name.lower(): value for name, value in given.headers.items()}
            answer = Answer(given.status_code, lower, self.body_of(given), given.url)
        if answer.status in {401, 403, 404} and not wait_until(
            answer.status, answer.headers, answer.body, now=self._now()
        ):
            raise ForgeRefused(
                f"{self.host} gives no {subject} ({answer.status}). Check HUB_GITHUB_APP_ID, "
                "HUB_GITHUB_APP_KEY_FILE and HUB_GITHUB_APP_INSTALLATIONS."
            )
        if answer.status != 201 and (error := self._error_of(answer, subject=subject)):
            raise error
        try:
            told = GitHubInstallationToken.model_validate_json(answer.body)
        except ValidationError:
            # Its reasons may quote the token, so none is passed on.
            raise unusable(self.host, f"answered with something else than a {subject}") from None
        return InstallationToken(told.token.get_secret_value(), told.expires_at)

    def _send(self, token: Token, question: _Question) -> Answer:
        headers = {"Accept": question.accept}
        if question.etag is not None:
            headers["If-None-Match"] = question.etag
        connection = _Connection(self)
        with self._in_plain_words():
            status, given, body = token.requester.requestJson(
                "GET" if question.json is None else "POST",
                question.path,
                dict(question.parameters or {}),
                headers,
                input=question.json,
                # PyGithub types its own class, but only ever asks, reads and closes.
                cnx=cast("HTTPRequestsConnectionClass", connection),
            )
        return Answer(
            status, {key: str(value) for key, value in given.items()}, body, connection.url
        )

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        """Say what went wrong on the way."""
        try:
            yield
        except requests.Timeout as exc:
            raise unusable(self.host, f"did not answer within {self._timeout_s:g} seconds") from exc
        except requests.exceptions.SSLError as exc:
            raise unusable(self.host, "could not prove who it is (TLS)") from exc
        except requests.RequestException as exc:
            raise unusable(self.host, "could not be reached") from exc
        except (ValueError, RuntimeError, AssertionError) as exc:
            raise unusable(self.host, "answered in a way that cannot be read") from exc

    def fetch(
        self, verb: str, path: str, headers: Mapping[str, str], body: str | None
    ) -> requests.Response:
        """Send one request and follow a GET's redirects; for the connection below."""
        url = self._origin + path
        for _ in range(_MOST_REDIRECTS + 1):
            self._count.add()
            answer = self._session.request(
                verb,
                url,
                data=body,
                headers=headers,
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
            )
            target = answer.headers.get("location")
            if answer.status_code not in _REDIRECTS or not target:
                return answer
            answer.close()
            if verb != "GET":
                raise unusable(self.host, "sends a question elsewhere that it should answer")
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


class _Connection:
    """What PyGithub takes for a connection: one request, sent by the client above."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._verb = "GET"
        self._path = "/"
        self._body: str | None = None
        self._headers: Mapping[str, str] = {}
        self.url = ""

    def request(
        self,
        verb: str,
        url: str,
        input: str | None,  # noqa: A002 -- the name is PyGithub's
        headers: Mapping[str, str],
        stream: object = None,
    ) -> None:
        self._verb, self._path, self._body, self._headers = verb, url, input, headers

    def getresponse(self) -> "_Response":
        answer = self._client.fetch(self._verb, self._path, self._headers, self._body)
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


def _requester(base_url: str, auth: Auth.Auth | None) -> Requester:
    github = Github(
        auth=auth,
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
