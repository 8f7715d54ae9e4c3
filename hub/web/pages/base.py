"""What every page has."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The title of the window, and what the header shows.

    ``section`` is the entry of the menu that the page belongs to: ``tasks``, ``projects``,
    ``for-you``, ``hub`` or none. ``search_text`` stands in the search box. What ``is_private`` is
    kept by no browser and no proxy.
    """

    title: str
    section: str = ""
    search_text: str = ""
    description: str = ""
    is_indexed: bool = True
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivatePage(Page):
    """A page for one person alone, with the token that its forms carry."""

    form_token: str
    is_indexed: bool = False
    is_private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPage(Page):
    """A page that says how long ago things were."""

    now: datetime
