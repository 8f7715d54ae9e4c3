"""Fetches a file of a catalogue from the public internet: bounded in size, time and redirects.

Every hop goes through the address guard again; an https address never leads to a plain one.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx2

from integrations.addresses import AddressGuard
from integrations.catalogues.archives import unpacked
from integrations.catalogues.base import size_in_words
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    RateLimited,
    RecordGone,
)
from integrations.http import USER_AGENT, GuardedTransport, wait_until
from integrations.records import NOT_MODIFIED, NotModified

MAX_CATALOGUE_BYTES = 64 * 1024 * 1024
MAX_HOPS = 5
# The whole of an answer may take this many times as long as a single wait for it.
_DEADLINE_FACTOR = 6
_CHUNK_BYTES = 64 * 1024
_VERSION = 1
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}
_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an address, and the cursor that asks for what changed since."""

    content: bytes
    cursor: str


class Fetcher:
    """Fetches files. ``requests_made`` counts what was sent, redirects included."""

    def __init__(self, guard: AddressGuard, *, timeout_s: float) -> None:
        self._guard = guard
        self._deadline_s = timeout_s * _DEADLINE_FACTOR
        self._client = httpx2.Client(
            transport=GuardedTransport(guard),
            timeout=timeout_s,
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
        )
        self.requests_made = 0

    def fetch(
        self, address: str, *, max_bytes: int = MAX_CATALOGUE_BYTES, cursor: str | None = None
    ) -> Fetched | NotModified:
        """Fetch one file. Raises the errors of :mod:`integrations.errors`.

        With the ``cursor`` of an earlier call an unchanged file costs one request without a body.
        """
        known = _read_cursor(cursor)
        gives_up_at = time.monotonic() + self._deadline_s
        url = address
        for _ in range(MAX_HOPS + 1):
            answer = self._ask(url, known, max_bytes=max_bytes, gives_up_at=gives_up_at)
            if isinstance(answer, str):
                url = answer
                continue
            if not isinstance(answer, NotModified) and _digest_of(answer.cursor) == known.get(
                "digest"
            ):
                return NOT_MODIFIED
            return answer
        raise ForgeUnavailable(f"{_host(address)} leads from one address to another without end.")

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _ask(
        self, url: str, known: Mapping[str, str], *, max_bytes: int, gives_up_at: float
    ) -> Fetched | NotModified | str:
        """Ask once; a text is the address that the answer leads to."""
        self._guard.check_url(url)
        self.requests_made += 1
        headers = _conditions(known)
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                if answer.status_code in _REDIRECTS:
                    return _next_hop(url, answer.headers.get("location", ""))
                if answer.status_code == HTTPStatus.NOT_MODIFIED and headers:
                    return NOT_MODIFIED
                if answer.status_code != HTTPStatus.OK:
                    raise _error_of(answer, url)
                body = _body(answer, url, max_bytes=max_bytes, gives_up_at=gives_up_at)
                return Fetched(body, _cursor(answer.headers, body))
        except httpx2.TimeoutException as exc:
            raise ForgeUnavailable(f"{_host(url)} did not answer in time.") from exc
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as exc:
            raise ForgeUnavailable(f"{_host(url)} could not be reached: {exc}.") from exc


def _body(answer: httpx2.Response, url: str, *, max_bytes: int, gives_up_at: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_raw(_CHUNK_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise _too_large(url, max_bytes)
        if time.monotonic() > gives_up_at:
            raise ForgeUnavailable(f"{_host(url)} takes too long to send {_name(url)}.")
    body = b"".join(pieces)
    match answer.headers.get("content-encoding", "identity").strip().casefold():
        case "identity" | "":
            return body
        case "gzip" | "x-gzip":
            body = unpacked(body, _name(url))
            if len(body) > max_bytes:
                raise _too_large(url, max_bytes)
            return body
    raise ForgeUnavailable(f"{_host(url)} packs its answer in a way that was not asked for.")


def _next_hop(url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
        is_downgrade = urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https"
    except ValueError:
        location, is_downgrade, target = "", False, ""
    if not location:
        raise ForgeUnavailable(f"{_host(url)} moved {_name(url)} without saying where to.")
    if is_downgrade:
        raise ForgeRefused(
            f"{_host(url)} leads to an address without encryption. Give that of https."
        )
    return target


def _error_of(answer: httpx2.Response, url: str) -> ForgeError:
    status, host = answer.status_code, _host(url)
    now = datetime.now(UTC)
    retry_at = wait_until(status, {k.lower(): v for k, v in answer.headers.items()}, "", now=now)
    if retry_at is not None:
        return RateLimited(f"{host} asks us to wait.", retry_at=retry_at)
    if status in _GONE:
        return RecordGone(f"{_name(url)} is not at {host} any more ({status}). Check its address.")
    if status in _REFUSED:
        return ForgeRefused(f"{host} does not let us read {_name(url)} ({status}).")
    return ForgeUnavailable(f"{host} answered {status} for {_name(url)}.")


def _too_large(url: str, bound: int) -> ForgeUnavailable:
    return ForgeUnavailable(f"{_name(url)} at {_host(url)} is larger than {size_in_words(bound)}.")


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    headers = {}
    if "etag" in known:
        headers["If-None-Match"] = known["etag"]
    if "modified" in known:
        headers["If-Modified-Since"] = known["modified"]
    return headers


def _cursor(headers: Mapping[str, str], body: bytes) -> str:
    kept = {"etag": headers.get("etag"), "modified": headers.get("last-modified")}
    known = {name: value[:500] for name, value in kept.items() if value}
    return json.dumps({"version": _VERSION, "digest": sha256(body).hexdigest(), **known})


def _read_cursor(cursor: str | None) -> Mapping[str, str]:
    """Read a cursor of ours; one of another version asks for everything."""
    try:
        known = json.loads(cursor or "{}")
    except ValueError:
        return {}
    if not isinstance(known, dict) or known.get("version") != _VERSION:
        return {}
    return {name: value for name, value in known.items() if isinstance(value, str)}


def _digest_of(cursor: str) -> str | None:
    return _read_cursor(cursor).get("digest")


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The server"


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2][:100] or "the catalogue"
