"""Tokens, redirects and addresses: what goes to whom."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable, RateLimited
from integrations.gitlab import GitLabForge
from integrations.records import Allowance, ProjectRecord
from tests.integrations.gitlab_items import issue_item
from tests.integrations.gitlab_server import GitLabServer
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import NOW, PATH, issue

Connect = Callable[..., GitLabForge]


@pytest.fixture
def connect(lamp: GitLabWorld) -> Iterator[Connect]:
    forges = []

    def connected(
        *tokens: str, host: str = "gitlab.com", base_url: str | None = None
    ) -> GitLabForge:
        forge = GitLabForge(
            host,
            base_url=base_url or lamp.server.url,
            tokens=tokens,
            now=lambda: NOW,
            private_hosts=("127.0.0.1",),
        )
        forges.append(forge)
        return forge

    yield connected
    for forge in forges:
        forge.close()


def _spent(server: GitLabServer, *, times: int | None = None) -> None:
    reset = str(int((NOW + timedelta(seconds=40)).timestamp()))
    headers = {"RateLimit-Remaining": "0", "RateLimit-Limit": "9", "RateLimit-Reset": reset}
    server.trouble(429, b"Retry later\n", headers=headers, times=times)


def test_token_that_is_spent_gives_way_to_the_next(lamp: GitLabWorld, connect: Connect) -> None:
    forge = connect("one", "two")
    _spent(lamp.server, times=1)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert isinstance(forge.project(PATH), ProjectRecord)
    sent = [request.headers["private-token"] for request in lamp.server.requests]
    assert sent == ["one", "two", "two"]


def test_token_with_more_left_is_asked(lamp: GitLabWorld, connect: Connect) -> None:
    forge = connect("one", "two")
    lamp.server.budget = (2000, 5)
    forge.project(PATH)
    lamp.server.budget = (2000, 900)
    forge.project(PATH)
    forge.project(PATH)
    sent = [request.headers["private-token"] for request in lamp.server.requests]
    assert sent == ["one", "two", "two"]


def test_all_tokens_spent_says_until_when(lamp: GitLabWorld, connect: Connect) -> None:
    forge = connect("one", "two")
    _spent(lamp.server)
    with pytest.raises(RateLimited) as caught:
        forge.project(PATH)
    assert caught.value.retry_at == NOW + timedelta(seconds=40)
    assert forge.requests_made() == 2


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "52"}, timedelta(seconds=52)),
        ({}, timedelta(minutes=1)),
    ],
)
def test_plain_retry_later_is_a_wait_and_not_slept_through(
    lamp: GitLabWorld, headers: dict[str, str], wait: timedelta
) -> None:
    lamp.server.trouble(429, b"Retry later\n", headers=headers)
    began = time.monotonic()
    with pytest.raises(RateLimited) as caught:
        lamp.forge.project(PATH)
    assert caught.value.retry_at == NOW + wait
    assert len(lamp.server.requests) == 1
    assert time.monotonic() - began < 20


def test_broken_server_is_asked_once(lamp: GitLabWorld) -> None:
    lamp.break_down()
    with pytest.raises(ForgeUnavailable):
        lamp.forge.project(PATH)
    assert len(lamp.server.requests) == 1


def test_without_a_token_none_is_sent(lamp: GitLabWorld, connect: Connect) -> None:
    connect().project(PATH)
    assert "private-token" not in lamp.server.requests[-1].headers
    assert "authorization" not in lamp.server.requests[-1].headers


def test_path_is_one_segment_of_the_address(lamp: GitLabWorld) -> None:
    lamp.forge.project(PATH)
    assert lamp.server.requests[-1].path == "/api/v4/projects/acme%2Flamp?license=true"


def test_token_is_never_sent_to_another_host(lamp: GitLabWorld) -> None:
    with GitLabServer() as other:
        moved = {"Location": f"{other.url}/api/v4/projects/77"}
        lamp.server.trouble(301, {}, headers=moved)
        with pytest.raises(ForgeRefused, match="does not follow"):
            lamp.forge.project(PATH)
        assert other.requests == []


def test_link_to_another_host_is_not_followed(lamp: GitLabWorld) -> None:
    with GitLabServer() as other:
        link = f'<{other.url}/api/v4/projects/77/issues?page=2>; rel="next"'
        body = json.dumps([issue_item(issue(1), path=PATH)]).encode()
        lamp.server.trouble(200, body, part="/issues", headers={"Link": link}, times=1)
        list(lamp.forge.issues(PATH))
        assert other.requests == []


def test_redirect_without_a_query_keeps_ours(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    moved = {"Location": "/api/v4/projects/77/issues"}
    lamp.server.trouble(307, {}, part="/issues", headers=moved, times=1)
    next(iter(lamp.forge.issues(PATH)))
    first, second = lamp.server.requests
    assert second.path.partition("?")[2] == first.path.partition("?")[2] != ""
    assert second.headers["private-token"] == "glpat-of-the-test"


def test_redirects_in_a_circle_end(lamp: GitLabWorld) -> None:
    lamp.server.trouble(301, {}, headers={"Location": "/api/v4/projects/77"})
    with pytest.raises(ForgeUnavailable, match="circle"):
        lamp.forge.project(PATH)
    assert lamp.forge.requests_made() == len(lamp.server.requests) < 10


@pytest.mark.parametrize(
    ("host", "setting"),
    [("gitlab.com", "HUB_GITLAB_TOKENS"), ("git.lamp.example", "HUB_FORGE_TOKENS")],
)
def test_token_is_in_no_message_and_no_log(
    lamp: GitLabWorld,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
    host: str,
    setting: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    forge = connect("glpat-secret", host=host)
    lamp.server.trouble(401, {"message": "401 Unauthorized"})
    with pytest.raises(ForgeRefused, match=setting) as caught:
        forge.project(PATH)
    assert "glpat-secret" not in str(caught.value) + repr(caught.value) + repr(forge) + caplog.text


@pytest.mark.parametrize("suffix", ["", "/", "/api/v4", "/api/v4/"])
def test_address_of_the_api_may_be_written_either_way(
    lamp: GitLabWorld, connect: Connect, suffix: str
) -> None:
    connect(base_url=lamp.server.url + suffix).project(PATH)
    assert lamp.server.requests[-1].path.startswith("/api/v4/projects/")


def test_gitlab_below_a_path_is_reached_there(lamp: GitLabWorld, connect: Connect) -> None:
    with pytest.raises(ForgeError):
        connect(base_url=f"{lamp.server.url}/git").project(PATH)
    assert lamp.server.requests[-1].path.startswith("/git/api/v4/projects/")


def test_dead_server_is_unavailable() -> None:
    with GitLabServer() as server:
        forge = GitLabForge(base_url=server.url, now=lambda: NOW, private_hosts=("127.0.0.1",))
    with pytest.raises(ForgeUnavailable, match=r"gitlab\.com could not be reached"):
        forge.project(PATH)
    forge.close()


def test_private_address_is_refused_without_the_operators_word(
    gitlab_server: GitLabServer,
) -> None:
    forge = GitLabForge(base_url=gitlab_server.url, now=lambda: NOW)
    with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
        forge.project(PATH)
    assert gitlab_server.requests == []
    forge.close()


def test_each_token_says_what_is_left_of_it(lamp: GitLabWorld, connect: Connect) -> None:
    lamp.server.budget = (2000, 1990)
    full_at = NOW + timedelta(seconds=60)
    assert connect("one", "two").allowances() == (
        Allowance(1, 2000, 1990, full_at, server_at=NOW),
        Allowance(2, 2000, 1990, full_at, server_at=NOW),
    )
    assert connect().allowances() == (Allowance(0, 2000, 1990, full_at, server_at=NOW),)
    assert len(lamp.server.requests) == 3


def test_refused_token_stands_among_the_others(lamp: GitLabWorld, connect: Connect) -> None:
    lamp.server.budget = (2000, 1990)
    lamp.server.trouble(401, {"message": "401 Unauthorized"}, times=1)
    first, second = connect("one", "two").allowances()
    assert isinstance(first, ForgeRefused)
    assert isinstance(second, Allowance)


def test_server_without_limits_says_nothing(lamp: GitLabWorld) -> None:
    assert lamp.gitlab.allowances() == ()
