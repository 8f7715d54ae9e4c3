"""What the local GitHub server holds: repositories with their issues, each serialised once."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter

from tests.integrations.forge_server import Json

_FIXES = re.compile(r"\b(?:Fixes|Closes) #(\d+)")


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An item of an issue list, serialised once."""

    remote_id: int
    number: int
    updated_at: str
    is_open: bool
    is_pull: bool
    body: bytes

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands in the order of change."""
        return self.updated_at, self.remote_id


@dataclass(slots=True)
class StoredRepository:
    """A repository with its issues by number.

    ``comments`` are those of each issue, ``nodes`` its GraphQL form, kept until it changes.
    """

    item: Json
    languages: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    issues: dict[int, StoredIssue] = field(default_factory=dict)
    comments: dict[int, list[Json]] = field(default_factory=dict)
    nodes: dict[int, bytes] = field(default_factory=dict)
    ordered: list[StoredIssue] | None = None
    closings: dict[int, list[str]] | None = None

    def in_order(self) -> list[StoredIssue]:
        """Give everything by its last change."""
        if self.ordered is None:
            self.ordered = sorted(self.issues.values(), key=attrgetter("place"))
        return self.ordered

    def put(self, items: Iterable[Json]) -> None:
        """Add issues and pull requests, or replace those of the same number."""
        for item in items:
            stored = _stored(item)
            self.issues[stored.number] = stored
            self.nodes.pop(stored.number, None)
            if stored.is_pull:
                self.nodes.clear()
                self.closings = None
        self.ordered = None

    def delete(self, number: int) -> None:
        """Let an issue be in no answer any more."""
        del self.issues[number]
        self.ordered = None

    def put_comment(self, number: int, item: Json) -> None:
        """Add a comment to an issue, or replace the one of the same id."""
        held = [one for one in self.comments.get(number, []) if one["id"] != item["id"]]
        self.comments[number] = [*held, item]
        self.nodes.pop(number, None)

    def all_comments(self, *, since: str) -> list[Json]:
        """Give the comments on all issues from an instant on, by their last change."""
        everything = (one for comments in self.comments.values() for one in comments)
        held = [one for one in everything if str(one["updated_at"]) >= since]
        return sorted(held, key=lambda one: (str(one["updated_at"]), str(one["id"])))

    def closing(self, number: int) -> list[str]:
        """Find the open pull requests that say they close an issue."""
        if self.closings is None:
            self.closings = {}
            for closed, page in self._pages_that_close():
                self.closings.setdefault(closed, []).append(page)
        return self.closings.get(number, [])

    def _pages_that_close(self) -> Iterator[tuple[int, str]]:
        for stored in self.issues.values():
            if stored.is_pull and stored.is_open:
                item = json.loads(stored.body)
                for match in _FIXES.finditer(item.get("body") or ""):
                    yield int(match[1]), item["html_url"]


@dataclass(slots=True)
class Store:
    """Repositories by path in lower case, where renamed ones went, by id, and people by login."""

    repositories: dict[str, StoredRepository] = field(default_factory=dict)
    renamed: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, Json] = field(default_factory=dict)

    def by_id(self, remote_id: int) -> StoredRepository | None:
        """Find a repository by its id."""
        found = (one for one in self.repositories.values() if one.item["id"] == remote_id)
        return next(found, None)

    def by_path(self, path: str) -> StoredRepository | None:
        """Find a repository by its path, also by one that it had before."""
        key = path.casefold()
        if key not in self.repositories and key in self.renamed:
            return self.by_id(self.renamed[key])
        return self.repositories.get(key)


def cursor_of(issue: StoredIssue) -> str:
    """Write GraphQL's cursor as GitHub does: the values of the order, not a position."""
    return _encoded(f"cursor:v2:{json.dumps(issue.place)}")


def position_cursor(position: int) -> str:
    """Write a cursor as GitHub did before: a position in the list."""
    return _encoded(f"cursor:{position}")


def read_cursor(text: str) -> tuple[str, int] | int:
    """Read either: the place in the order, or the position."""
    plain = base64.b64decode(text).decode()
    if plain.startswith("cursor:v2:"):
        changed_at, remote_id = json.loads(plain.removeprefix("cursor:v2:"))
        return str(changed_at), int(remote_id)
    return int(plain.removeprefix("cursor:"))


def stamp(instant: datetime) -> str:
    """Write an instant as GitHub does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _stored(item: Json) -> StoredIssue:
    remote_id, number = item["id"], item["number"]
    assert isinstance(remote_id, int)
    assert isinstance(number, int)
    link = item.get("pull_request")
    return StoredIssue(
        remote_id,
        number,
        str(item.get("updated_at")),
        item.get("state") == "open",
        isinstance(link, dict) and any(value is not None for value in link.values()),
        json.dumps(item).encode(),
    )
