"""The addresses of pages: what is shown is wholly in its address, so that it can be shared. Pure.

How the address of a search is read stands in :mod:`hub.services.search_addresses`: workers read
those that people keep.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from hub.services.path import SHOWN_AT_ONCE
from hub.services.search_addresses import (
    FACETS,
    NARROWED,
    SORTS,
    last_of,
    read_page,
    read_search,
    search_address,
)
from hub.views.path import ANY, PathRequest
from hub.views.search import SearchRequest
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.terms import effort

__all__ = [
    "FACETS",
    "NARROWED",
    "SORTS",
    "browse_address",
    "feed_address",
    "on_tab",
    "path_address",
    "read_page",
    "read_path",
    "read_search",
    "search_address",
    "way_back",
    "without_filter",
]


def read_path(pairs: Iterable[tuple[str, str]]) -> PathRequest:
    """Read the answers to the three questions; what is no answer of ours is as if not given."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    time = last_of(values, "time")
    return PathRequest(
        kinds=_answered(values.get("kind", []), {each.key for each in kinds()}),
        causes=_answered(values.get("cause", []), {each.key for each in causes()}),
        time=time if time == ANY or effort(time) else None,
        shown=SHOWN_AT_ONCE * (read_page(last_of(values, "page")) - 1),
    )


def path_address(request: PathRequest) -> str:
    """Give the address of the three questions with the answers so far."""
    pairs = [("kind", key) for key in _or_any(request.kinds)]
    pairs += [("cause", key) for key in _or_any(request.causes)]
    if request.time is not None:
        pairs.append(("time", request.time))
    if request.shown:
        pairs.append(("page", str(1 + request.shown // SHOWN_AT_ONCE)))
    return f"/path?{urlencode(pairs)}" if pairs else "/path"


def _answered(written: Sequence[str], known: Collection[str]) -> tuple[str, ...] | None:
    """Take the answers that there are; ``None`` where none was given, empty for any."""
    chosen = tuple(dict.fromkeys(value for value in written if value in known))
    return chosen or (() if ANY in written else None)


def _or_any(values: tuple[str, ...] | None) -> tuple[str, ...]:
    return () if values is None else values or (ANY,)


def feed_address(request: SearchRequest, suffix: str) -> str:
    """Give the address of a search's feed, ``atom`` or ``json``; a feed has no pages."""
    return f"/search.{suffix}{search_address(replace(request, page=1)).removeprefix('/search')}"


def browse_address(name: str, value: str, *, tab: str = "tasks") -> str:
    """Give the address of everything that has one value of a facet."""
    return search_address(SearchRequest(tab=tab, filters={name: (value,)}))


def without_filter(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """Let go of one filter; the results begin at the first page again."""
    kept = tuple(each for each in request.filters.get(name, ()) if each != value)
    filters = {**request.filters, name: kept}
    return replace(request, filters=_without_empty(filters), page=1)


def on_tab(request: SearchRequest, tab: str) -> SearchRequest:
    """Turn to another list with the filters that it knows; people have no order to choose."""
    known = FACETS[tab]
    filters = {name: values for name, values in request.filters.items() if name in known}
    narrowed = {name: typed for name, typed in request.narrowed.items() if name in known}
    sort = "best" if tab == "people" else request.sort
    return replace(request, tab=tab, filters=filters, narrowed=narrowed, sort=sort, page=1)


def _without_empty(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in filters.items() if values}


def way_back(address: str) -> str:
    """Give an address of this hub, whatever was asked for: never another site."""
    is_here = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_here and address.isprintable() and "\\" not in address else "/"
