"""HTTP as every forge needs it: guarded connections, bounded answers, pages, and rate limits.

Two doors lead out, both behind :class:`integrations.addresses.AddressGuard`: a ``requests`` session
(PyGithub's) and an ``httpx2`` transport (for forges without a client of their own). Neither reads
proxies or passwords from the environment. It must not know any forge.
"""

import socket
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpx2
import requests
from requests.adapters import HTTPAdapter
from requests.utils import parse_header_links
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from integrations.addresses import AddressGuard
from integrations.errors import ForgeUnavailable

USER_AGENT = "otdhub (open tech development hub)"
MAX_ANSWER_BYTES = 64 * 1024 * 1024

_CHUNK_BYTES = 256 * 1024
_LONGEST_WAIT = timedelta(hours=24)
_WAIT_WHEN_NOT_TOLD = timedelta(minutes=1)
_LIMIT_WORDS = ("rate limit", "abuse detection", "retry later", "too many requests")


def guarded_session(guard: AddressGuard) -> requests.Session:
    """Make a session whose every connection is checked, and that retries nothing by itself."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = USER_AGENT
    adapter = _GuardedAdapter(guard)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        super().__init__(max_retries=0)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 -- the signature is that of requests
        **pool_kwargs: object,
    ) -> None:
        """Make the pools, then have them connect through the guard."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(self._guard)


def _guarded_pools(guard: AddressGuard) -> dict[str, type[HTTPConnectionPool]]:
    """Make pools whose connections resolve through the guard; ``_new_conn`` is urllib3's seam."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, guard)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, guard)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _connect(connection: HTTPConnection, guard: AddressGuard) -> socket.socket:
    assert connection.port is not None
    failure: OSError | None = None
    for address in guard.addresses(connection.host, connection.port):
        try:
            connected = create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except OSError as exc:
            failure = exc
            continue
        sys.audit("http.client.connect", connection, connection.host, connection.port)
        return connected
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"{connection.host} did not answer") from failure
    raise NewConnectionError(connection, f"no connection to {connection.host}") from failure


class GuardedTransport(httpx2.BaseTransport):
    """An httpx2 transport that connects to checked addresses only, redirects included.

    Use one for each forge: connections are kept by address.
    """

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._inner = httpx2.HTTPTransport(trust_env=False, retries=0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request to a checked address, under the name that was asked for."""
        self._guard.check_url(str(request.url))
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        address = self._guard.addresses(host, port)[0]
        pinned = httpx2.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class AnswerTooHeavy(ForgeUnavailable):
    """An answer that is too large, or comes too slowly, to be read: ask for less of it."""


def read_body(
    answer: requests.Response, *, deadline_s: float, max_bytes: int = MAX_ANSWER_BYTES
) -> str:
    """Read a streamed answer as UTF-8, but neither without end nor for ever.

    ``deadline_s`` bounds the whole reading, which a server that trickles could stretch.
    """
    body = _first_bytes(answer, max_bytes + 1, deadline_s=deadline_s)
    if len(body) > max_bytes:
        raise AnswerTooHeavy(
            f"{_host(answer.url)} sent more than {max_bytes // 2**20} MB in one answer, "
            "which the hub does not read."
        )
    return body.decode("utf-8", errors="replace")


def read_start(answer: requests.Response, *, deadline_s: float, max_bytes: int) -> str:
    """Read the first ``max_bytes`` of a streamed answer as UTF-8, and leave the rest unread."""
    body = _first_bytes(answer, max_bytes, deadline_s=deadline_s)
    return body[:max_bytes].decode("utf-8", errors="replace")


def _first_bytes(answer: requests.Response, enough: int, *, deadline_s: float) -> bytes:
    """Read until there are ``enough`` bytes, or a piece more, or the answer ends."""
    gives_up_at = time.monotonic() + deadline_s
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_content(_CHUNK_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size >= enough:
            break
        if time.monotonic() > gives_up_at:
            raise AnswerTooHeavy(
                f"{_host(answer.url)} took longer than {deadline_s:.0f} seconds for one answer. "
                "The hub tries again later."
            )
    return b"".join(pieces)


def next_page(headers: Mapping[str, str], url: str) -> str | None:
    """Give the address of the next page by the Link header, on the same origin only."""
    for link in parse_header_links(headers.get("link", "")):
        if link.get("rel") == "next":
            return _on_same_origin(link["url"], url)
    return None


def _on_same_origin(target: str, url: str) -> str | None:
    try:
        joined = urljoin(url, target)
        return joined if is_same_origin(joined, url) else None
    except ValueError:  # half a bracket, or a port that is none
        return None


def is_same_origin(url: str, other: str) -> bool:
    """Tell whether two addresses share scheme, host and port."""
    return _origin(url) == _origin(other)


def answered_at(headers: Mapping[str, str], now: datetime) -> datetime:
    """Read the server's own clock from its Date header, or take ours."""
    return _http_date(headers.get("date")) or now


def wait_until(
    status: int, headers: Mapping[str, str], body: str, *, now: datetime
) -> datetime | None:
    """Say until when the server asks us to wait, or ``None`` if it does not.

    Headers have lower-case names. Waits are counted from the server's own Date, so a clock of ours
    that is wrong does no harm, and last a day at most.
    Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """
    if status not in {403, 429, 503}:
        return None
    wait = _told_wait(headers, answered_at(headers, now))
    if wait is None and (status == 429 or (status == 403 and _speaks_of_limit(body))):
        wait = _WAIT_WHEN_NOT_TOLD
    if wait is None:
        return None
    return now + min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)


def _told_wait(headers: Mapping[str, str], server_now: datetime) -> timedelta | None:
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return timedelta(seconds=min(int(told[:9]), 10**8))
    told_at = _http_date(told)
    if told_at is not None:
        return told_at - server_now
    remaining = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining"))
    reset_at = rate_limit_reset(headers)
    if remaining == "0" and reset_at is not None:
        return reset_at - server_now
    return None


def rate_limit_reset(headers: Mapping[str, str]) -> datetime | None:
    """Read when the budget is full again; GitHub and GitLab give epoch seconds."""
    told = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", ""))
    try:
        return datetime.fromtimestamp(float(told), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _speaks_of_limit(body: str) -> bool:
    start = body[:2000].casefold()
    return any(words in start for words in _LIMIT_WORDS)


def _http_date(text: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text or "")
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


def _host(url: str | None) -> str:
    return urlsplit(url or "").hostname or "The server"
