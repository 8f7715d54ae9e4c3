"""Keeps the pages that all visitors get alike, for half a minute and while the index stands.

A visitor's answer depends on its address and the theme alone; who sends the cookie of somebody
signed in is never given a kept page, and theirs is never kept. A page is kept as it went out,
compressed, and given again until the index changes or it is too old for its "2 minutes ago". Pages
about people are never kept: consent is looked up each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.web.cookies import has_session

KEPT_FOR = timedelta(seconds=30)
MAX_BYTES = 32 * 1024 * 1024
MAX_PAGE_BYTES = 256 * 1024
KEPT_PATHS = frozenset({"/", "/search"})

Key = tuple[str, bytes, str, bool, str]


@dataclass(slots=True)
class _Page:
    """An answer as it was sent."""

    until: datetime
    route: object = None
    messages: list[Message] = field(default_factory=list)
    size: int = 0
    status: int = 0


class PageCache:
    """Stands inside the counting and outside the compression."""

    def __init__(
        self, app: ASGIApp, generation: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self._app = app
        self._generation = generation
        self._now = now
        self._pages: OrderedDict[Key, _Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give a kept page, or make one and keep it."""
        if not _is_alike_for_all(scope):
            await self._app(scope, receive, send)
            return
        key = self._key(scope)
        page = self._kept(key)
        if page is None:
            await self._make(key, scope, receive, send)
            return
        scope["route"] = page.route
        for message in page.messages:
            await send(_copy(message))

    def count(self) -> int:
        """Count the pages that are kept."""
        return len(self._pages)

    def _key(self, scope: Scope) -> Key:
        headers = Headers(scope=scope)
        theme = Request(scope).cookies.get("theme", "")[:10]
        is_packed = "gzip" in headers.get("accept-encoding", "")
        return (scope["path"], scope["query_string"], theme, is_packed, self._generation())

    def _kept(self, key: Key) -> _Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.until <= self._now():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    async def _make(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        page = _Page(until=self._now() + KEPT_FOR)

        async def send_noted(message: Message) -> None:
            page.messages.append(_copy(message))
            page.size += len(message.get("body", b""))
            page.status = message.get("status", page.status)
            await send(message)

        await self._app(scope, receive, send_noted)
        page.route = scope.get("route")
        if page.status == 200 and page.size <= MAX_PAGE_BYTES:
            self._keep(key, page)

    def _keep(self, key: Key, page: _Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > MAX_BYTES or self._is_first_too_old():
                self._drop(next(iter(self._pages)))

    def _is_first_too_old(self) -> bool:
        """Say whether the page that nobody asked for the longest is of no use any more."""
        first = next(iter(self._pages.values()), None)
        return first is not None and first.until <= self._now()

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= page.size if page else 0


def _is_alike_for_all(scope: Scope) -> bool:
    """Say whether a request is one for a page that every visitor gets alike."""
    is_page = scope["type"] == "http" and scope["method"] == "GET"
    if not is_page or scope["path"] not in KEPT_PATHS or _is_of_people(scope["query_string"]):
        return False
    return not has_session(Request(scope))


def _is_of_people(query: bytes) -> bool:
    """Say whether an address asks for people, however it is written."""
    return ("tab", "people") in parse_qsl(query.decode("latin-1"))


def _copy(message: Message) -> Message:
    """Copy a message with its headers: the layers outside add theirs in place."""
    if "headers" not in message:
        return message
    return {**message, "headers": list(message["headers"])}
