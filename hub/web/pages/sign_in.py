"""The pages on which people sign in."""

from dataclasses import dataclass

from hub.services.accounts import LINK_LASTS, FoundLink
from hub.web.pages.base import Page, PrivatePage

_TITLE = "Sign in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(PrivatePage):
    """Asks for a mail address. ``error`` says what is wrong with the one that was typed."""

    has_mail: bool
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


def sign_in_page(
    form_token: str, *, has_mail: bool, next_address: str, address: str = "", error: str = ""
) -> SignInPage:
    """Ask for a mail address."""
    return SignInPage(
        title=_TITLE,
        form_token=form_token,
        has_mail=has_mail,
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
