"""What the readers of all forges share: comparing, naming, and refusing what makes no sense."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from integrations.errors import DeliveryUnreadable
from integrations.webhooks import (
    bytes_of_hex,
    hint_id,
    is_secret,
    is_signed,
    known,
    read_payload,
    require_host,
    require_path,
)

# RFC 4231, test case 2.
KEY, MESSAGE = b"Jefe", b"what do ya want for nothing?"
DIGEST = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


class _Small(BaseModel):
    action: str | None = None


def test_signature_is_that_of_the_standard() -> None:
    digest = bytes_of_hex(DIGEST)

    assert is_signed(MESSAGE, keys=[b"other", KEY], signatures=[b"", digest])
    assert is_signed(MESSAGE, keys=[KEY], signatures=[bytes_of_hex(DIGEST.upper())])
    assert not is_signed(MESSAGE + b" ", keys=[KEY], signatures=[digest])
    assert not is_signed(MESSAGE, keys=[], signatures=[digest])
    assert not is_signed(MESSAGE, keys=[KEY], signatures=[])
    assert not is_signed(MESSAGE, keys=[KEY], signatures=[digest[:-1]])


@given(st.text())
def test_only_a_whole_digest_is_read_as_hexadecimal(text: str) -> None:
    assert len(bytes_of_hex(text)) in (0, 32)
    assert bytes_of_hex(text + "g") == b""


def test_secret_beyond_ascii_is_compared_by_its_bytes() -> None:
    as_http_has_it = "schlüssel".encode().decode("latin-1")

    assert is_secret(as_http_has_it, ["schlüssel"])
    assert not is_secret("schlüssel", ["schlüssel"])
    assert not is_secret("日本", ["??x"])
    assert not is_secret("", ["secret"])
    assert not is_secret("secret", [])


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_different_bodies_are_different_hints(one: bytes, other: bytes) -> None:
    assert (hint_id("a.example", one) == hint_id("a.example", other)) == (one == other)
    assert hint_id("a.example", one) != hint_id("b.example", one)


def test_event_that_nobody_documents_has_one_name() -> None:
    assert known("issues", frozenset({"issues"})) == "issues"
    assert known("x" * 5000, frozenset({"issues"})) == "other"
    assert known(None, frozenset({"issues"})) == "other"


@pytest.mark.parametrize("path", ["a/b", "A-b_c.d/e", "group/sub/sub.group/project", "_/-"])
def test_paths_of_forges_are_taken(path: str) -> None:
    assert require_path(path) == path


@pytest.mark.parametrize(
    "path", [None, "", "a", "/a/b", "a/b/", "a//b", "a/../b", "a/.", "a/b\n", "a/ b", "a/é", "a/b#"]
)
def test_other_paths_are_not(path: str | None) -> None:
    with pytest.raises(DeliveryUnreadable):
        require_path(path)


def test_host_is_compared_with_its_port() -> None:
    require_host("https://git.example.org:3000/a/b", "git.example.org:3000")
    require_host(None, "git.example.org")
    with pytest.raises(DeliveryUnreadable, match=r"a repository of git\.example\.org:1"):
        require_host("https://git.example.org:1/a/b", "git.example.org")


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"action":' * 100_000, b"{", b"\x80", b"NaN"])
def test_reading_ends_with_a_sentence(body: bytes) -> None:
    with pytest.raises(DeliveryUnreadable, match="cannot be read"):
        read_payload(_Small, body)


@given(st.binary(max_size=200))
def test_reading_fails_in_one_way_only(body: bytes) -> None:
    with suppress(DeliveryUnreadable):
        assert isinstance(read_payload(_Small, body), _Small)
