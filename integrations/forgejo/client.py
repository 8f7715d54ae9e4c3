"""Requests to a Forgejo or Gitea over our own guarded connection: bounded, counted, one host.

It follows redirects (a renamed repository answers 301 or 307) on the same origin only, since the
token goes along. It must not know records.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import RequestCount, TokenBudgets
from integrations.errors import ForgeError, ForgeRefused, RateLimited
from integrations.forgejo.answers import error_of
from integrations.http import (
    MAX_ANSWER_BYTES,
    USER_AGENT,
    GuardedTransport,
    is_same_origin,
)
from integrations.records import Allowance

_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 5
# Time for a whole answer, as a multiple of the time for its next bytes.
_DEADLINE_FACTOR = 6


class ForgejoClient:
    """Asks one server, with the token that has the most of its budget left, else in turns."""

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
        self._base_url = base_url
        self._now = now
        self._timeout_s = timeout_s
        self._has_tokens = bool(tokens)
        self._tokens = [_Token(token) for token in tokens or (None,)]
        self._count = RequestCount()
        self._lock = threading.Lock()
        self._http = httpx2.Client(
            transport=GuardedTransport(guard),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=False,
        )

    def get(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        subject: str,
        cut_at: int | None = None,
    ) -> Answer:
        """Ask for ``path`` and give a 200 or 204, its body cut at ``cut_at`` bytes.

        Anything else is raised as the error that it means. A token that is limited gives way to
        the next; when all are, the earliest to be free again says how long to wait.
        """
        limits: list[RateLimited] = []
        now = self._now()
        query = f"?{urlencode(parameters)}" if parameters else ""
        url = f"{self._base_url}{path}{query}"
        for token in sorted(self._tokens, key=lambda one: (-one.budgets.budget(now), one.used)):
            if limits and token.budgets.budget(now) == 0:
                break
            answer = self._send(token, url, cut_at=cut_at)
            token.budgets.remember(answer.headers)
            error = error_of(answer, host=self.host, subject=subject, now=now)
            if error is None:
                return answer
            if not isinstance(error, RateLimited):
                raise error
            token.budgets.note(0, error.retry_at)
            limits.append(error)
        raise min(limits, key=lambda limit: limit.retry_at or now)

    def get_with_each(self, path: str, *, subject: str) -> list[Answer | ForgeError]:
        """Ask for ``path`` once with every token; an error stands where one was refused."""
        return [self._try(token, f"{self._base_url}{path}", subject) for token in self._tokens]

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
        self._http.close()

    def _try(self, token: "_Token", url: str, subject: str) -> Answer | ForgeError:
        try:
            answer = self._send(token, url, cut_at=None)
        except ForgeError as exc:
            return exc
        return error_of(answer, host=self.host, subject=subject, now=self._now()) or answer

    def _send(self, token: "_Token", url: str, *, cut_at: int | None) -> Answer:
        try:
            return self._follow(token, url, cut_at=cut_at)
        except httpx2.TimeoutException as exc:
            raise unusable(self.host, f"did not answer within {self._timeout_s:g} seconds") from exc
        except httpx2.DecodingError as exc:
            raise unusable(self.host, "answered in a way that cannot be read") from exc
        except httpx2.TransportError as exc:
            raise unusable(self.host, "could not be reached") from exc
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError) as exc:
            raise unusable(self.host, "answered in a way that cannot be read") from exc

    def _follow(self, token: "_Token", url: str, *, cut_at: int | None) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            with self._lock:
                self._count.add()
                token.used += 1
            with self._http.stream("GET", url, headers=token.headers) as answer:
                target = answer.headers.get("location")
                if answer.status_code not in _REDIRECTS or not target:
                    body = self._body(answer, cut_at=cut_at)
                    return Answer(answer.status_code, dict(answer.headers.items()), body, url)
            url = self._redirected(url, target)
        raise unusable(self.host, "sent us round in a circle of redirects")

    def _body(self, answer: httpx2.Response, *, cut_at: int | None) -> str:
        """Read an answer as UTF-8, but neither without end nor for ever."""
        gives_up_at = time.monotonic() + self._timeout_s * _DEADLINE_FACTOR
        pieces: list[bytes] = []
        size = 0
        for piece in answer.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if cut_at is not None and size >= cut_at:
                break
            if size > MAX_ANSWER_BYTES:
                raise unusable(self.host, f"sent more than {MAX_ANSWER_BYTES // 2**20} MB at once")
            if time.monotonic() > gives_up_at:
                raise unusable(self.host, "took too long for one answer")
        return b"".join(pieces)[:cut_at].decode("utf-8", errors="replace")

    def _redirected(self, url: str, target: str) -> str:
        """Resolve a redirect: on this host only, since the token goes along, and with the query."""
        moved = urljoin(url, target)
        if not is_same_origin(moved, url):
            raise ForgeRefused(
                f"{self.host} sends us on to {urlsplit(moved).hostname or 'nowhere'}, where the "
                "hub does not follow. Check its address in HUB_FORGES."
            )
        query = urlsplit(url).query
        return moved if urlsplit(moved).query or not query else f"{moved}?{query}"


@dataclass(slots=True)
class _Token:
    """A token, how often it was used, and what is left of its budget where the server tells."""

    text: str | None
    used: int = 0
    budgets: TokenBudgets = field(default_factory=TokenBudgets)

    def __repr__(self) -> str:
        return f"_Token(used={self.used})"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.text}"} if self.text else {}
