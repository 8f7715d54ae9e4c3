"""The addresses of pages: a search is wholly in its address, so that it can be shared. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from hub.documents import PROJECTS, TASKS
from hub.errors import BadRequest
from hub.services.path import SHOWN_AT_ONCE
from hub.services.questions import FACETS as COUNTED
from hub.services.questions import TABS
from hub.views.path import ANY, PathRequest
from hub.views.search import SearchRequest
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.terms import effort

SORTS = ("best", "fresh", "new", "old", "wanted", "unseen")
FACETS = {"tasks": TASKS.keywords, "projects": PROJECTS.keywords, "people": COUNTED["people"]}
MAX_TEXT_CHARS = 500
MAX_VALUE_CHARS = 120
MAX_VALUES = 30
MAX_PAGE_DIGITS = 6
# Before the name of a facet: what its values are looked through for.
NARROWED = "in-"


def read_search(pairs: Iterable[tuple[str, str]]) -> SearchRequest:
    """Read a search out of its address; raises :class:`BadRequest` for what it cannot mean.

    Parameters that no search has are left aside, so that links of others keep working. A filter
    that only another list knows is left aside as well.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    tab = _one_of(values, "tab", TABS)
    return SearchRequest(
        text=_text(values),
        tab=tab,
        filters={
            name: _filter(name, values[name]) for name in FACETS[tab] if any(values.get(name, ()))
        },
        narrowed={
            name: _narrowed(values, name)
            for name in FACETS[tab]
            if _last(values, NARROWED + name).strip()
        },
        sort=_one_of(values, "sort", SORTS),
        page=read_page(_last(values, "page")),
        is_exact=_last(values, "exact") not in ("", "0"),
        is_explained=_last(values, "explain") not in ("", "0"),
    )


def read_page(written: str) -> int:
    """Read the number of a page, empty is the first; what no list has is left to the service."""
    if not written:
        return 1
    if not (written.isascii() and written.isdigit() and len(written) <= MAX_PAGE_DIGITS):
        raise BadRequest("A page is a number, such as 2.")
    return int(written)


def search_address(request: SearchRequest) -> str:
    """Give the address of a search; what is as usual is left out."""
    pairs: list[tuple[str, str]] = []
    if request.text:
        pairs.append(("q", request.text))
    if request.tab != "tasks":
        pairs.append(("tab", request.tab))
    for name, values in request.filters.items():
        pairs += [(name, value) for value in values]
    pairs += [(NARROWED + name, typed) for name, typed in request.narrowed.items()]
    if request.sort != "best":
        pairs.append(("sort", request.sort))
    if request.is_exact:
        pairs.append(("exact", "1"))
    if request.is_explained:
        pairs.append(("explain", "1"))
    if request.page > 1:
        pairs.append(("page", str(request.page)))
    return f"/search?{urlencode(pairs)}" if pairs else "/search"


def read_path(pairs: Iterable[tuple[str, str]]) -> PathRequest:
    """Read the answers to the three questions; what is no answer of ours is as if not given."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    time = _last(values, "time")
    return PathRequest(
        kinds=_answered(values.get("kind", []), {each.key for each in kinds()}),
        causes=_answered(values.get("cause", []), {each.key for each in causes()}),
        time=time if time == ANY or effort(time) else None,
        shown=SHOWN_AT_ONCE * (read_page(_last(values, "page")) - 1),
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


def _text(values: Mapping[str, list[str]]) -> str:
    text = " ".join(_last(values, "q").split())
    if len(text) > MAX_TEXT_CHARS:
        raise BadRequest(f"A search takes up to {MAX_TEXT_CHARS} letters. Leave some words out.")
    return text


def _filter(name: str, written: list[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(value for value in written if value))
    if len(chosen) > MAX_VALUES:
        raise BadRequest(f"A search takes up to {MAX_VALUES} values of “{name}” at once.")
    if any(len(value) > MAX_VALUE_CHARS for value in chosen):
        raise BadRequest(f"A value of “{name}” has up to {MAX_VALUE_CHARS} letters.")
    return chosen


def _narrowed(values: Mapping[str, list[str]], name: str) -> str:
    typed = " ".join(_last(values, NARROWED + name).split())
    if len(typed) > MAX_VALUE_CHARS:
        raise BadRequest(f"A value of “{name}” has up to {MAX_VALUE_CHARS} letters.")
    return typed


def _one_of(values: Mapping[str, list[str]], name: str, known: tuple[str, ...]) -> str:
    written = _last(values, name) or known[0]
    if written not in known:
        raise BadRequest(f"“{name}” is one of: {', '.join(known)}.")
    return written


def _last(values: Mapping[str, list[str]], name: str) -> str:
    return values[name][-1] if name in values else ""


def way_back(address: str) -> str:
    """Give an address of this hub, whatever was asked for: never another site."""
    is_here = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_here and address.isprintable() and "\\" not in address else "/"
