"""Recorded exchanges with a forge, and which of them answers a request. Pure, but for loading.

A recording seldom has the very query that a client sends today. A request is answered by:

1. the recording of the same method, path and query;
2. else one of the same method and path whose filters (``labels``, ``creator``, ``q`` and whatever
   else is not named below) are the same, and whose page is the same (1 where none is named);
   ``per_page``, ``sort``, ``direction``, ``order``, ``since`` and ``type`` (and GitLab's and
   Forgejo's words for them) are not looked at, so the answer is not sorted, filtered or cut as
   asked;
3. of those, one with the same ``state`` (``open`` where none is named) comes first, then one of
   ``all``, from which items of another state are left out, then any other, likewise;
4. for a further page of a list that was recorded, but not that page: an empty list.

``/repositories/ID/...`` and ``/repos/OWNER/NAME/...`` stand for each other where a recording says
which is which (``/organizations/ID`` and ``/user/ID`` likewise), and paths are matched without
regard to case, as GitHub does. A 304 answers only a request that carries ``If-None-Match``. Where
several recordings are equally good, an earlier file goes before a later; see ``prefer``.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

_IGNORED = {"per_page", "sort", "direction", "order", "since", "type"}
# Forgejo's and GitLab's words for the same, and what an old recording does not say of itself.
_IGNORED |= {"limit", "before"}
_IGNORED |= {"order_by", "updated_after", "scope", "confidential", "view", "pagination", "license"}
_BY_ID = re.compile(r"/(?:repositories|organizations|user)/\d+")
_BY_NAME = re.compile(r"/repos/[^/]+/[^/]+|/orgs/[^/]+|/users/[^/]+")

Query = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded request with its answer; ``name`` is its file."""

    name: str
    method: str
    path: str
    query: Query
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """The exchange that answers, and how its list is to be cut: by state, or to nothing."""

    exchange: Exchange
    state: str | None = None
    is_emptied: bool = False


def load(recorded: Path, *, forge: str) -> list[Exchange]:
    """Read the exchanges of a forge that name their request; webhooks and bare bodies do not."""
    exchanges = []
    for file in sorted((recorded / forge).rglob("*.json")):
        held = json.loads(file.read_text(encoding="utf-8"))
        request, response = held.get("request"), held.get("response")
        if not request or not response or not request.get("path"):
            continue
        target = urlsplit(request["path"])
        exchanges.append(
            Exchange(
                name=file.relative_to(recorded).as_posix(),
                method=request["method"],
                path=target.path,
                query=frozenset(parse_qsl(target.query, keep_blank_values=True)),
                status=response["status"],
                headers=response["headers"],
                body=_body(response),
            )
        )
    return exchanges


class Recordings:
    """Exchanges, found by request."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self.exchanges = list(exchanges)
        self._names = _names_by_id(self.exchanges)
        self._by_place: dict[tuple[str, str], list[Exchange]] = {}
        for exchange in self.exchanges:
            place = (exchange.method, self._plain(exchange.path))
            self._by_place.setdefault(place, []).append(exchange)

    def prefer(self, name: str) -> None:
        """Let an exchange whose file's name holds ``name`` answer before its equals."""
        for held in self._by_place.values():
            held.sort(key=lambda exchange: name not in exchange.name)

    def match(self, method: str, target: str, *, is_conditional: bool = False) -> Match | None:
        """Find what answers a request, or ``None``."""
        parts = urlsplit(target)
        query = frozenset(parse_qsl(parts.query, keep_blank_values=True))
        held = self._by_place.get((method, self._plain(parts.path)), [])
        usable = [one for one in held if one.status != 304 or is_conditional]
        exact = [one for one in usable if one.query == query]
        if exact:
            return Match(exact[0])
        similar = [one for one in usable if _filters(one.query) == _filters(query)]
        same_page = [one for one in similar if _page(one.query) == _page(query)]
        if same_page:
            wanted = _state(query)
            best = min(same_page, key=lambda one: _distance(one, wanted))
            return Match(best, state=None if wanted in {"all", _state(best.query)} else wanted)
        if similar and similar[0].body.startswith("["):
            return Match(similar[0], is_emptied=True)
        return None

    def _plain(self, path: str) -> str:
        """Write a path by name and in lower case."""
        by_id = _BY_ID.match(path)
        if by_id and by_id.group() in self._names:
            path = self._names[by_id.group()] + path[by_id.end() :]
        return path.rstrip("/").casefold()


def _names_by_id(exchanges: Iterable[Exchange]) -> dict[str, str]:
    """Learn which ``/repositories/ID`` is which ``/repos/OWNER/NAME``, from Link and bodies."""
    names: dict[str, str] = {}
    for exchange in exchanges:
        by_name = _BY_NAME.match(exchange.path)
        linked = _BY_ID.search(exchange.headers.get("link", ""))
        if by_name and linked:
            names.setdefault(linked.group(), by_name.group())
        if exchange.status != 200 or '"full_name"' not in exchange.body:
            continue
        for item in _repositories(json.loads(exchange.body)):
            names.setdefault(f"/repositories/{item['id']}", f"/repos/{item['full_name']}")
    return names


def _repositories(value: object) -> list[dict[str, object]]:
    items = value.get("items", [value]) if isinstance(value, dict) else value
    if not isinstance(items, list):
        return []
    return [
        item for item in items if isinstance(item, dict) and "full_name" in item and "id" in item
    ]


def _body(response: Mapping[str, object]) -> str:
    text = response.get("body_text")
    if isinstance(text, str):
        return text
    body = response.get("body")
    return "" if body is None else json.dumps(body, ensure_ascii=False)


def _filters(query: Query) -> Query:
    return frozenset(
        (name, value) for name, value in query if name not in _IGNORED | {"page", "state"}
    )


def _page(query: Query) -> str:
    return dict(query).get("page", "1")


def _state(query: Query) -> str:
    return dict(query).get("state", "open")


def _distance(exchange: Exchange, wanted: str) -> tuple[bool, bool]:
    state = _state(exchange.query)
    return state != wanted, state != "all"
