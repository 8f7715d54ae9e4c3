"""What a delivery of a webhook is: a signed hint that repositories may have changed.

A forge calls the hub when something happened. Of what it sends, only a signature, the event, its
action and the repository's path are read, and none of it is believed: a hint leads to a pull by
the usual requests, so a delivery that comes twice, late or out of order changes nothing. What the
readers of all forges share stands here; it knows no HTTP server and no queue.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from integrations.errors import DeliveryRefused, DeliveryUnreadable
from integrations.records import ForgeKind

Headers = Mapping[str, str]
"""Looked up in lower case. Values are Latin-1 as HTTP has them, which may spell other bytes."""

OTHER = "other"
MAX_PATH_LENGTH = 400
# A longer one is checked and acknowledged, but not parsed: only a push of many commits is as long
# in earnest, and a body made to be costly takes a second of the processor for each megabyte
# (measured with empty lists, 2026-11-27). The next pull brings what it was about.
MAX_READ_BYTES = 1024 * 1024
_PATH = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+")
Payload = TypeVar("Payload", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one signed delivery hints at; without ``paths`` it is of no matter to the hub.

    ``event`` is a name that the forge's documentation knows, or ``other``. ``paths`` are those
    under which the repository may be known: the present one first, then the one before a move.
    ``has_lost_issues`` says that an issue was deleted, moved away or hidden, ``has_new_facts`` that
    the repository itself was changed: pushed to, renamed, archived.
    """

    event: str
    hint_id: str
    paths: tuple[str, ...] = ()
    has_lost_issues: bool = False
    has_new_facts: bool = False


class WebhookReader(Protocol):
    """Reads the deliveries of one forge at one host, with the secrets that were agreed with it."""

    kind: ForgeKind
    host: str

    def event(self, headers: Headers) -> str:
        """Name the event, or ``other`` for one that the forge's documentation does not have."""

    def require_signature(self, headers: Headers) -> None:
        """Raise :class:`DeliveryRefused` where no body could make this delivery a signed one.

        Asked before the body is read, so that nobody without a signature makes the hub hold one.
        """

    def read(self, headers: Headers, body: bytes) -> Delivery:
        """Check the signature, then read. ``body`` is what came, byte for byte.

        Raises :class:`DeliveryRefused`, or :class:`DeliveryUnreadable` for one that is signed
        and makes no sense.
        """


class WebhookMaker(Protocol):
    """Makes the reader of a host. Several secrets are valid at once, so that they can change.

    Raises :class:`ValueError` for a secret that cannot be one.
    """

    def __call__(self, host: str, *, secrets: tuple[str, ...]) -> WebhookReader:
        """Make the reader of ``host``."""


def known(event: str | None, events: frozenset[str]) -> str:
    """Give the event if it is one of ``events``; labels of a counter stay few that way."""
    return event if event in events else OTHER


def is_worth_reading(event: str, body: bytes, *, hinting: frozenset[str]) -> bool:
    """Tell whether a signed delivery may be a hint, and is short enough to be read."""
    return event in hinting and len(body) <= MAX_READ_BYTES


def hint_id(host: str, body: bytes) -> str:
    """Name a delivery by what was signed.

    The forges' own ids come in headers that no signature covers: somebody who caught one delivery
    could send it under ever new ids. The same body is the same hint.
    """
    return f"{host}-{hashlib.sha256(body).hexdigest()[:32]}"


def is_signed(
    message: bytes, *, keys: Iterable[bytes], signatures: Sequence[bytes]
) -> bool:  # fmt: skip
    """Tell whether one of the signatures is the HMAC-SHA256 of the message with one of the keys.

    All are compared in constant time, and all are compared, whichever fits.
    """
    is_any = False
    for key in keys:
        digest = hmac.digest(key, message, "sha256")
        for signature in signatures:
            is_any |= hmac.compare_digest(digest, signature)
    return is_any


def is_secret(sent: str, secrets: Iterable[str]) -> bool:
    """Tell whether ``sent`` is one of the secrets, in a time that tells nothing of them."""
    digest = hashlib.sha256(sent.encode("latin-1", "replace")).digest()
    is_any = False
    for secret in secrets:
        is_any |= hmac.compare_digest(digest, hashlib.sha256(secret.encode()).digest())
    return is_any


def bytes_of_hex(text: str) -> bytes:
    """Read a hexadecimal SHA-256; anything else gives no bytes, which no digest equals."""
    return bytes.fromhex(text) if re.fullmatch(r"[0-9a-fA-F]{64}", text) else b""


def read_payload(model: type[Payload], body: bytes | str) -> Payload:
    """Read the few fields that are asked for.

    The parser stops at a depth of 200 and builds no objects of what is not asked for. Raises
    :class:`DeliveryUnreadable`.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"][:4])
        where = f" at {place[:80]}" if place else ""
        raise DeliveryUnreadable(
            f"The signature is right, but the delivery cannot be read{where}. "
            "Choose JSON as its content type."
        ) from exc


def require_path(path: str | None) -> str:
    """Give the path of a repository if it looks like one. Raises :class:`DeliveryUnreadable`."""
    if not path:
        raise DeliveryUnreadable(
            "The delivery names no repository, so there is nothing to look at."
        )
    is_path = len(path) <= MAX_PATH_LENGTH and _PATH.fullmatch(path)
    if not is_path or not {".", ".."}.isdisjoint(path.split("/")):
        raise DeliveryUnreadable("The delivery's path of a repository is none that a forge gives.")
    return path


def require_host(url: str | None, host: str) -> None:
    """Raise :class:`DeliveryUnreadable` if the delivery is about a repository of another host."""
    if not url:
        return
    try:
        named = urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        named = "an unreadable address"
    if named != host:
        raise DeliveryUnreadable(
            f"This address takes deliveries of {host}, and this one is about a repository of "
            f"{named[:80] or 'no host'}. Use the address that ends in that host."
        )


def refused(host: str) -> DeliveryRefused:
    """Say that a signature is wrong; the same sentence whatever is wrong with it."""
    return DeliveryRefused(
        f"The signature does not fit. Is the webhook's secret the one that HUB_WEBHOOK_SECRETS "
        f"names for {host}?"
    )
