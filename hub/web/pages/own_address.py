"""The pages on which a person's mail address becomes another one."""

from dataclasses import dataclass

from hub.services.accounts import LINK_LASTS
from hub.views.accounts import Viewer
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPage(PrivatePage):
    """What was asked for: an error stands where no link was sent."""

    before: str | None
    typed: str
    error: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLinkPage(PrivatePage):
    """A link that was followed, with the button that uses it."""

    address: str
    secret: str


def address_page(viewer: Viewer, before: str | None, *, typed: str, error: str = "") -> AddressPage:
    """Say where to look for the link, or what is wrong with what was typed."""
    return AddressPage(
        title="Your mail address" if error else "Look at your mail",
        section="account",
        form_token=viewer.form_token,
        before=before,
        typed=typed[:254],
        error=error,
        minutes=int(LINK_LASTS.total_seconds() // 60),
    )


def address_link_page(viewer: Viewer, address: str, secret: str) -> AddressLinkPage:
    """Ask to press a button."""
    return AddressLinkPage(
        title="Your mail address",
        section="account",
        form_token=viewer.form_token,
        address=address,
        secret=secret,
    )
