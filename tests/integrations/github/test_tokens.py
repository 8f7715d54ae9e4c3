"""A GitHub App's installations: their tokens are fetched, renewed, shared out and never shown."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from integrations.errors import ForgeRefused, ForgeUnavailable, RateLimited
from integrations.github import AppKey, GitHubForge
from integrations.github.tokens import InstallationAuth, InstallationToken
from integrations.records import Page, ProjectRecord
from tests.integrations.worlds import NOW, PATH, GitHubWorld, issue

Connect = Callable[..., GitHubForge]


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def connect(lamp: GitHubWorld, key: rsa.RSAPrivateKey) -> Iterator[Connect]:
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    lamp.server.app_key = public.decode()
    forges: list[GitHubForge] = []

    def connected(*installations: int, tokens: tuple[str, ...] = ()) -> GitHubForge:
        forge = GitHubForge(
            "github.com",
            base_url=lamp.server.url + lamp.server.prefix,
            tokens=tokens,
            app=AppKey("12", private_pem(key), installations),
            now=lambda: lamp.server.now,
            private_hosts=("127.0.0.1",),
        )
        forges.append(forge)
        return forge

    yield connected
    for forge in forges:
        forge.close()


def used_tokens(world: GitHubWorld) -> list[str]:
    """List the authorisations of all requests but those for a token."""
    return [
        request.headers["authorization"]
        for request in world.server.requests
        if "access_tokens" not in request.path
    ]


def test_installation_asks_with_a_token_of_its_own(lamp: GitHubWorld, connect: Connect) -> None:
    forge = connect(501)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert used_tokens(lamp) == ["token ghs_501_1"] * 2
    assert forge.requests_made() == len(lamp.server.requests) == 3


def test_token_is_renewed_five_minutes_before_it_ends(lamp: GitHubWorld, connect: Connect) -> None:
    forge = connect(501)
    for minutes in (0, 54, 56):
        lamp.set_now(NOW + timedelta(minutes=minutes))
        forge.project(PATH)
    assert used_tokens(lamp) == ["token ghs_501_1", "token ghs_501_1", "token ghs_501_2"]


def test_token_is_fetched_once_for_many_threads() -> None:
    given = iter(range(1, 100))

    def fetch() -> InstallationToken:
        return InstallationToken(f"ghs_{next(given)}", NOW + timedelta(hours=1))

    auth = InstallationAuth(fetch, now=lambda: NOW)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: auth.token, range(64)))
    assert found == {"ghs_1"}


def test_installations_and_personal_tokens_share_the_budget(
    lamp: GitHubWorld, connect: Connect
) -> None:
    lamp.put_issues(issue(number) for number in range(1, 901))
    forge = connect(501, 502, tokens=("personal",))
    cursor: str | None = None
    while pages := list(forge.next_pages([(PATH, cursor)])):
        assert isinstance(pages[0][1], Page)
        cursor = pages[0][1].cursor
    assert {token.rpartition("_")[0] for token in lamp.server.graph.points_used} == {
        "token ghs_501",
        "token ghs_502",
        "",
    }


def test_enterprise_gives_tokens_below_its_path(lamp: GitHubWorld, connect: Connect) -> None:
    lamp.server.prefix = "/api/v3"
    assert isinstance(connect(501).project(PATH), ProjectRecord)
    assert lamp.server.requests[0].path == "/api/v3/app/installations/501/access_tokens"


def test_wrong_key_is_refused_with_the_settings_to_check(
    lamp: GitHubWorld, connect: Connect
) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    lamp.server.app_key = other.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    with pytest.raises(ForgeRefused, match="HUB_GITHUB_APP_KEY_FILE"):
        connect(501).project(PATH)


def test_limit_on_tokens_is_a_limit(lamp: GitHubWorld, connect: Connect) -> None:
    lamp.server.trouble(403, {"message": "rate limit"}, headers={"Retry-After": "60"})
    with pytest.raises(RateLimited):
        connect(501).project(PATH)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"token": "ghs_secret", "expires_at": "soon"}'])
def test_answer_without_a_token_is_unavailable(
    lamp: GitHubWorld, connect: Connect, body: bytes
) -> None:
    lamp.server.trouble(201, body, part="access_tokens")
    with pytest.raises(ForgeUnavailable) as caught:
        connect(501).project(PATH)
    assert "ghs_secret" not in repr(caught.value) + repr(caught.value.__cause__)


def test_key_and_token_are_in_no_log_and_no_representation(
    lamp: GitHubWorld, connect: Connect, key: rsa.RSAPrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connect(501).project(PATH)
    signed = lamp.server.requests[0].headers["authorization"].removeprefix("Bearer ")
    app = AppKey("12", private_pem(key), (501,))
    shown = caplog.text + repr(app) + repr(InstallationToken("ghs_501_1", NOW))
    for secret in ("ghs_501", signed, private_pem(key).splitlines()[1]):
        assert secret not in shown


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n"])
def test_key_that_cannot_sign_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="no private key") as caught:
        AppKey("12", text, (501,)).auth()
    assert "AAAA" not in str(caught.value)
