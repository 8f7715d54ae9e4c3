"""Tokens, redirects and addresses: what goes to whom."""

import json
import logging
from datetime import timedelta

import pytest

from integrations.base import Budgets
from integrations.errors import ForgeRefused, ForgeUnavailable, RateLimited, RecordGone
from integrations.github import GitHubForge
from integrations.records import Allowance, ProjectRecord
from tests.integrations.github_items import issue_item
from tests.integrations.github_server import GitHubServer
from tests.integrations.worlds import NOW, PATH, GitHubWorld, issue


def _forge(server: GitHubServer, *tokens: str, base_url: str | None = None) -> GitHubForge:
    return GitHubForge(
        "github.com",
        base_url=base_url or server.url,
        tokens=tokens,
        now=lambda: NOW,
        private_hosts=("127.0.0.1",),
    )


def _spent(server: GitHubServer, *, times: int | None = None) -> None:
    reset = str(int((NOW + timedelta(minutes=20)).timestamp()))
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "9", "X-RateLimit-Reset": reset}
    server.trouble(403, {"message": "API rate limit exceeded"}, headers=headers, times=times)


def test_token_that_is_spent_gives_way_to_the_next(lamp: GitHubWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    _spent(lamp.server, times=1)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert isinstance(forge.project(PATH), ProjectRecord)
    sent = [request.headers["authorization"] for request in lamp.server.requests]
    assert sent == ["token one", "token two", "token two"]
    forge.close()


def test_all_tokens_spent_says_until_when(lamp: GitHubWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    _spent(lamp.server)
    with pytest.raises(RateLimited) as caught:
        forge.project(PATH)
    assert caught.value.retry_at == NOW + timedelta(minutes=20)
    assert forge.requests_made() == 2
    forge.close()


def test_budgets_are_told_as_the_last_answers_said_without_asking(lamp: GitHubWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    assert forge.budgets() == ()
    _spent(lamp.server, times=1)
    forge.project(PATH)
    asked = forge.requests_made()
    [first, *_] = forge.budgets()
    assert first == Allowance(1, 9, 0, NOW + timedelta(minutes=20), None, "core")
    assert isinstance(forge, Budgets)
    assert forge.requests_made() == asked
    forge.close()


def test_without_a_token_none_is_sent(lamp: GitHubWorld) -> None:
    forge = _forge(lamp.server)
    forge.project(PATH)
    assert "authorization" not in lamp.server.requests[-1].headers
    forge.close()


def test_token_is_never_sent_to_another_host(lamp: GitHubWorld) -> None:
    with GitHubServer() as other:
        lamp.server.trouble(301, {}, headers={"Location": f"{other.url}/repos/{PATH}"})
        with pytest.raises(ForgeRefused, match="HUB_GITHUB_BASE_URL"):
            lamp.forge.project(PATH)
        assert other.requests == []


def test_link_to_another_host_is_not_followed(lamp: GitHubWorld) -> None:
    with GitHubServer() as other:
        link = f'<{other.url}/repos/{PATH}/issues?page=2>; rel="next"'
        body = json.dumps([issue_item(issue(1), path=PATH)]).encode()
        lamp.server.trouble(200, body, part="/issues", headers={"Link": link}, times=1)
        list(lamp.forge.issues(PATH))
        assert other.requests == []


def test_redirect_without_a_query_keeps_ours(lamp: GitHubWorld) -> None:
    lamp.put_issues([issue(1)])
    moved = {"Location": f"/repos/{PATH}/issues"}
    lamp.server.trouble(307, {}, part="/issues", headers=moved, times=1)
    next(iter(lamp.forge.issues(PATH)))
    first, second = lamp.server.requests
    assert second.path.partition("?")[2] == first.path.partition("?")[2] != ""


def test_redirects_in_a_circle_end(lamp: GitHubWorld) -> None:
    lamp.server.trouble(301, {}, headers={"Location": f"/repos/{PATH}"})
    with pytest.raises(ForgeUnavailable, match="circle"):
        lamp.forge.project(PATH)
    assert lamp.forge.requests_made() == len(lamp.server.requests) < 10


def test_token_is_in_no_message_and_no_log(
    lamp: GitHubWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forge = _forge(lamp.server, "ghp_secret")
    lamp.server.trouble(401, {"message": "Bad credentials"})
    with pytest.raises(ForgeRefused) as caught:
        forge.project(PATH)
    assert "ghp_secret" not in str(caught.value) + repr(caught.value) + repr(forge) + caplog.text
    forge.close()


def test_enterprise_is_reached_below_its_path(lamp: GitHubWorld) -> None:
    forge = _forge(lamp.server, base_url=f"{lamp.server.url}/api/v3/")
    with pytest.raises(RecordGone):
        forge.project(PATH)
    assert lamp.server.requests[-1].path == f"/api/v3/repos/{PATH}"
    forge.close()


def test_dead_server_is_unavailable() -> None:
    with GitHubServer() as server:
        forge = _forge(server)
    with pytest.raises(ForgeUnavailable, match="github\\.com could not be reached"):
        forge.project(PATH)
    forge.close()


def test_private_address_is_refused_without_the_operators_word(
    github_server: GitHubServer,
) -> None:
    forge = GitHubForge("github.com", base_url=github_server.url, now=lambda: NOW)
    with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
        forge.project(PATH)
    assert github_server.requests == []
    forge.close()
