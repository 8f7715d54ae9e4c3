"""The address guard lets nothing through to a private address."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx2
import pytest

from integrations.addresses import AddressGuard, is_public
from integrations.errors import ForgeRefused, ForgeUnavailable
from integrations.http import GuardedTransport, guarded_session
from tests.replay.loopback import LoopbackServer, Reply, Request

CLOSED = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001::1",
    "2001:db8::1",
    "100::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "not an address",
    "",
]
PUBLIC = ["1.1.1.1", "140.82.121.6", "2606:4700:4700::1111", "64:ff9b::8c52:7906", "2a01:4f8::1"]


@dataclass
class Recorder(LoopbackServer):
    """Answers as told, and keeps what was asked."""

    replies: dict[str, Reply] = field(default_factory=dict)
    seen: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def answer(self, request: Request) -> Reply:
        self.seen.append(request)
        return self.replies.get(request.target, Reply(200, b"here"))


@pytest.fixture
def server() -> Iterator[Recorder]:
    with Recorder() as server:
        yield server


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Names under ``.example``, each with the answers that a resolver gives one after another."""
    known: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: object, **more: object) -> object:
        if not str(host).endswith(".example"):
            return real(host, port, *rest, **more)  # type: ignore[arg-type]
        if not known.get(host):
            raise socket.gaierror("no such name")
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in known[host].pop(0)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def _fetch_by_requests(guard: AddressGuard, url: str) -> bytes:
    with guarded_session(guard) as session:
        content: bytes = session.get(url, timeout=5).content
        return content


def _fetch_by_httpx(guard: AddressGuard, url: str) -> bytes:
    with httpx2.Client(
        transport=GuardedTransport(guard), follow_redirects=True, timeout=5, trust_env=False
    ) as client:
        return client.get(url).content


both_doors = pytest.mark.parametrize(
    "fetch", [_fetch_by_requests, _fetch_by_httpx], ids=["requests", "httpx2"]
)
Fetch = Callable[[AddressGuard, str], bytes]


@pytest.mark.parametrize("address", CLOSED)
def test_address_is_closed(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://forge.example/",
        "file:///etc/passwd",
        "gopher://forge.example/",
        "//forge.example/",
        "forge.example",
        "http://",
        "https:///path",
        "http://user:secret@forge.example/",
        "http://forge.example:99999/",
        "http://[::1/",
    ],
)
def test_address_of_another_sort_is_refused(url: str) -> None:
    with pytest.raises(ForgeRefused) as caught:
        AddressGuard().check_url(url)
    assert "secret" not in str(caught.value)


@both_doors
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_private_address_is_not_called_however_it_is_written(
    server: Recorder, fetch: Fetch, host: str
) -> None:
    port = server.url.rpartition(":")[2]
    with pytest.raises((ForgeRefused, ForgeUnavailable)):
        fetch(AddressGuard(), f"http://{host}:{port}/")
    assert server.seen == []


@both_doors
def test_host_is_called_where_the_operator_allows_it(server: Recorder, fetch: Fetch) -> None:
    assert fetch(AddressGuard.allowing(("127.0.0.1",)), server.url) == b"here"


@both_doors
def test_exception_for_a_port_is_for_that_port_only(server: Recorder, fetch: Fetch) -> None:
    port = server.url.rpartition(":")[2]
    assert fetch(AddressGuard.allowing((f" 127.0.0.1:{port} ",)), server.url) == b"here"
    with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
        fetch(AddressGuard.allowing(("127.0.0.1:1",)), server.url)


@both_doors
def test_name_that_leads_home_is_refused(
    server: Recorder, fetch: Fetch, names: dict[str, list[list[str]]]
) -> None:
    names["sly.example"] = [["1.1.1.1", "127.0.0.1"]]
    port = server.url.rpartition(":")[2]
    with pytest.raises(ForgeRefused, match=r"sly\.example.*127\.0\.0\.1"):
        fetch(AddressGuard(), f"http://sly.example:{port}/")
    assert server.seen == []


@both_doors
def test_name_is_resolved_once_and_asked_under_its_own_name(
    server: Recorder, fetch: Fetch, names: dict[str, list[list[str]]]
) -> None:
    """A second answer of the resolver, here a dead end, is never asked for."""
    names["home.example"] = [["127.0.0.1"], ["1.1.1.1"]]
    port = server.url.rpartition(":")[2]
    guard = AddressGuard.allowing(("home.example",))
    assert fetch(guard, f"http://home.example:{port}/") == b"here"
    assert names["home.example"] == [["1.1.1.1"]]
    assert server.seen[0].headers["host"] == f"home.example:{port}"


@both_doors
def test_redirect_to_a_private_address_is_refused(server: Recorder, fetch: Fetch) -> None:
    with Recorder() as other:
        server.replies["/"] = Reply(302, b"", {"Location": f"{other.url}/secret"})
        port = server.url.rpartition(":")[2]
        with pytest.raises(ForgeRefused):
            fetch(AddressGuard.allowing((f"127.0.0.1:{port}",)), server.url + "/")
        assert other.seen == []


@both_doors
def test_unknown_name_is_unavailable(fetch: Fetch, names: dict[str, list[list[str]]]) -> None:
    with pytest.raises(ForgeUnavailable, match=r"nowhere\.example"):
        fetch(AddressGuard(), "http://nowhere.example/")


@both_doors
def test_proxy_of_the_environment_is_not_used(
    server: Recorder, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    assert fetch(AddressGuard.allowing(("127.0.0.1",)), server.url) == b"here"
