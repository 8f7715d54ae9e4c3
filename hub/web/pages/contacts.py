"""The page of who looked up how to reach a person."""

from dataclasses import dataclass
from datetime import datetime

from hub.services.account_events import KEPT_FOR
from hub.services.contacts import MOST_LISTED
from hub.services.personal_data import in_days
from hub.views.accounts import LookView, Viewer
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksPage(PrivatePage):
    """Who looked it up, the last first."""

    looks: tuple[LookView, ...]
    now: datetime
    kept_for: str = in_days(KEPT_FOR)
    most: int = MOST_LISTED


def looks_page(viewer: Viewer, looks: tuple[LookView, ...], *, now: datetime) -> LooksPage:
    """Tell a person who looked up how to reach them."""
    return LooksPage(
        title="Who looked up how to reach you",
        section="account",
        form_token=viewer.form_token,
        looks=looks,
        now=now,
    )
