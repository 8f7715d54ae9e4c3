"""Requests to a Forgejo or Gitea over our own guarded connection: bounded, counted, one host.

It follows redirects (a renamed repository answers 301 or 307) on the same origin only, since the
token goes along. It must not know records.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode

import httpx2

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.budgets import TokenBudgets
from integrations.errors import ForgeError
from integrations.forgejo.answers import error_of
from integrations.http import MAX_ANSWER_BYTES, USER_AGENT, GuardedTransport
from integrations.sharing import (
    DEADLINE_FACTOR,
    MOST_REDIRECTS,
    REDIRECTS,
    SharingClient,
    redirected,
)


@dataclass(frozen=True, slots=True)
class _Token:
    """A token, or the lack of one, and what is left of its budget where the server tells."""

    text: str | None = field(repr=False)
    budgets: TokenBudgets = field(default_factory=TokenBudgets)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.text}"} if self.text else {}


class ForgejoClient(SharingClient[_Token]):
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
        super().__init__(
            host,
            [_Token(token) for token in tokens or (None,)],
            has_tokens=bool(tokens),
            now=now,
            timeout_s=timeout_s,
        )
        self._base_url = base_url
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
        query = f"?{urlencode(parameters)}" if parameters else ""
        url = f"{self._base_url}{path}{query}"
        answer, _ = self._share_out(
            partial(self._send, url=url, cut_at=cut_at),
            error_of=partial(self._error_of, subject=subject),
        )
        return answer

    def get_with_each(self, path: str, *, subject: str) -> list[tuple[int, Answer | ForgeError]]:
        """Ask for ``path`` once with every token, by its number; an error where one is refused."""
        return self._ask_each(
            partial(self._send, url=f"{self._base_url}{path}", cut_at=None),
            error_of=partial(self._error_of, subject=subject),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _error_of(self, answer: Answer, *, subject: str) -> ForgeError | None:
        return error_of(answer, host=self.host, subject=subject, now=self._now())

    def _send(self, token: _Token, *, url: str, cut_at: int | None) -> Answer:
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

    def _follow(self, token: _Token, url: str, *, cut_at: int | None) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            self._count.add()
            with self._http.stream("GET", url, headers=token.headers) as answer:
                target = answer.headers.get("location")
                if answer.status_code not in REDIRECTS or not target:
                    body = self._body(answer, cut_at=cut_at)
                    return Answer(answer.status_code, dict(answer.headers.items()), body, url)
            url = redirected(url, target, host=self.host, setting="HUB_FORGES")
        raise unusable(self.host, "sent us round in a circle of redirects")

    def _body(self, answer: httpx2.Response, *, cut_at: int | None) -> str:
        """Read an answer as UTF-8, but neither without end nor for ever."""
        gives_up_at = time.monotonic() + self._timeout_s * DEADLINE_FACTOR
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
