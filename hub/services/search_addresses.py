"""What the address of a search means: a search is wholly in its address, so that it can be kept.

Pages read the addresses that they are asked for here, and workers those that people keep.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from hub.documents import PROJECTS, TASKS
from hub.errors import BadRequest
from hub.services.questions import FACETS as COUNTED
from hub.services.questions import TABS
from hub.views.search import SearchRequest

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
            if last_of(values, NARROWED + name).strip()
        },
        sort=_one_of(values, "sort", SORTS),
        page=read_page(last_of(values, "page")),
        is_exact=last_of(values, "exact") not in ("", "0"),
        is_explained=last_of(values, "explain") not in ("", "0"),
    )


def read_kept(address: str) -> SearchRequest:
    """Read a search that a person keeps. Raises :class:`BadRequest` as :func:`read_search`."""
    return read_search(parse_qsl(urlsplit(address).query))


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


def _text(values: Mapping[str, list[str]]) -> str:
    text = " ".join(last_of(values, "q").split())
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
    typed = " ".join(last_of(values, NARROWED + name).split())
    if len(typed) > MAX_VALUE_CHARS:
        raise BadRequest(f"A value of “{name}” has up to {MAX_VALUE_CHARS} letters.")
    return typed


def _one_of(values: Mapping[str, list[str]], name: str, known: tuple[str, ...]) -> str:
    written = last_of(values, name) or known[0]
    if written not in known:
        raise BadRequest(f"“{name}” is one of: {', '.join(known)}.")
    return written


def last_of(values: Mapping[str, list[str]], name: str) -> str:
    """Give the last value of a parameter; empty if there is none."""
    return values[name][-1] if name in values else ""
