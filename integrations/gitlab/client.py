"""Requests to GitLab through python-gitlab, over our own guarded connection.

python-gitlab brings authentication and addresses; what it would do behind our back is not left to
it: it sleeps on a 429, reads a refusal without end, and drops its headers. So it is given a backend
of ours, which follows redirects on the same host only and counts, and hands every answer over.
It must not know records.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import requests
from gitlab import Gitlab
from gitlab.exceptions import GitlabError
from requests.auth import AuthBase

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import TokenBudgets
from integrations.errors import ForgeError
from integrations.gitlab.answers import error_of
from integrations.http import USER_AGENT, guarded_session, read_body, read_start
from integrations.sharing import (
    DEADLINE_FACTOR,
    MOST_REDIRECTS,
    REDIRECTS,
    SharingClient,
    in_plain_words,
    redirected,
)

_Reader = Callable[[requests.Response], str]


@dataclass(frozen=True, slots=True)
class _Token:
    """A token's GitLab, and what is left of its minute."""

    gitlab: Gitlab
    budgets: TokenBudgets = field(default_factory=TokenBudgets)


class GitLabClient(SharingClient[_Token]):
    """Asks one GitLab, with the token that has the most of its budget left."""

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
        self._session = guarded_session(guard)
        super().__init__(
            host,
            [_Token(self._gitlab(base_url, token, timeout_s)) for token in tokens or (None,)],
            has_tokens=bool(tokens),
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
    ) -> Answer:
        """Ask for ``path`` (or a full address on this host) and give a 200, 204 or 304.

        Anything else is raised as the error that it means. A token whose budget is spent gives way
        to the next; when all are spent, the earliest to be filled again says how long to wait.
        """
        return self._get(path, parameters or {}, subject=subject, etag=etag, read=self._whole)

    def get_start(
        self, path: str, parameters: Mapping[str, str], *, subject: str, max_bytes: int
    ) -> Answer:
        """Ask as :meth:`get` does, and read the first ``max_bytes`` of the answer only."""

        def start(answer: requests.Response) -> str:
            return read_start(answer, deadline_s=self._deadline_s, max_bytes=max_bytes)

        return self._get(path, parameters, subject=subject, etag=None, read=start)

    def get_with_each(self, path: str, *, subject: str) -> list[tuple[int, Answer | ForgeError]]:
        """Ask for ``path`` once with every token, by its number; an error where one is refused."""
        return self._ask_each(
            partial(self._send, path=path, parameters={}, etag=None, read=self._whole),
            error_of=partial(self._error_of, subject=subject),
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _get(
        self,
        path: str,
        parameters: Mapping[str, str],
        *,
        subject: str,
        etag: str | None,
        read: _Reader,
    ) -> Answer:
        answer, _ = self._share_out(
            partial(self._send, path=path, parameters=parameters, etag=etag, read=read),
            error_of=partial(self._error_of, subject=subject),
        )
        return answer

    def _error_of(self, answer: Answer, *, subject: str) -> ForgeError | None:
        return error_of(answer, host=self.host, subject=subject, now=self._now())

    def _send(
        self,
        token: _Token,
        *,
        path: str,
        parameters: Mapping[str, str],
        etag: str | None,
        read: _Reader,
    ) -> Answer:
        with in_plain_words(self.host, self._timeout_s, GitlabError):
            answer = token.gitlab.http_request(
                "get",
                path,
                query_data=dict(parameters),
                streamed=True,
                obey_rate_limit=False,
                retry_transient_errors=False,
                max_retries=0,
                extra_headers={"If-None-Match": etag} if etag is not None else None,
            )
            with answer:
                body = read(answer)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, body, answer.url)

    def fetch(
        self,
        url: str,
        params: dict[str, str] | None,
        headers: dict[str, str],
        *,
        auth: AuthBase | None,
        timeout_s: float,
    ) -> requests.Response:
        """Send one GET and follow its redirects; for the backend below."""
        for _ in range(MOST_REDIRECTS + 1):
            self._count.add()
            answer = self._session.get(
                url,
                params=params,
                headers=headers,
                auth=auth,
                timeout=timeout_s,
                allow_redirects=False,
                stream=True,
            )
            target = answer.headers.get("location")
            if answer.status_code not in REDIRECTS or not target:
                return answer
            answer.close()
            url = redirected(answer.url, target, host=self.host, setting="HUB_FORGES")
            params = None
        raise unusable(self.host, "sent us round in a circle of redirects")

    @property
    def session(self) -> requests.Session:
        """The guarded session."""
        return self._session

    @property
    def _deadline_s(self) -> float:
        return self._timeout_s * DEADLINE_FACTOR

    def _whole(self, answer: requests.Response) -> str:
        return read_body(answer, deadline_s=self._deadline_s)

    def _gitlab(self, base_url: str, token: str | None, timeout_s: float) -> Gitlab:
        return Gitlab(
            base_url.rstrip("/").removesuffix("/api/v4"),
            private_token=token,
            timeout=timeout_s,
            user_agent=USER_AGENT,
            backend=_Backend,
            owner=self,
        )


class _Backend:
    """What python-gitlab sends its requests with: the client above."""

    def __init__(self, owner: GitLabClient) -> None:
        self._owner = owner
        self.client = owner.session

    @staticmethod
    def prepare_send_data(*_: object) -> "_Nothing":
        """Send nothing along: every request is a GET."""
        return _Nothing()

    def http_request(
        self,
        *,
        method: str,
        url: str,
        json: None,
        data: None,
        params: dict[str, str],
        stream: bool,
        headers: dict[str, str],
        auth: AuthBase | None,
        timeout: float,
        verify: bool,
    ) -> "_Handed":
        assert (method, json, data, stream, verify) == ("get", None, None, True, True)
        headers.pop("Content-type", None)
        return _Handed(self._owner.fetch(url, params, headers, auth=auth, timeout_s=timeout))


@dataclass(frozen=True, slots=True)
class _Nothing:
    content_type: str = ""
    json: None = None
    data: None = None


@dataclass(frozen=True, slots=True)
class _Handed:
    """An answer that python-gitlab hands over whatever it says: it would drop a refusal's headers.

    The true status stands in ``response``.
    """

    response: requests.Response
    status_code: int = 200
