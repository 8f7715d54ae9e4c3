"""The pages on which people sign in."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.services.accounts import LINK_LASTS, FoundLink
from hub.views.accounts import Arrival
from hub.web.pages.base import Page, PrivatePage

_TITLE = "Sign in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(PrivatePage):
    """Asks for a mail address. ``error`` says what is wrong with the one that was typed."""

    has_mail: bool
    forges: tuple[str, ...]
    next_address: str
    address: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage(Page):
    """Says that a link is under way, whoever asked."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage(PrivatePage):
    """Signs in at the press of a button: programs that look at mail follow links, too."""

    secret: str
    address: str
    is_new: bool
    name: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePage(PrivatePage):
    """Asks who came from a forge for the first time for a name."""

    secret: str
    host: str
    handle: str
    name: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnPage(Page):
    """Leads on to a forge, to join an account there."""

    host: str
    address: str


def name_page(
    form_token: str, found: Arrival, secret: str, *, name: str, error: str = ""
) -> NamePage:
    """Ask for a name, and say who the forge says that this is."""
    return NamePage(
        title=_TITLE,
        form_token=form_token,
        secret=secret,
        host=found.host,
        handle=found.handle,
        name=name[:200],
        error=error,
    )


def go_on_page(host: str, address: str) -> GoOnPage:
    """Lead on to a forge."""
    return GoOnPage(
        title="Join an account", is_indexed=False, is_private=True, host=host, address=address
    )


def sign_in_page(
    form_token: str,
    *,
    has_mail: bool,
    forges: Iterable[str],
    next_address: str,
    address: str = "",
    error: str = "",
) -> SignInPage:
    """Offer the forges by host, and ask for a mail address."""
    return SignInPage(
        title=_TITLE,
        form_token=form_token,
        has_mail=has_mail,
        forges=tuple(forges),
        next_address=next_address,
        address=address[:254],
        error=error,
    )


def sent_page() -> SentPage:
    """Say where to look for the link."""
    minutes = int(LINK_LASTS.total_seconds() // 60)
    return SentPage(title="Look at your mail", is_indexed=False, is_private=True, minutes=minutes)


def link_page(
    form_token: str, found: FoundLink, secret: str, *, name: str = "", error: str = ""
) -> LinkPage:
    """Ask to press a button, and for a name where the address is new."""
    return LinkPage(
        title=_TITLE,
        form_token=form_token,
        secret=secret,
        address=found.address,
        is_new=found.person_id is None,
        name=name[:200],
        error=error,
    )
