"""The pages of a person's own account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.services.own_data import Holding
from hub.views.accounts import BrowserView, JoinedView, Viewer
from hub.views.notices import ShownFor
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(PrivatePage):
    """Where one is signed in, one's data, and the way out."""

    name: str
    address: str | None
    has_mail: bool
    joined: tuple[JoinedView, ...]
    forges: tuple[str, ...]
    is_operator: bool
    can_become_operator: bool
    browsers: tuple[BrowserView, ...]
    this_id: int
    errors: dict[str, str]
    leaves_words: bool
    shown: tuple[ShownFor, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage(PrivatePage):
    """Everything that the hub holds about a person, for reading."""

    holdings: tuple[Holding, ...]


def account_page(
    viewer: Viewer,
    *,
    address: str | None,
    has_mail: bool,
    joined: tuple[JoinedView, ...],
    forges: Iterable[str],
    has_operator: bool,
    browsers: tuple[BrowserView, ...],
    now: datetime,
    shown: tuple[ShownFor, ...] = (),
    errors: dict[str, str] | None = None,
    leaves_words: bool = False,
) -> AccountPage:
    """Show a person their account."""
    return AccountPage(
        title="Your account",
        section="account",
        form_token=viewer.form_token,
        name=viewer.name,
        address=address,
        has_mail=has_mail,
        joined=joined,
        forges=tuple(forges),
        is_operator=viewer.is_operator,
        can_become_operator=not has_operator,
        browsers=browsers,
        this_id=viewer.signed_in_id,
        errors=errors or {},
        leaves_words=leaves_words,
        shown=shown,
        now=now,
    )


def export_page(viewer: Viewer, holdings: tuple[Holding, ...]) -> ExportPage:
    """Show everything that is held."""
    return ExportPage(
        title="What this hub holds about you",
        section="account",
        form_token=viewer.form_token,
        holdings=holdings,
    )
