"""Fetching over a real socket: conditional, bounded, and never to a private address."""

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from integrations.addresses import AddressGuard
from integrations.catalogues import fetching
from integrations.catalogues.fetching import Fetched, Fetcher
from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable, RateLimited, RecordGone
from integrations.records import NotModified
from tests.replay.loopback import LoopbackServer, Reply, Request

BODY = b"https://github.com/riders/lanternbus\n"


class CatalogueServer(LoopbackServer):
    """Answers each path with a reply that the test puts there; keeps what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: dict[str, Reply] = {}
        self.requests: list[Request] = []
        self.held = threading.Event()

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        reply = self.replies.get(request.target, Reply(404, b""))
        if request.target == "/slow":
            self.held.wait(30)
        etag = reply.headers.get("ETag")
        if etag and request.headers.get("if-none-match") == etag:
            return Reply(304, b"", {"ETag": etag})
        return reply


@pytest.fixture
def server() -> Iterator[CatalogueServer]:
    with CatalogueServer() as running:
        running.replies["/list"] = Reply(200, BODY, {"ETag": '"one"'})
        yield running
        running.held.set()


@pytest.fixture
def fetcher(server: CatalogueServer) -> Iterator[Fetcher]:
    host = server.url.removeprefix("http://")
    made = Fetcher(AddressGuard.allowing((host,)), timeout_s=5)
    yield made
    made.close()


def test_file_is_fetched_and_an_unchanged_one_costs_one_304(
    server: CatalogueServer, fetcher: Fetcher
) -> None:
    first = fetcher.fetch(f"{server.url}/list")
    assert isinstance(first, Fetched)
    assert first.content == BODY

    assert isinstance(fetcher.fetch(f"{server.url}/list", cursor=first.cursor), NotModified)

    assert fetcher.requests_made == len(server.requests) == 2
    assert server.requests[1].headers["if-none-match"] == '"one"'
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_date_is_enough_to_ask_conditionally(server: CatalogueServer, fetcher: Fetcher) -> None:
    changed = "Mon, 23 Nov 2026 12:00:00 GMT"
    server.replies["/dated"] = Reply(200, BODY, {"Last-Modified": changed})
    first = fetcher.fetch(f"{server.url}/dated")
    assert isinstance(first, Fetched)

    fetcher.fetch(f"{server.url}/dated", cursor=first.cursor)

    assert server.requests[1].headers["if-modified-since"] == changed


def test_same_bytes_without_a_tag_are_unchanged(server: CatalogueServer, fetcher: Fetcher) -> None:
    server.replies["/bare"] = Reply(200, BODY)
    first = fetcher.fetch(f"{server.url}/bare")
    assert isinstance(first, Fetched)
    assert sha256(BODY).hexdigest() in first.cursor

    assert isinstance(fetcher.fetch(f"{server.url}/bare", cursor=first.cursor), NotModified)
    server.replies["/bare"] = Reply(200, BODY * 2)
    assert isinstance(fetcher.fetch(f"{server.url}/bare", cursor=first.cursor), Fetched)


@pytest.mark.parametrize("cursor", ["", "nonsense", "[]", json.dumps({"version": 0, "etag": "x"})])
def test_cursor_of_another_version_asks_for_everything(
    server: CatalogueServer, fetcher: Fetcher, cursor: str
) -> None:
    assert isinstance(fetcher.fetch(f"{server.url}/list", cursor=cursor), Fetched)
    assert "if-none-match" not in server.requests[0].headers


def test_redirect_is_followed_and_counted(server: CatalogueServer, fetcher: Fetcher) -> None:
    server.replies["/moved"] = Reply(302, b"", {"Location": "/list"})

    fetched = fetcher.fetch(f"{server.url}/moved")

    assert isinstance(fetched, Fetched)
    assert fetched.content == BODY
    assert fetcher.requests_made == 2


def test_redirect_to_a_private_address_is_refused(
    server: CatalogueServer, fetcher: Fetcher
) -> None:
    with CatalogueServer() as inside:
        inside.replies["/secret"] = Reply(200, b"secret")
        server.replies["/moved"] = Reply(302, b"", {"Location": f"{inside.url}/secret"})

        with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
            fetcher.fetch(f"{server.url}/moved")

        assert inside.requests == []


@pytest.mark.parametrize(
    ("location", "kind"),
    [("/moved", ForgeUnavailable), ("", ForgeUnavailable), ("file:///etc/passwd", ForgeRefused),
     ("http://[", ForgeUnavailable), ("http://somebody:secret@127.0.0.1/", ForgeRefused)],
)  # fmt: skip
def test_redirect_that_leads_nowhere_is_an_error(
    server: CatalogueServer, fetcher: Fetcher, location: str, kind: type[ForgeError]
) -> None:
    server.replies["/moved"] = Reply(302, b"", {"Location": location})

    with pytest.raises(kind):
        fetcher.fetch(f"{server.url}/moved")


def test_private_address_is_not_asked(server: CatalogueServer) -> None:
    fetcher = Fetcher(AddressGuard(), timeout_s=5)

    with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
        fetcher.fetch(f"{server.url}/list")

    assert server.requests == []
    fetcher.close()


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (404, {}, RecordGone),
        (410, {}, RecordGone),
        (401, {}, ForgeRefused),
        (403, {}, ForgeRefused),
        (429, {"Retry-After": "60"}, RateLimited),
        (503, {"Retry-After": "60"}, RateLimited),
        (500, {}, ForgeUnavailable),
        (204, {}, ForgeUnavailable),
        (304, {}, ForgeUnavailable),
    ],
)
def test_other_answers_are_errors_in_words(
    server: CatalogueServer,
    fetcher: Fetcher,
    status: int,
    headers: dict[str, str],
    kind: type[ForgeError],
) -> None:
    server.replies["/list"] = Reply(status, b"", headers)

    with pytest.raises(kind) as failure:
        fetcher.fetch(f"{server.url}/list")

    assert type(failure.value) is kind
    if isinstance(failure.value, RateLimited):
        assert failure.value.retry_at is not None
        assert failure.value.retry_at > datetime.now(UTC)


def test_file_that_is_too_large_is_refused(server: CatalogueServer, fetcher: Fetcher) -> None:
    server.replies["/large"] = Reply(200, b"x" * 2_000_000)
    server.replies["/packed"] = Reply(
        200, gzip.compress(b"x" * 2_000_000), {"Content-Encoding": "gzip"}
    )

    for path in ("/large", "/packed"):
        with pytest.raises(ForgeUnavailable, match="larger than 1 MB"):
            fetcher.fetch(f"{server.url}{path}", max_bytes=2**20)


def test_packed_answer_is_unpacked_all_the_same(server: CatalogueServer, fetcher: Fetcher) -> None:
    server.replies["/packed"] = Reply(200, gzip.compress(BODY), {"Content-Encoding": "gzip"})
    server.replies["/odd"] = Reply(200, BODY, {"Content-Encoding": "br"})

    fetched = fetcher.fetch(f"{server.url}/packed")

    assert isinstance(fetched, Fetched)
    assert fetched.content == BODY
    with pytest.raises(ForgeUnavailable, match="packs its answer"):
        fetcher.fetch(f"{server.url}/odd")


def test_server_that_does_not_answer_is_left(server: CatalogueServer) -> None:
    host = server.url.removeprefix("http://")
    fetcher = Fetcher(AddressGuard.allowing((host,)), timeout_s=0.2)

    with pytest.raises(ForgeUnavailable, match="did not answer in time"):
        fetcher.fetch(f"{server.url}/slow")

    fetcher.close()


def test_server_that_trickles_is_left(
    server: CatalogueServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Running:
        """A clock on which every look costs a minute."""

        at_s = 0.0

        def monotonic(self) -> float:
            self.at_s += 60
            return self.at_s

    monkeypatch.setattr(fetching, "time", Running())
    server.replies["/long"] = Reply(200, b"x" * 1_000_000)

    with pytest.raises(ForgeUnavailable, match="takes too long"):
        fetcher.fetch(f"{server.url}/long")


def test_server_that_is_not_there_is_an_error(fetcher: Fetcher, server: CatalogueServer) -> None:
    server.stop()

    with pytest.raises(ForgeUnavailable, match="could not be reached"):
        fetcher.fetch(f"{server.url}/list")
