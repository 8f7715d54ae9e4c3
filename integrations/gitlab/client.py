"""Requests to GitLab through python-gitlab, over our own guarded connection.

python-gitlab brings authentication and addresses; what it would do behind our back is not left to
it: it sleeps on a 429, reads a refusal without end, and drops its headers. So it is given a backend
of ours, which follows redirects on the same host only and counts, and hands every answer over.
It must not know records.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import requests
from gitlab import Gitlab
from gitlab.exceptions import GitlabError
from requests.auth import AuthBase

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import RequestCount, TokenBudgets
from integrations.errors import ForgeError, ForgeRefused, RateLimited
from integrations.gitlab.answers import error_of
from integrations.http import (
    USER_AGENT,
    guarded_session,
    is_same_origin,
    read_body,
    read_start,
)
from integrations.records import Allowance

_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 5
# Time for a whole answer, as a multiple of the time for its next bytes.
_DEADLINE_FACTOR = 6

_Reader = Callable[[requests.Response], str]


class GitLabClient:
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
        self.host = host
        self._now = now
        self._timeout_s = timeout_s
        self._session = guarded_session(guard)
        self._has_tokens = bool(tokens)
        self._tokens = [_Token(self._gitlab(base_url, token)) for token in tokens or (None,)]
        self._count = RequestCount()

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

    def get_with_each(self, path: str, *, subject: str) -> list[Answer | ForgeError]:
        """Ask for ``path`` once with every token; an error stands where one was refused."""
        return [self._try(token, path, subject=subject) for token in self._tokens]

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left of each token's budget."""
        first = 1 if self._has_tokens else 0
        return tuple(
            allowance
            for number, token in enumerate(self._tokens, start=first)
            for allowance in token.budgets.allowances(number)
        )

    def has_tokens(self) -> bool:
        """Say whether any token is set."""
        return self._has_tokens

    def requests_made(self) -> int:
        """Count the requests of this thread, redirects too."""
        return self._count.made

    def now(self) -> datetime:
        """Tell our own time."""
        return self._now()

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
        limits: list[RateLimited] = []
        now = self._now()
        for token in sorted(self._tokens, key=lambda one: -one.budgets.budget(now)):
            if limits and token.budgets.budget(now) == 0:
                break
            answer = self._send(token, path, parameters, etag=etag, read=read)
            token.budgets.remember(answer.headers)
            error = error_of(answer, host=self.host, subject=subject, now=now)
            if error is None:
                return answer
            if not isinstance(error, RateLimited):
                raise error
            token.budgets.note(0, error.retry_at)
            limits.append(error)
        raise min(limits, key=lambda limit: limit.retry_at or now)

    def _try(self, token: "_Token", path: str, *, subject: str) -> Answer | ForgeError:
        try:
            answer = self._send(token, path, {}, etag=None, read=self._whole)
        except ForgeError as exc:
            return exc
        token.budgets.remember(answer.headers)
        return error_of(answer, host=self.host, subject=subject, now=self._now()) or answer

    def _send(
        self,
        token: "_Token",
        path: str,
        parameters: Mapping[str, str],
        *,
        etag: str | None,
        read: _Reader,
    ) -> Answer:
        try:
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
        except requests.Timeout as exc:
            raise unusable(self.host, f"did not answer within {self._timeout_s:g} seconds") from exc
        except requests.exceptions.SSLError as exc:
            raise unusable(self.host, "could not prove who it is (TLS)") from exc
        except requests.RequestException as exc:
            raise unusable(self.host, "could not be reached") from exc
        except (ValueError, GitlabError) as exc:
            raise unusable(self.host, "answered in a way that cannot be read") from exc
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
        for _ in range(_MOST_REDIRECTS + 1):
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
            if answer.status_code not in _REDIRECTS or not target:
                return answer
            answer.close()
            url, params = self._redirected(answer.url, target), None
        raise unusable(self.host, "sent us round in a circle of redirects")

    @property
    def session(self) -> requests.Session:
        """The guarded session."""
        return self._session

    @property
    def _deadline_s(self) -> float:
        return self._timeout_s * _DEADLINE_FACTOR

    def _whole(self, answer: requests.Response) -> str:
        return read_body(answer, deadline_s=self._deadline_s)

    def _redirected(self, url: str, target: str) -> str:
        """Resolve a redirect: on this host only, since the token goes along, and with the query."""
        moved = urljoin(url, target)
        if not is_same_origin(moved, url):
            raise ForgeRefused(
                f"{self.host} sends us on to {urlsplit(moved).hostname or 'nowhere'}, where the "
                "hub does not follow. Check the host in HUB_FORGES."
            )
        query = urlsplit(url).query
        return moved if urlsplit(moved).query or not query else f"{moved}?{query}"

    def _gitlab(self, base_url: str, token: str | None) -> Gitlab:
        return Gitlab(
            base_url.rstrip("/").removesuffix("/api/v4"),
            private_token=token,
            timeout=self._timeout_s,
            user_agent=USER_AGENT,
            backend=_Backend,
            owner=self,
        )


@dataclass(slots=True)
class _Token:
    """A token's GitLab, and what is left of its minute."""

    gitlab: Gitlab
    budgets: TokenBudgets = field(default_factory=TokenBudgets)


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
