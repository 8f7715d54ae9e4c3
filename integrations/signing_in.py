"""What it takes to let a forge say who somebody is: a way there, a way back, and three facts.

The hub asks for nothing else, and keeps no key to the forge afterwards. A mail address is not
among the facts: what a forge says of one must never open an account here. What all forges share
stands here; it knows no HTTP and no page.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from integrations.records import ForgeKind


@dataclass(frozen=True, slots=True)
class Passage:
    """One way to a forge and back. Each of the secrets is for this way alone.

    ``state`` travels with the browser, ``verifier`` (PKCE, RFC 7636) with the code, ``nonce`` comes
    back inside the id token. ``back_address`` is the hub's own address for this one forge.
    """

    state: str = field(repr=False)
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    back_address: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a forge. ``remote_id`` is the forge's own number, which names outlive."""

    remote_id: str
    handle: str
    name: str = ""


class SignInForge(Protocol):
    """A forge at one host that people may sign in with."""

    kind: ForgeKind
    host: str

    def address_of(self, passage: Passage) -> str:
        """Give the address at the forge that a browser is sent to. Asks nobody."""

    def is_issuer(self, issuer: str) -> bool:
        """Tell whether an answer's ``iss`` (RFC 9207) names this forge."""

    def identity(self, code: str, passage: Passage, *, now: datetime) -> Identity:
        """Exchange the code, read who it is of, and forget the key that came with it.

        Raises :class:`IdentityRefused` for what cannot be believed, and the other errors of
        :mod:`integrations.errors`.
        """

    def close(self) -> None:
        """Let go of connections."""
