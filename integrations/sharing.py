"""A server that is asked with several tokens: which one asks, and what is left of each.

The clients of the forges stand on it; each brings its own way to send a request. It must not know
records.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from integrations.answers import Answer, unusable
from integrations.budgets import ALL_RESOURCES, RequestCount, TokenBudgets
from integrations.errors import ForgeError, ForgeRefused, RateLimited
from integrations.http import is_same_origin
from integrations.records import Allowance

REDIRECTS = {301, 302, 307, 308}
MOST_REDIRECTS = 5
# Time for a whole answer, as a multiple of the time for its next bytes.
DEADLINE_FACTOR = 6


class Holder(Protocol):
    """A token as a client keeps it, or the lack of one, with what is left of its budgets."""

    @property
    def budgets(self) -> TokenBudgets:
        """What the last answers said."""


HolderT = TypeVar("HolderT", bound=Holder)


class SharingClient(Generic[HolderT]):
    """Asks one server with the token that has the most of its budget left, else in turns.

    Without a token there is one holder for questions that nobody signs.
    """

    def __init__(
        self,
        host: str,
        holders: Sequence[HolderT],
        *,
        has_tokens: bool,
        now: Callable[[], datetime],
        timeout_s: float,
    ) -> None:
        self.host = host
        self._holders = holders
        self._has_tokens = has_tokens
        self._now = now
        self._timeout_s = timeout_s
        self._count = RequestCount()
        self._lock = threading.Lock()
        self._turn = 0

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left of each token's budgets."""
        return tuple(
            allowance
            for number, holder in self._numbered()
            for allowance in holder.budgets.allowances(number)
        )

    def has_tokens(self) -> bool:
        """Say whether any token is set."""
        return self._has_tokens

    def is_spent(self, resource: str) -> bool:
        """Say whether no token has anything left for ``resource``, as far as we were told."""
        now = self._now()
        return all(holder.budgets.budget(now, resource) == 0 for holder in self._holders)

    def requests_made(self) -> int:
        """Count the requests of this thread, redirects too."""
        return self._count.made

    def now(self) -> datetime:
        """Tell our own time."""
        return self._now()

    def _share_out(
        self,
        send: Callable[[HolderT], Answer],
        *,
        error_of: Callable[[Answer], ForgeError | None],
        resource: str = ALL_RESOURCES,
    ) -> tuple[Answer, HolderT]:
        """Let the richest token ask. One whose budget is spent gives way to the next.

        When all are spent, the earliest to be filled again says how long to wait.
        """
        limits: list[RateLimited] = []
        now = self._now()
        for holder in self._by_budget(resource, now):
            if limits and holder.budgets.budget(now, resource) == 0:
                break
            answer = send(holder)
            holder.budgets.remember(answer.headers, resource)
            error = error_of(answer)
            if error is None:
                return answer, holder
            if not isinstance(error, RateLimited) or not self._would_another_help(answer):
                raise error
            holder.budgets.note(0, error.retry_at, resource)
            limits.append(error)
        raise min(limits, key=lambda limit: limit.retry_at or now)

    def _ask_each(
        self,
        send: Callable[[HolderT], Answer],
        *,
        error_of: Callable[[Answer], ForgeError | None],
    ) -> list[tuple[int, Answer | ForgeError]]:
        """Ask once with every token, by its number; an error stands where one was refused."""
        return [(number, self._try(send, holder, error_of)) for number, holder in self._numbered()]

    def _would_another_help(self, answer: Answer) -> bool:
        """Say whether an answer that means "wait" is about the token's budget alone."""
        del answer
        return True

    def _numbered(self) -> Iterator[tuple[int, HolderT]]:
        """Number the tokens from 1 as they are set; no token is 0."""
        return enumerate(self._holders, start=1 if self._has_tokens else 0)

    def _by_budget(self, resource: str, now: datetime) -> list[HolderT]:
        """Order the tokens: the most left first, and in turns where nothing is told."""
        with self._lock:
            turn = self._turn % len(self._holders)
            self._turn += 1
        in_turns = [*self._holders[turn:], *self._holders[:turn]]
        return sorted(in_turns, key=lambda holder: -holder.budgets.budget(now, resource))

    def _try(
        self,
        send: Callable[[HolderT], Answer],
        holder: HolderT,
        error_of: Callable[[Answer], ForgeError | None],
    ) -> Answer | ForgeError:
        try:
            answer = send(holder)
        except ForgeError as exc:
            return exc
        holder.budgets.remember(answer.headers)
        return error_of(answer) or answer


def redirected(url: str, target: str, *, host: str, setting: str) -> str:
    """Resolve a redirect: on this host only, since the token goes along, and with the query."""
    moved = urljoin(url, target)
    if not is_same_origin(moved, url):
        raise ForgeRefused(
            f"{host} sends us on to {urlsplit(moved).hostname or 'nowhere'}, where the "
            f"hub does not follow. Check its address in {setting}."
        )
    query = urlsplit(url).query
    return moved if urlsplit(moved).query or not query else f"{moved}?{query}"


@contextmanager
def in_plain_words(host: str, timeout_s: float, *unreadable: type[Exception]) -> Iterator[None]:
    """Say what went wrong on the way of ``requests``; ``unreadable``: what a library adds to it."""
    cannot_be_read: tuple[type[Exception], ...] = (ValueError, *unreadable)
    try:
        yield
    except requests.Timeout as exc:
        raise unusable(host, f"did not answer within {timeout_s:g} seconds") from exc
    except requests.exceptions.SSLError as exc:
        raise unusable(host, "could not prove who it is (TLS)") from exc
    except requests.RequestException as exc:
        raise unusable(host, "could not be reached") from exc
    except cannot_be_read as exc:
        raise unusable(host, "answered in a way that cannot be read") from exc
