"""The setting that names the secrets of webhooks, and what is made of it."""

import pytest

from hub.bootstrap import make_webhooks
from hub.errors import NotConfigured
from hub.settings import Settings
from tests.webhooks.signed import by_github

LONG = "long enough to be a secret"


def _settings(secrets: str, forges: str = "") -> Settings:
    return Settings(webhook_secrets=secrets, forges=forges, _env_file=None)


def test_hub_without_secrets_reads_no_deliveries() -> None:
    assert make_webhooks(_settings("")) == {}


def test_every_host_with_a_secret_has_a_reader() -> None:
    readers = make_webhooks(
        _settings(f"github.com={LONG}, GHE.example.org:8443={LONG}", "github:ghe.example.org:8443")
    )

    assert set(readers) == {("github", "github.com"), ("github", "ghe.example.org:8443")}
    assert all(reader.host == host for (_, host), reader in readers.items())


def test_secrets_of_one_host_are_valid_at_once_and_may_hold_equals_signs() -> None:
    newer = "newer=secret=with=signs=="
    reader = make_webhooks(_settings(f"github.com={LONG},github.com={newer}"))[
        "github", "github.com"
    ]

    for secret in (LONG, newer):
        sent = by_github("ping", {}, secret=secret)
        headers = {name.lower(): value for name, value in sent.headers.items()}
        assert reader.read(headers, sent.body).event == "ping"


@pytest.mark.parametrize(
    ("secrets", "sentence"),
    [
        ("github.com", "too short"),
        ("github.com=short", "at least 16 characters"),
        (f"={LONG}", "HOST=SECRET"),
        (f"https://github.com={LONG}", "HOST=SECRET"),
        (f"git.example.org={LONG}", "Add it to HUB_FORGES"),
    ],
)
def test_mistake_is_told_without_the_secret(secrets: str, sentence: str) -> None:
    with pytest.raises(NotConfigured, match=sentence) as caught:
        make_webhooks(_settings(secrets))

    assert LONG not in str(caught.value)


def test_secrets_are_not_shown_with_the_settings() -> None:
    assert LONG not in repr(_settings(f"github.com={LONG}"))
