"""A local server that behaves like GitHub's REST API, to pull from over a real socket.

It sorts, filters by ``since``, pages with Link headers, answers 304 to a matching ETag, follows
renames with a 301, and can be told to change, refuse, limit or break in the midst of a pull.
Issues are kept serialised, so that it costs little beside what is measured. Used by the contract
suite and by ``benchmarks.sync`` (in a process of its own: ``tests.integrations.serve_github``).
"""

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from operator import attrgetter
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.replay.loopback import LoopbackServer, Reply, Request

Json = dict[str, object]
Item = TypeVar("Item")

SERVER_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An item of an issue list, serialised once."""

    remote_id: int
    number: int
    updated_at: str
    is_open: bool
    body: bytes


@dataclass(slots=True)
class StoredRepository:
    """A repository with its issues by number."""

    item: Json
    languages: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    issues: dict[int, StoredIssue] = field(default_factory=dict)
    ordered: list[StoredIssue] | None = None

    def in_order(self) -> list[StoredIssue]:
        if self.ordered is None:
            self.ordered = sorted(self.issues.values(), key=attrgetter("updated_at", "remote_id"))
        return self.ordered


@dataclass(slots=True)
class Trouble:
    """An answer that stands in for the real one, for paths that hold ``part``."""

    reply: Reply
    part: str
    after_requests: int
    times: int | None


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    status: int


class GitHubServer(LoopbackServer):
    """GitHub on a loopback port, from ``start`` (or ``with``) to ``stop``."""

    def __init__(self, *, now: datetime = SERVER_NOW) -> None:
        super().__init__()
        self.now = now
        self.is_sorting = True
        self.prefix = ""  # "/api/v3" is where GitHub Enterprise keeps its API
        self.requests: list[SeenRequest] = []
        self._repositories: dict[str, StoredRepository] = {}
        self._renamed: dict[str, int] = {}
        self._troubles: list[Trouble] = []
        self._lock = threading.RLock()

    # What a test may do to it.

    def put_repository(
        self,
        path: str,
        item: Json,
        *,
        languages: Mapping[str, int] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        """Add a repository or change it; ``files`` maps ``contributing`` and so on to a page."""
        with self._lock:
            held = self._repositories.setdefault(path.casefold(), StoredRepository(item))
            held.item = item
            held.languages = held.languages if languages is None else languages
            held.files = held.files if files is None else files

    def put_items(self, path: str, items: Iterable[Json]) -> None:
        """Add issues and pull requests, or replace those of the same number."""
        with self._lock:
            repository = self._repositories[path.casefold()]
            for item in items:
                stored = _stored(item)
                repository.issues[stored.number] = stored
            repository.ordered = None

    def delete_item(self, path: str, number: int) -> None:
        with self._lock:
            repository = self._repositories[path.casefold()]
            del repository.issues[number]
            repository.ordered = None

    def rename(self, path: str, new_path: str) -> None:
        """Let the old path lead to ``/repositories/ID``, as GitHub does."""
        with self._lock:
            repository = self._repositories.pop(path.casefold())
            name = new_path.partition("/")[2]
            repository.item = {
                **repository.item,
                "full_name": new_path,
                "name": name,
                "html_url": f"https://github.com/{new_path}",
            }
            self._repositories[new_path.casefold()] = repository
            remote_id = repository.item["id"]
            assert isinstance(remote_id, int)
            self._renamed[path.casefold()] = remote_id

    def delete_repository(self, path: str) -> None:
        with self._lock:
            del self._repositories[path.casefold()]

    def trouble(
        self,
        status: int,
        body: Json | bytes,
        *,
        part: str = "",
        headers: Mapping[str, str] | None = None,
        after_requests: int = 0,
        times: int | None = None,
    ) -> None:
        """Answer so, to paths that hold ``part``, until :meth:`heal` or for some ``times``."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        reply = Reply(status, raw, headers or {})
        with self._lock:
            self._troubles.append(Trouble(reply, part, after_requests, times))

    def heal(self) -> None:
        with self._lock:
            self._troubles.clear()

    def statuses(self) -> Counter[int]:
        """Count the answers by status."""
        return Counter(request.status for request in self.requests)

    # Answers.

    def answer(self, request: Request) -> Reply:
        with self._lock:
            reply = self._troubled(request.target) or self._routed(request.target)
            reply = _conditional(reply, request.headers)
            self.requests.append(SeenRequest(request.target, request.headers, reply.status))
            always = {
                "Date": format_datetime(self.now, usegmt=True),
                "Content-Type": "application/json; charset=utf-8",
            }
            return Reply(reply.status, reply.body, {**always, **reply.headers})

    def _troubled(self, target: str) -> Reply | None:
        for trouble in self._troubles:
            if trouble.part not in target:
                continue
            if trouble.after_requests > 0:
                trouble.after_requests -= 1
                continue
            if trouble.times is None:
                return trouble.reply
            if trouble.times > 0:
                trouble.times -= 1
                return trouble.reply
        return None

    def _routed(self, target: str) -> Reply:
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix(self.prefix).strip("/").split("/"):
            case ["repos", owner, name, *rest]:
                return self._of_path(f"{owner}/{name}", rest, query, target)
            case ["repositories", remote_id, *rest] if remote_id.isdigit():
                repository = self._by_id(int(remote_id))
                return self._of_repository(repository, rest, query, target)
            case ["users" | "orgs", login, "repos"]:
                return self._of_account(login, query, target)
            case ["search", "repositories"]:
                return self._search(query, target)
        return _not_found()

    def _by_id(self, remote_id: int) -> StoredRepository | None:
        found = (one for one in self._repositories.values() if one.item["id"] == remote_id)
        return next(found, None)

    def _of_path(self, path: str, rest: list[str], query: Mapping[str, str], target: str) -> Reply:
        key = path.casefold()
        if key not in self._repositories and key in self._renamed:
            parts = urlsplit(target)
            moved = "/".join([f"{self.url}/repositories/{self._renamed[key]}", *rest])
            moved += f"?{parts.query}" if parts.query else ""
            return Reply(
                301, _json({"message": "Moved Permanently", "url": moved}), {"Location": moved}
            )
        return self._of_repository(self._repositories.get(key), rest, query, target)

    def _of_repository(
        self,
        repository: StoredRepository | None,
        rest: list[str],
        query: Mapping[str, str],
        target: str,
    ) -> Reply:
        if repository is None:
            return _not_found()
        match rest:
            case []:
                return Reply(200, _json(repository.item))
            case ["languages"]:
                return Reply(200, _json(dict(repository.languages)))
            case ["community", "profile"]:
                files = {name: {"html_url": url} for name, url in repository.files.items()}
                return Reply(200, _json({"health_percentage": 50, "files": files}))
            case ["issues"] if repository.item.get("has_issues") is False:
                return Reply(410, _json({"message": "Issues are disabled for this repo"}))
            case ["issues"]:
                return self._issues(repository, query, target)
        return _not_found()

    def _issues(self, repository: StoredRepository, query: Mapping[str, str], target: str) -> Reply:
        state, since = query.get("state", "open"), query.get("since", "")
        items = [
            item
            for item in repository.in_order()
            if item.updated_at >= since and (state == "all" or item.is_open == (state == "open"))
        ]
        if not self.is_sorting:
            items.sort(key=attrgetter("number"), reverse=True)
        page, link = self._paged(items, query, target)
        return Reply(200, b"[" + b",".join(item.body for item in page) + b"]", link)

    def _of_account(self, login: str, query: Mapping[str, str], target: str) -> Reply:
        owner = login.casefold() + "/"
        paths = sorted(path for path in self._repositories if path.startswith(owner))
        if not paths:
            return _not_found()
        page, link = self._paged(paths, query, target)
        return Reply(200, _json([self._repositories[path].item for path in page]), link)

    def _search(self, query: Mapping[str, str], target: str) -> Reply:
        wanted = {word.removeprefix("topic:") for word in query.get("q", "").split()}
        found = []
        for path in sorted(self._repositories):
            topics = self._repositories[path].item.get("topics")
            if isinstance(topics, list) and wanted <= set(topics):
                found.append(self._repositories[path].item)
        page, link = self._paged(found[:1000], query, target)
        body: Json = {"total_count": len(found), "incomplete_results": False, "items": page}
        return Reply(200, _json(body), link)

    def _paged(
        self, items: list[Item], query: Mapping[str, str], target: str
    ) -> tuple[list[Item], dict[str, str]]:
        size = max(1, min(int(query.get("per_page", "30")), 100))
        number = max(1, int(query.get("page", "1")))
        last = max(1, -(-len(items) // size))
        links = []
        if number < last:
            links.append(self._link(target, query, number + 1, "next"))
            links.append(self._link(target, query, last, "last"))
        if number > 1:
            links.append(self._link(target, query, number - 1, "prev"))
        page = items[(number - 1) * size : number * size]
        return page, {"Link": ", ".join(links)} if links else {}

    def _link(self, target: str, query: Mapping[str, str], page: int, rel: str) -> str:
        path = urlsplit(target).path
        return f'<{self.url}{path}?{urlencode({**query, "page": page})}>; rel="{rel}"'


def _conditional(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Give an answer its ETag, and none of it to who has that already."""
    if reply.status != 200:
        return reply
    etag = f'W/"{blake2b(reply.body, digest_size=16).hexdigest()}"'
    given = {**reply.headers, "ETag": etag}
    if headers.get("if-none-match") == etag:
        return Reply(304, b"", given)
    return Reply(200, reply.body, given)


def _stored(item: Json) -> StoredIssue:
    remote_id, number = item["id"], item["number"]
    assert isinstance(remote_id, int)
    assert isinstance(number, int)
    return StoredIssue(
        remote_id, number, str(item.get("updated_at")), item.get("state") == "open", _json(item)
    )


def _not_found() -> Reply:
    return Reply(404, _json({"message": "Not Found"}))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def stamp(instant: datetime) -> str:
    """Write an instant as GitHub does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
