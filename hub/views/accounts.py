"""Who is signed in, where, with which tokens, and what happened to their account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import Scope, What


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person who asks, in one of their browsers.

    ``form_token`` goes into every form of theirs; see :mod:`hub.web.forms.reading`.
    ``is_steward`` says that they look after a project; which, the services ask each time.
    """

    person_id: int
    handle: str
    name: str
    is_operator: bool
    signed_in_id: int
    seen_at: datetime
    form_token: str
    is_steward: bool = False


@dataclass(frozen=True, slots=True)
class BrowserView:
    """A browser in which a person is signed in."""

    signed_in_id: int
    browser: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedView:
    """An account on a forge that a person joined to themselves."""

    joined_id: int
    forge: str
    host: str
    handle: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class ArrivedAs:
    """Who came back from a forge: a person, one who joined an account, or nobody yet.

    ``secret`` leads to the page that asks who has no account for a name.
    """

    next_address: str
    person_id: int | None = None
    secret: str = ""
    is_joining: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whom a forge named and who gives a name here; ``name`` is what it called them."""

    host: str
    handle: str
    name: str
    next_address: str


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """A program that asks with a token of a person: that person, as far as the scopes go."""

    person_id: int
    handle: str
    token_id: int
    scopes: frozenset[Scope]
    ends_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token in the list of its owner. ``used_at`` is ``None`` where it was never used."""

    token_id: int
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    used_at: datetime | None
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name on a person's list of those with whom they want nothing to do.

    ``name`` is ``None`` of who does not show themselves to that person, or is nobody.
    """

    handle: str
    name: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened, with its plain facts."""

    at: datetime
    what: What
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LookView:
    """Somebody looked up how to reach a person; of who left since, there is no name."""

    at: datetime
    handle: str | None
    name: str | None
