"""Settings become forges, or a sentence that says what to set."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from hub.bootstrap import make_forges, make_sign_in_forges
from hub.clock import SystemClock
from hub.errors import NotConfigured
from hub.settings import Settings
from integrations.github import GitHubForge
from integrations.records import ProjectRecord
from tests.integrations.github_items import repository_item
from tests.integrations.github_server import GitHubServer


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@pytest.fixture
def key_pair(tmp_path: Path) -> tuple[Path, str]:
    """The file of a private key, and the public one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path / "app.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return file, public.decode()


def test_app_of_the_settings_asks_github(key_pair: tuple[Path, str]) -> None:
    file, public = key_pair
    with GitHubServer(now=datetime.now(UTC)) as server, ExitStack() as stack:
        server.app_key = public
        record = ProjectRecord("1", "acme/lamp", "lamp", "https://github.com/acme/lamp")
        server.put_repository("acme/lamp", repository_item(record))
        given = settings(
            github_app_id="12",
            github_app_key_file=file,
            github_app_installations="501",
            github_base_url=server.url,
            private_hosts="127.0.0.1",
        )
        forges = make_forges(given, SystemClock(), stack=stack)
        [github] = [forge for forge in forges if forge.host == "github.com"]
        assert isinstance(github, GitHubForge)
        assert isinstance(github.project("acme/lamp"), ProjectRecord)
        assert server.requests[-1].headers["authorization"] == "token ghs_501_1"


def test_enterprise_is_a_forge_of_its_own_with_its_tokens() -> None:
    given = settings(
        forges="github:ghe.example.com", forge_tokens="ghe.example.com=ghp_of_the_test"
    )
    with ExitStack() as stack:
        forges = make_forges(given, SystemClock(), stack=stack)
        assert {"github.com", "ghe.example.com"} <= {forge.host for forge in forges}


@pytest.mark.parametrize(
    "missing", ["github_app_id", "github_app_key_file", "github_app_installations"]
)
def test_half_an_app_is_told(key_pair: tuple[Path, str], missing: str) -> None:
    values: dict[str, object] = {
        "github_app_id": "12",
        "github_app_key_file": key_pair[0],
        "github_app_installations": "501, 502",
    }
    del values[missing]
    with ExitStack() as stack, pytest.raises(NotConfigured, match="needs all of"):
        make_forges(settings(**values), SystemClock(), stack=stack)


@pytest.mark.parametrize(
    ("content", "words"), [("secret words", "PEM"), (None, "cannot be read"), ("ключ", "PEM")]
)
def test_key_file_that_is_none_is_told_without_its_text(
    tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "app.pem"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    given = settings(github_app_id="12", github_app_key_file=file, github_app_installations="501")
    with ExitStack() as stack, pytest.raises(NotConfigured, match=words) as caught:
        make_forges(given, SystemClock(), stack=stack)
    assert "secret words" not in str(caught.value)


def test_sign_in_asks_an_enterprise_where_its_api_is_said_to_be() -> None:
    given = settings(
        forges="github:ghe.example.com=http://api.ghe.example.com",
        sign_in_with="github:ghe.example.com=client",
        sign_in_secrets="ghe.example.com=secret",
    )
    # Its pages are asked by https: it is the address of the API that is refused.
    with (
        ExitStack() as stack,
        pytest.raises(NotConfigured, match=r"alone\. api\.ghe"),
    ):
        make_sign_in_forges(given, stack)
    allowed = given.model_copy(update={"private_hosts": ("api.ghe.example.com",)})
    with ExitStack() as stack:
        assert set(make_sign_in_forges(allowed, stack)) == {"ghe.example.com"}
