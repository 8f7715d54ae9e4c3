"""The page of searches that a person keeps."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from hub.views import SavedSearchView
from hub.views.accounts import Viewer
from hub.web.addresses import feed_address, read_search
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """A search with the addresses of its feeds; people have none."""

    search: SavedSearchView
    atom_address: str
    json_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchesPage(PrivatePage):
    """Searches by name."""

    searches: tuple[SavedEntry, ...]
    now: datetime


def saved_searches_page(
    viewer: Viewer, searches: tuple[SavedSearchView, ...], *, now: datetime
) -> SavedSearchesPage:
    """Show a person what they keep."""
    return SavedSearchesPage(
        title="Your searches",
        section="account",
        form_token=viewer.form_token,
        searches=tuple(map(_entry, searches)),
        now=now,
    )


def _entry(search: SavedSearchView) -> SavedEntry:
    request = read_search(parse_qsl(urlsplit(search.address).query))
    if request.tab == "people":
        return SavedEntry(search, "", "")
    return SavedEntry(search, feed_address(request, "atom"), feed_address(request, "json"))
