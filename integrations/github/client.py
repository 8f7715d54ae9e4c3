"""Requests to GitHub through PyGithub's requester, over our own guarded connection.

PyGithub brings authentication and addresses; what it would do behind our back is not left to it:
it follows a 301 without its query, sleeps on a 202, and would connect anywhere. So every request
is given a connection of ours, which follows redirects on the same host only, counts, and bounds
time and size. It must not know records.
"""

from collections.abc import Callable, ItemsView, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import requests
from github import Auth, Github
from github.Requester import HTTPRequestsConnectionClass, Requester
from pydantic import ValidationError

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import ALL_RESOURCES
from integrations.errors import ForgeError, ForgeRefused
from integrations.github.answers import error_of
from integrations.github.schemas import GitHubInstallationToken
from integrations.github.tokens import (
    AppKey,
    InstallationAuth,
    InstallationToken,
    Token,
)
from integrations.http import USER_AGENT, guarded_session, read_body, wait_until
from integrations.sharing import (
    DEADLINE_FACTOR,
    MOST_REDIRECTS,
    REDIRECTS,
    SharingClient,
    in_plain_words,
    redirected,
)

JSON = "application/json"
RAW = "application/vnd.github.raw+json"

_ADDRESS_SETTING = "HUB_GITHUB_BASE_URL or HUB_FORGES"
# PyGithub raises these beside what requests does.
_UNREADABLE = (RuntimeError, AssertionError)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is sent: a GET, or a POST of ``json``."""

    path: str
    parameters: Mapping[str, str] | None = None
    etag: str | None = None
    accept: str = JSON
    json: Mapping[str, object] | None = None


class GitHubClient(SharingClient[Token]):
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
        self._base_url = base_url
        self._origin = _origin(base_url)
        self._session = guarded_session(guard)
        auths = [*map(Auth.Token, tokens), *self._installations(app, now)]
        super().__init__(
            host,
            [Token(_requester(base_url, auth)) for auth in auths or (None,)],
            has_tokens=bool(auths),
            now=now,
            timeout_s=timeout_s,
        )

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
        answer, _ = self._share_out(
            partial(self._send, question=question),
            error_of=partial(self._error_of, subject=subject),
            resource="search" if "/search/" in urlsplit(path).path else ALL_RESOURCES,
        )
        return answer

    def post_graphql(
        self,
        json: Mapping[str, object],
        *,
        error_of: Callable[[Answer], ForgeError | None],
    ) -> tuple[Answer, Token]:
        """Ask a GraphQL question; gives the token too, whose points the answer may tell.

        ``error_of`` finds the error that an answer means: GraphQL says most of them in a 200.
        """
        question = _Question(self._holders[0].requester.graphql_url, json=json)
        return self._share_out(
            partial(self._send, question=question), error_of=error_of, resource="graphql"
        )

    def get_with_each(self, path: str, *, subject: str) -> list[tuple[int, Answer | ForgeError]]:
        """Ask for ``path`` once with every token, by its number; an error where one is refused."""
        return self._ask_each(
            partial(self._send, question=_Question(path)),
            error_of=partial(self._error_of, subject=subject),
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _would_another_help(self, answer: Answer) -> bool:
        """Tell a spent budget from the limit on how fast we ask, which counts for all tokens."""
        return answer.status == 200 or answer.headers.get("x-ratelimit-remaining") == "0"

    def _error_of(self, answer: Answer, *, subject: str) -> ForgeError | None:
        return error_of(answer, host=self.host, subject=subject, now=self._now())

    def _installations(
        self, app: AppKey | None, now: Callable[[], datetime]
    ) -> list[InstallationAuth]:
        """Prepare the installations of an App; their tokens are fetched when first needed."""
        if app is None:
            return []
        as_app = app.auth()
        return [
            InstallationAuth(partial(self._fetch_installation, as_app, number), now=now)
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
        with in_plain_words(self.host, self._timeout_s, *_UNREADABLE):
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

    def _send(self, token: Token, *, question: _Question) -> Answer:
        headers = {"Accept": question.accept}
        if question.etag is not None:
            headers["If-None-Match"] = question.etag
        connection = _Connection(self)
        with in_plain_words(self.host, self._timeout_s, *_UNREADABLE):
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

    def fetch(
        self, verb: str, path: str, headers: Mapping[str, str], body: str | None
    ) -> requests.Response:
        """Send one request and follow a GET's redirects; for the connection below."""
        url = self._origin + path
        for _ in range(MOST_REDIRECTS + 1):
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
            if answer.status_code not in REDIRECTS or not target:
                return answer
            answer.close()
            if verb != "GET":
                raise unusable(self.host, "sends a question elsewhere that it should answer")
            url = redirected(url, target, host=self.host, setting=_ADDRESS_SETTING)
        raise unusable(self.host, "sent us round in a circle of redirects")

    def body_of(self, answer: requests.Response) -> str:
        """Read the body within bounds."""
        with answer:
            return read_body(answer, deadline_s=self._timeout_s * DEADLINE_FACTOR)


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
