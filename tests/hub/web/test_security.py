"""What stands before the routes: headers, hosts, origins, sizes, and a log that says little."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web.app import create_app
from hub.web.security import CONTENT_SECURITY_POLICY, MAX_QUERY_BYTES

EVERYWHERE = ("/", "/search", "/nowhere", "/api/v1/tasks", "/api/v1/nowhere", "/healthz",
              "/static/tokens.css", "/robots.txt", "/search?page=999")  # fmt: skip


def _with_settings(context: AppContext, **changed: object) -> TestClient:
    settings_ = context.settings.model_copy(update=changed)
    return TestClient(create_app(replace(context, settings=settings_)))


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "permissions-policy" in headers
    assert len(headers["x-request-id"]) == 32
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_https_is_asked_for_only_where_the_hub_has_it(indexed: AppContext) -> None:
    plain = _with_settings(indexed, public_url="http://hub.example").get("/about")
    safe = _with_settings(indexed, public_url="https://hub.example").get("/about")
    assert "strict-transport-security" not in plain.headers
    assert safe.headers["strict-transport-security"] == "max-age=63072000"


def test_api_may_be_read_from_any_origin_and_pages_may_not(client: TestClient) -> None:
    api = client.get("/api/v1/vocabulary", headers={"Origin": "https://elsewhere.example"})
    page = client.get("/about", headers={"Origin": "https://elsewhere.example"})
    assert api.headers["access-control-allow-origin"] == "*"
    assert api.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in api.headers
    assert "access-control-allow-origin" not in page.headers
    assert page.headers["cross-origin-resource-policy"] == "same-origin"


def test_browser_that_asks_first_may_send_a_tag_to_the_api_alone(client: TestClient) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    api = client.options("/api/v1/tasks", headers=asked)
    assert api.status_code == 204
    assert api.headers["access-control-allow-headers"] == "If-None-Match"
    assert client.options("/about", headers=asked).status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("hub.example", 200),
        ("hub.example:8000", 200),
        ("HUB.example", 200),
        ("a.hubs.example", 200),
        ("hubs.example", 400),
        ("evilhubs.example", 400),
        ("evil.example", 400),
        ("[::1]:8000", 200),
        ("", 400),
    ],
)
def test_only_named_hosts_are_answered(indexed: AppContext, host: str, status: int) -> None:
    allowed = ("hub.example", "*.hubs.example", "[::1]")
    client = _with_settings(indexed, allowed_hosts=allowed)
    response = client.get("/about", headers={"Host": host})
    assert response.status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_changes_come_from_own_pages_alone(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    response = client.post(
        "/theme", content="theme=dark&next=/", headers=headers, follow_redirects=False
    )
    assert response.status_code == status


def test_reading_from_elsewhere_is_allowed(client: TestClient) -> None:
    assert client.get("/about", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_large_body_is_refused_before_it_is_read(indexed: AppContext) -> None:
    client = _with_settings(indexed, max_body_bytes=2048)
    response = client.post("/theme", content=b"x" * 2049)
    assert response.status_code == 413
    assert "more than this hub reads at once (2 KiB)" in response.text
    assert "content-security-policy" in response.headers


def test_large_body_without_a_length_is_refused_while_it_is_read(indexed: AppContext) -> None:
    client = _with_settings(indexed, max_body_bytes=2048)

    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    response = client.post("/theme", content=pieces())
    assert response.status_code == 413
    assert "Send less" in response.text


@pytest.mark.parametrize("length", ["-1", "one", "1e3", "٣", "1" * 40])
def test_strange_length_is_refused(client: TestClient, length: str) -> None:
    response = client.post("/theme", headers={b"Content-Length": length.encode()})
    assert response.status_code in (400, 413)


@pytest.mark.parametrize("prefix", ["/search?q=", "/api/v1/search?q="])
def test_long_address_is_refused(client: TestClient, prefix: str) -> None:
    response = client.get(prefix + "x" * MAX_QUERY_BYTES)
    assert response.status_code == 414


@pytest.mark.parametrize("address", ["/search?q=a%00b", "/projects/a%00b", "/static/a%00b"])
def test_nul_is_refused(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/", "/about", "/api/v1/tasks", "/healthz", "/nowhere"])
def test_head_answers_as_get_without_a_body(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.status_code == get.status_code
    assert head.content == b""


@pytest.mark.parametrize("address", ["/static/../hub/settings.py", "/static/%2e%2e/pyproject.toml",
                                     "/static//etc/passwd", "/static/fonts/"])  # fmt: skip
def test_nothing_but_static_files_is_served(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_log_names_the_route_and_neither_text_nor_address(client: TestClient) -> None:
    with structlog.testing.capture_logs() as lines:
        client.get("/search?q=my-secret-illness")
        client.get("/people/noor")
        client.get("/api/v1/people/noor")
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["route"] for line in requests] == [
        "/search",
        "/people/{handle}",
        "/api/v1/people/{handle}",
    ]
    written = repr(lines)
    assert "my-secret-illness" not in written
    assert "noor" not in written
    assert "testclient" not in written


@given(
    name=st.sampled_from(["q", "kind", "page", "sort", "tab", "exact", "cursor", "limit", "next"]),
    value=st.text(max_size=80),
    raw=st.binary(max_size=60),
    path=st.sampled_from(
        ["/", "/search", "/sources", "/people", "/people/noor", "/projects/lanternbus", "/tasks/1",
         "/about", "/patterns", "/api/v1/search", "/api/v1/tasks", "/api/v1/people"]
    ),
)  # fmt: skip
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_query_makes_an_error_of_ours(
    client: TestClient, *, name: str, value: str, raw: bytes, path: str
) -> None:
    encoded = value.encode("utf-8", "surrogatepass")
    for query in (
        f"{name}=".encode() + _percent(encoded),
        _percent(raw),
        b"&=%&%zz=" + raw.hex().encode(),
    ):
        response = client.get(f"{path}?{query.decode('ascii')}")
        assert response.status_code < 500, (path, query)


def _percent(raw: bytes) -> bytes:
    return "".join(f"%{byte:02x}" for byte in raw).encode()


@given(segment=st.text(min_size=1, max_size=40))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_path_makes_an_error_of_ours(client: TestClient, segment: str) -> None:
    written = _percent(segment.encode("utf-8", "surrogatepass")).decode()
    for start in ("/tasks/", "/projects/", "/people/", "/static/", "/api/v1/tasks/", "/"):
        assert client.get(start + written).status_code < 500


@pytest.mark.parametrize("address", ["/", "/search", "/people", "/people/noor", "/tasks/1",
                                     "/api/v1/people", "/nowhere"])  # fmt: skip
def test_nobody_keeps_a_page_without_asking_again(client: TestClient, address: str) -> None:
    assert client.get(address).headers["cache-control"] == "no-cache"


def test_static_files_may_still_be_kept(client: TestClient) -> None:
    assert "max-age" in client.get("/static/tokens.css").headers["cache-control"]
