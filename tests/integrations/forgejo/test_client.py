"""Tokens, redirects and addresses: what goes to whom."""

import json
import logging
from datetime import timedelta

import pytest

from integrations.errors import ForgeRefused, ForgeUnavailable, RateLimited
from integrations.forgejo import ForgejoForge
from integrations.records import Allowance, ProjectRecord
from tests.integrations.forgejo_items import issue_item
from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import NOW, PATH, issue


def _forge(server: ForgejoServer, *tokens: str, base_url: str | None = None) -> ForgejoForge:
    return ForgejoForge(
        "codeberg.org",
        base_url=base_url or server.api,
        tokens=tokens,
        now=lambda: NOW,
        private_hosts=("127.0.0.1",),
    )


def _limited(server: ForgejoServer, *, times: int | None = None) -> None:
    server.trouble(429, b"slow down", headers={"Retry-After": "1200"}, times=times)


def test_token_that_is_limited_gives_way_to_the_next(lamp: ForgejoWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    _limited(lamp.server, times=1)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert isinstance(forge.project(PATH), ProjectRecord)
    sent = [request.headers["authorization"] for request in lamp.server.requests]
    assert sent == ["token one", "token two", "token two"]
    forge.close()


def test_tokens_of_which_nothing_is_told_take_turns(lamp: ForgejoWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    for _ in range(4):
        forge.project(PATH)
    sent = [request.headers["authorization"] for request in lamp.server.requests]
    assert sent == ["token one", "token two", "token one", "token two"]
    forge.close()


def test_all_tokens_limited_says_until_when(lamp: ForgejoWorld) -> None:
    forge = _forge(lamp.server, "one", "two")
    _limited(lamp.server)
    with pytest.raises(RateLimited) as caught:
        forge.project(PATH)
    assert caught.value.retry_at == NOW + timedelta(minutes=20)
    assert forge.requests_made() == 2
    forge.close()


def test_without_a_token_none_is_sent(lamp: ForgejoWorld) -> None:
    forge = _forge(lamp.server)
    forge.project(PATH)
    assert "authorization" not in lamp.server.requests[-1].headers
    forge.close()


def test_cookies_are_not_kept(lamp: ForgejoWorld) -> None:
    lamp.forge.project(PATH)
    lamp.forge.project(PATH)
    assert "cookie" not in lamp.server.requests[-1].headers


def test_token_is_never_sent_to_another_host(lamp: ForgejoWorld) -> None:
    with ForgejoServer() as other:
        lamp.server.trouble(301, b"", headers={"Location": f"{other.api}/repos/{PATH}"})
        with pytest.raises(ForgeRefused, match="HUB_FORGES"):
            lamp.forge.project(PATH)
        assert other.requests == []


def test_link_to_another_host_is_not_followed(lamp: ForgejoWorld) -> None:
    with ForgejoServer() as other:
        link = f'<{other.api}/repos/{PATH}/issues?page=2>; rel="next"'
        body = json.dumps([issue_item(issue(1), path=PATH)]).encode()
        lamp.server.trouble(200, body, part="/issues", headers={"Link": link}, times=1)
        list(lamp.forge.issues(PATH))
        assert other.requests == []


def test_redirects_in_a_circle_end(lamp: ForgejoWorld) -> None:
    lamp.server.trouble(301, b"", headers={"Location": f"/api/v1/repos/{PATH}"})
    before = lamp.forge.requests_made()
    with pytest.raises(ForgeUnavailable, match="circle"):
        lamp.forge.project(PATH)
    assert lamp.forge.requests_made() - before == len(lamp.server.requests) < 10


def test_token_is_in_no_message_and_no_log(
    lamp: ForgejoWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forge = _forge(lamp.server, "fj_secret")
    lamp.server.trouble(401, {"message": "invalid username, password or token"})
    with pytest.raises(ForgeRefused, match="HUB_CODEBERG_TOKENS") as caught:
        forge.project(PATH)
    said = str(caught.value) + repr(caught.value) + repr(vars(forge)) + caplog.text
    assert "fj_secret" not in said + repr(vars(vars(forge)["_client"]))
    forge.close()


def test_another_host_is_told_its_own_setting(forgejo_server: ForgejoServer) -> None:
    forge = ForgejoForge(
        "git.example",
        base_url=forgejo_server.api,
        now=lambda: NOW,
        private_hosts=("127.0.0.1",),
    )
    forgejo_server.trouble(403, {"message": "sign in first"})
    with pytest.raises(ForgeRefused, match=r"HUB_FORGE_TOKENS \(git.example=TOKEN\)"):
        forge.project(PATH)
    forge.close()


def test_dead_server_is_unavailable() -> None:
    with ForgejoServer() as server:
        forge = _forge(server)
    with pytest.raises(ForgeUnavailable, match="codeberg\\.org could not be reached"):
        forge.project(PATH)
    forge.close()


def test_private_address_is_refused_without_the_operators_word(
    forgejo_server: ForgejoServer,
) -> None:
    forge = ForgejoForge("codeberg.org", base_url=forgejo_server.api, now=lambda: NOW)
    with pytest.raises(ForgeRefused, match="HUB_PRIVATE_HOSTS"):
        forge.project(PATH)
    assert forgejo_server.requests == []
    forge.close()


def test_answer_that_is_packed_wrongly_is_unavailable(lamp: ForgejoWorld) -> None:
    lamp.server.trouble(200, b"no gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(ForgeUnavailable, match="cannot be read"):
        lamp.forge.project(PATH)


def test_answer_without_end_is_not_read(
    lamp: ForgejoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.forgejo.client.MAX_ANSWER_BYTES", 1024)
    lamp.server.trouble(200, b" " * 4096)
    with pytest.raises(ForgeUnavailable, match="at once"):
        lamp.forge.project(PATH)


def test_token_that_works_without_a_budget_says_nothing(lamp: ForgejoWorld) -> None:
    assert lamp.forgejo.allowances() == ()


def test_token_that_is_refused_is_told(lamp: ForgejoWorld) -> None:
    lamp.server.trouble(401, {"message": "user does not exist"}, part="/version")
    (error,) = lamp.forgejo.allowances()
    assert isinstance(error, ForgeRefused)


def test_budget_is_told_where_the_server_tells_it(lamp: ForgejoWorld) -> None:
    full_at = NOW + timedelta(minutes=10)
    headers = {
        "X-RateLimit-Limit": "2000",
        "X-RateLimit-Remaining": "1990",
        "X-RateLimit-Reset": str(int(full_at.timestamp())),
    }
    lamp.server.trouble(200, {"version": "16.0.1"}, part="/version", headers=headers)
    assert lamp.forgejo.allowances() == (Allowance(1, 2000, 1990, full_at, server_at=NOW),)
