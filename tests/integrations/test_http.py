"""Rate limits, pages and bounded bodies."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from integrations.addresses import AddressGuard
from integrations.errors import ForgeUnavailable
from integrations.http import answered_at, guarded_session, next_page, read_body, wait_until
from tests.replay.loopback import LoopbackServer, Reply, Request

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RESET = str(int((NOW + timedelta(minutes=9)).timestamp()))


@pytest.mark.parametrize(
    ("status", "headers", "body", "wait"),
    [
        (429, {"retry-after": "30"}, "", timedelta(seconds=30)),
        (403, {"retry-after": "30"}, "", timedelta(seconds=30)),
        (429, {"retry-after": "Mon, 23 Nov 2026 12:02:00 GMT"}, "", timedelta(minutes=2)),
        (429, {"retry-after": "Mon, 23 Nov 2026 11:00:00 GMT"}, "", timedelta(seconds=1)),
        (429, {"retry-after": "0"}, "", timedelta(seconds=1)),
        (429, {"retry-after": "99999999999999999999"}, "", timedelta(hours=24)),
        (429, {"retry-after": "soon"}, "Retry later\n", timedelta(minutes=1)),
        (429, {}, "", timedelta(minutes=1)),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}, "", timedelta(minutes=9)),
        (429, {"ratelimit-remaining": "0", "ratelimit-reset": RESET}, "", timedelta(minutes=9)),
        (403, {"x-ratelimit-remaining": "9", "x-ratelimit-reset": RESET}, "no", None),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "x"}, "no", None),
        (403, {}, "You have exceeded a secondary rate limit.", timedelta(minutes=1)),
        (403, {}, "You have triggered an abuse detection mechanism.", timedelta(minutes=1)),
        (403, {}, "Must have push access", None),
        (503, {"retry-after": "30"}, "", timedelta(seconds=30)),
        (503, {}, "rate limit", None),
        (200, {"retry-after": "30"}, "", None),
        (404, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}, "", None),
    ],
)
def test_wait_is_read(
    status: int, headers: dict[str, str], body: str, wait: timedelta | None
) -> None:
    until = wait_until(status, headers, body, now=NOW)
    assert until == (None if wait is None else NOW + wait)


def test_wait_is_counted_from_the_servers_clock() -> None:
    headers = {
        "date": "Mon, 23 Nov 2026 09:00:00 GMT",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": str(int(datetime(2026, 11, 23, 9, 5, tzinfo=UTC).timestamp())),
    }
    assert wait_until(403, headers, "", now=NOW) == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026 12:00:00 GMT"])
def test_unreadable_date_gives_way_to_our_clock(date: str) -> None:
    assert answered_at({"date": date}, NOW) == NOW


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", None),
        ('<https://a.example/x?page=2>; rel="next"', "https://a.example/x?page=2"),
        ('<https://a.example/x?page=9>; rel="last"', None),
        ("</x?page=2>; rel=next", "https://a.example/x?page=2"),
        ('<https://evil.example/x?page=2>; rel="next"', None),
        ('<http://a.example/x?page=2>; rel="next"', None),
        ('<https://a.example:444/x>; rel="next"', None),
        ('<https://a.example:443/x>; rel="next"', "https://a.example:443/x"),
        (";;;,,<", None),
    ],
)
def test_next_page_stays_on_the_same_origin(link: str, expected: str | None) -> None:
    assert next_page({"link": link}, "https://a.example/x") == expected


class Endless(LoopbackServer):
    """Sends many bytes from few."""

    def answer(self, request: Request) -> Reply:
        if request.target == "/bomb":
            return Reply(200, gzip.compress(b" " * 5_000_000), {"Content-Encoding": "gzip"})
        if request.target == "/cookie":
            return Reply(200, b"", {"Set-Cookie": "track=me"})
        return Reply(200, b"\xff\xfe ok")


@pytest.fixture
def server() -> Iterator[Endless]:
    with Endless() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with guarded_session(AddressGuard.allowing(("127.0.0.1",))) as session:
        yield session


def test_body_that_unfolds_beyond_the_bound_is_refused(
    server: Endless, session: requests.Session
) -> None:
    with (
        session.get(f"{server.url}/bomb", stream=True, timeout=5) as answer,
        pytest.raises(ForgeUnavailable, match="1 MB"),
    ):
        read_body(answer, deadline_s=5, max_bytes=2**20)


def test_body_that_takes_too_long_is_given_up(server: Endless, session: requests.Session) -> None:
    with (
        session.get(f"{server.url}/", stream=True, timeout=5) as answer,
        pytest.raises(ForgeUnavailable, match="longer than"),
    ):
        read_body(answer, deadline_s=-1)


def test_body_that_is_no_text_is_read_with_marks(
    server: Endless, session: requests.Session
) -> None:
    with session.get(f"{server.url}/", stream=True, timeout=5) as answer:
        assert read_body(answer, deadline_s=5) == "\ufffd\ufffd ok"


def test_cookies_are_not_kept(server: Endless, session: requests.Session) -> None:
    session.get(f"{server.url}/cookie", timeout=5)
    assert len(session.cookies) == 0


@pytest.mark.parametrize("target", ["http://[/", "https://a:99999/x", "https://a:port/"])
def test_next_page_at_an_address_that_is_none_is_no_page(target: str) -> None:
    assert next_page({"link": f'<{target}>; rel="next"'}, "https://api.example/items") is None


@pytest.mark.parametrize("name", ["date", "retry-after"])
def test_date_that_no_calendar_holds_in_utc_is_not_told(name: str) -> None:
    headers = {name: "Fri, 31 Dec 9999 23:59:59 -2359"}
    assert wait_until(429, headers, "", now=NOW) == NOW + timedelta(minutes=1)
