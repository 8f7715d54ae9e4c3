"""What stands before every route: headers on all answers, and requests that are refused unread.

Pure ASGI, so that answers stream and nothing is buffered. Knows no service and no page; what is
refused is worded by :mod:`hub.web.errors`.
"""

import re
from typing import Protocol
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.settings import Settings
from hub.web.errors import WEBHOOKS_PREFIX, Trouble, answer

MAX_QUERY_BYTES = 8192
MAX_PATH_BYTES = 2048
# GitHub sends no more (https://docs.github.com/en/webhooks/webhook-events-and-payloads).
MAX_DELIVERY_BYTES = 25 * 1024 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
_HEADERS = {
    # A page shows whom it may show now, in the reader's own colours: no proxy gives it to others.
    "Cache-Control": "no-cache",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What a browser asks before it sends a tag along.
_LEAVE = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_STOP_ADDRESS = re.compile(r"/mail/stop/[\w-]{1,100}", re.ASCII)
_TWO_YEARS_S = 2 * 365 * 24 * 3600


class Gate(Protocol):
    """Looks at a request before it is read; gives what is wrong with it, or ``None``."""

    def __call__(self, request: Request) -> Trouble | None:
        """Judge a request by its line and headers alone."""


class SecureHeaders:
    """Puts the safety headers on every answer, errors included."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = dict(_HEADERS)
        if urlsplit(settings.public_url).scheme == "https":
            self._headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS_S}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added; one that a route set stays."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Gatekeeper:
    """Refuses a request with a plain sentence when one of the gates says so."""

    def __init__(self, app: ASGIApp, gates: tuple[Gate, ...]) -> None:
        self._app = app
        self._gates = gates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless a gate refuses."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        for gate in self._gates:
            trouble = gate(request)
            if trouble is not None:
                await answer(request, trouble)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class LimitedBody:
    """Stops reading a body that is longer than its address takes, whatever length was announced."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._settings = settings
        self._limited = {
            most: RequestBodyLimitMiddleware(app, max_body_size=most)
            for most in (MAX_DELIVERY_BYTES, settings.max_body_bytes)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; 413 as soon as too much has come."""
        most = max_body_bytes(scope.get("path", ""), self._settings)
        await self._limited[most](scope, receive, send)


class OpenToAllOrigins:
    """Lets pages of any origin read the API: it knows no cookies, and they cannot send a token."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; under the prefix with leave for all origins."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return

        async def send_opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = "ETag, X-Request-ID"
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        asks_first = "access-control-request-method" in Headers(scope=scope)
        if scope["method"] == "OPTIONS" and asks_first:
            await Response(status_code=204, headers=_LEAVE)(scope, receive, send_opened)
        else:
            await self._app(scope, receive, send_opened)


class HeadAsGet:
    """Answers HEAD as GET without its body; FastAPI's routes know GET alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; HEAD without a body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        await self._app(scope, receive, send_without_body)


def gates(settings: Settings) -> tuple[Gate, ...]:
    """Make the gates of a hub, in the order in which they judge."""
    return (
        _host_gate(settings.allowed_hosts),
        _address_gate,
        _body_gate(settings),
        _origin_gate(settings.public_url),
    )


def _host_gate(allowed_hosts: tuple[str, ...]) -> Gate:
    allowed = tuple(host.lower() for host in allowed_hosts)

    def judge(request: Request) -> Trouble | None:
        if "*" in allowed:
            return None
        host = _host_name(request.headers.get("host", ""))
        if any(_is_of(host, pattern) for pattern in allowed):
            return None
        return Trouble(400, "This hub does not answer under that host name.")

    return judge


def _host_name(authority: str) -> str:
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].lower()


def _is_of(host: str, pattern: str) -> bool:
    return host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _address_gate(request: Request) -> Trouble | None:
    """Refuse what is too long, and the character that no database takes."""
    query: bytes = request.scope["query_string"]
    path: str = request.scope["path"]
    if len(query) > MAX_QUERY_BYTES or len(path.encode("utf-8", "replace")) > MAX_PATH_BYTES:
        return Trouble(414, "This address is too long to be read. Ask for less at once.")
    if "\x00" in path or b"%00" in query or b"\x00" in query:
        return Trouble(400, "This address holds a character that cannot be read (NUL).")
    return None


def _body_gate(settings: Settings) -> Gate:
    def judge(request: Request) -> Trouble | None:
        length = request.headers.get("content-length", "0")
        # ASCII digits only: str.isdigit() takes other scripts too.
        if not (length.isascii() and length.isdigit()):
            return Trouble(400, "The length of what was sent cannot be read.")
        most = max_body_bytes(request.scope["path"], settings)
        if len(length) > 18 or int(length) > most:
            return too_large(most)
        return None

    return judge


def max_body_bytes(path: str, settings: Settings) -> int:
    """Say how much may be sent to an address: deliveries of forges are larger than forms."""
    return MAX_DELIVERY_BYTES if path.startswith(WEBHOOKS_PREFIX) else settings.max_body_bytes


def too_large(most_bytes: int) -> Trouble:
    """Say how much this hub reads at once."""
    return Trouble(
        413, f"That is more than this hub reads at once ({most_bytes // 1024} KiB). Send less."
    )


def _origin_gate(public_url: str) -> Gate:
    """Refuse changes that another site's page sends with the reader's browser.

    One address takes them from anywhere: mail programs stop mails by a POST to it (RFC 8058), and
    no cookie but the secret in it permits that.
    """
    own_origin = _origin(public_url)

    def judge(request: Request) -> Trouble | None:
        if request.method in SAFE_METHODS or _is_same_origin(request.headers, own_origin):
            return None
        if _STOP_ADDRESS.fullmatch(request.scope["path"]):
            return None
        return Trouble(
            403, "This was sent from another site. Open the page here, and send it again."
        )

    return judge


def _is_same_origin(headers: Headers, own_origin: str) -> bool:
    """Judge by what browsers say; a client that says neither is no browser, and has no cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    host = headers.get("host")
    return origin in (own_origin, f"http://{host}", f"https://{host}")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
