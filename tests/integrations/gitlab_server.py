"""A local server that behaves like GitLab's REST API, to pull from over a real socket.

It sorts, filters by ``updated_after``, pages by number or by place (``pagination=keyset``), answers
304 to a matching ETag, follows renames with a 301, and can be told to change, refuse, limit or
break in the midst of a pull. Sources: https://docs.gitlab.com/api/rest/ and .../api/issues/.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from tests.integrations.forge_server import SERVER_NOW, ForgeServer, Json, Query, as_json
from tests.replay.loopback import Reply, Request

API = "/api/v4"
COUNTED_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An issue or a merge request, serialised once."""

    remote_id: int
    number: int
    created_at: datetime
    updated_at: datetime
    state: str
    is_confidential: bool
    body: bytes

    @classmethod
    def of(cls, item: Json) -> "StoredItem":
        remote_id, number = item["id"], item["iid"]
        assert isinstance(remote_id, int)
        assert isinstance(number, int)
        return cls(
            remote_id,
            number,
            _instant(item.get("created_at")),
            _instant(item.get("updated_at")),
            str(item.get("state")),
            bool(item.get("confidential")),
            as_json(item),
        )


@dataclass(slots=True)
class StoredProject:
    """A project with its issues and merge requests by number, and what stands in its root."""

    item: Json
    languages: Mapping[str, float] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    issues: dict[int, StoredItem] = field(default_factory=dict)
    merge_requests: dict[int, StoredItem] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)

    @property
    def path(self) -> str:
        return str(self.item["path_with_namespace"])


class GitLabServer(ForgeServer):
    """GitLab on a loopback port, from ``start`` (or ``with``) to ``stop``."""

    def __init__(self, *, now: datetime = SERVER_NOW) -> None:
        super().__init__(now=now)
        self.pages_by_place = True  # since GitLab 18.3 for issues
        self.is_filtering = True  # an old server does not know ``confidential``
        self.moves_by_redirect = True
        self.refuses_disabled = False
        self.keeps_link_on_304 = True
        self.users: set[str] = set()
        self.budget: tuple[int, int] | None = None  # the limit, and what is left of it
        self._projects: dict[str, StoredProject] = {}
        self._renamed: dict[str, str] = {}

    # What a test may do to it.

    def put_project(
        self,
        item: Json,
        *,
        languages: Mapping[str, float] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        """Add a project or change it; ``files`` maps paths in it to their text."""
        with self._lock:
            key = str(item["path_with_namespace"]).casefold()
            held = self._projects.setdefault(key, StoredProject(item))
            held.item = item
            held.languages = held.languages if languages is None else languages
            held.files = held.files if files is None else files

    def project_item(self, path: str) -> Json:
        return dict(self._projects[path.casefold()].item)

    def put_issues(self, path: str, items: Iterable[Json]) -> None:
        """Add issues, or replace those of the same number."""
        with self._lock:
            held = self._projects[path.casefold()].issues
            held.update({one.number: one for one in map(StoredItem.of, items)})

    def put_merge_requests(self, path: str, items: Iterable[Json]) -> None:
        """Add merge requests, or replace those of the same number."""
        with self._lock:
            held = self._projects[path.casefold()].merge_requests
            held.update({one.number: one for one in map(StoredItem.of, items)})

    def put_event(self, path: str, item: Json) -> None:
        with self._lock:
            self._projects[path.casefold()].events.append(item)

    def delete_issue(self, path: str, number: int) -> None:
        with self._lock:
            del self._projects[path.casefold()].issues[number]

    def rename(self, path: str, new_path: str) -> None:
        """Let the old path lead to the project's id, as GitLab does."""
        with self._lock:
            project = self._projects.pop(path.casefold())
            name = new_path.rpartition("/")[2]
            project.item = {
                **project.item,
                "path_with_namespace": new_path,
                "name": name,
                "web_url": f"https://gitlab.com/{new_path}",
            }
            self._projects[new_path.casefold()] = project
            self._renamed[path.casefold()] = new_path.casefold()

    def delete_project(self, path: str) -> None:
        with self._lock:
            del self._projects[path.casefold()]

    # Answers.

    def finished(self, reply: Reply, request: Request) -> Reply:
        return self._conditional(reply, request.headers)

    def spellings(self, part: str) -> tuple[str, ...]:
        return (part, quote(part, safe=""))

    def always(self) -> Mapping[str, str]:
        return {**super().always(), **self._budget_headers()}

    def _budget_headers(self) -> dict[str, str]:
        if self.budget is None:
            return {}
        limit, left = self.budget
        reset = str(int(self.now.timestamp()) + 60)
        return {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": reset,
        }

    def _conditional(self, reply: Reply, headers: Mapping[str, str]) -> Reply:
        """Give an answer its ETag, and none of it to who has that already."""
        if reply.status != 200:
            return reply
        etag = f'W/"{blake2b(reply.body, digest_size=16).hexdigest()}"'
        given = {**reply.headers, "ETag": etag}
        if headers.get("if-none-match") != etag:
            return Reply(200, reply.body, given)
        if not self.keeps_link_on_304:
            given.pop("Link", None)
        return Reply(304, b"", given)

    def routed(self, request: Request) -> Reply:
        target = request.target
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        segments = [unquote(part) for part in parts.path.removeprefix(API).strip("/").split("/")]
        match segments:
            case ["projects"]:
                return self._of_topics(query, target)
            case ["projects", name, *rest]:
                return self._of_project(name, rest, query, target)
            case ["groups", path, "projects"]:
                return self._of_group(path, query, target)
            case ["users", name, "projects"]:
                return self._of_user(name, query, target)
            case ["topics"]:
                return Reply(200, b"[]")
        return _not_found("404 Not Found")

    def _of_project(self, name: str, rest: list[str], query: Query, target: str) -> Reply:
        key = name.casefold()
        if key in self._renamed and key not in self._projects:
            project = self._projects[self._renamed[key]]
            if self.moves_by_redirect:
                return self._moved(project, rest, target)
        else:
            found = (one for one in self._projects.values() if str(one.item["id"]) == name)
            named = self._projects.get(key) or next(found, None)
            if named is None:
                return _not_found("404 Project Not Found")
            project = named
        return self._part_of(project, rest, query, target)

    def _moved(self, project: StoredProject, rest: list[str], target: str) -> Reply:
        query = urlsplit(target).query
        place = "/".join(["", "projects", str(project.item["id"]), *rest])
        moved = f"{self.url}{API}{place}" + (f"?{query}" if query else "")
        return Reply(301, as_json({"message": "301 Moved Permanently"}), {"Location": moved})

    def _part_of(self, project: StoredProject, rest: list[str], query: Query, target: str) -> Reply:
        match rest:
            case []:
                shown = {**project.item}
                if query.get("license") != "true":
                    shown.pop("license", None)
                return Reply(200, as_json(shown))
            case ["languages"]:
                return Reply(200, as_json(dict(project.languages)))
            case ["issues"]:
                return self._issues(project, query, target)
            case ["merge_requests"]:
                return self._changes(project, query, target)
            case ["events"]:
                return self._events(project, query, target)
            case ["repository", "tree"]:
                return self._tree(project, query, target)
            case ["repository", "files", file, "raw"] if file in project.files:
                text = project.files[file].encode()
                return Reply(200, text, {"Content-Type": "text/plain; charset=utf-8"})
        return _not_found("404 File Not Found")

    def _issues(self, project: StoredProject, query: Query, target: str) -> Reply:
        if project.item.get("issues_access_level") == "disabled":
            if self.refuses_disabled:
                return Reply(403, as_json({"message": "403 Forbidden"}))
            return Reply(200, b"[]")
        items: Sequence[StoredItem] = list(project.issues.values())
        if self.is_filtering and query.get("confidential") == "false":
            items = [item for item in items if not item.is_confidential]
        return self._filtered(items, query, target)

    def _changes(self, project: StoredProject, query: Query, target: str) -> Reply:
        if project.item.get("merge_requests_access_level") == "disabled":
            return Reply(403, as_json({"message": "403 Forbidden"}))
        if query.get("pagination") == "keyset":
            return Reply(405, as_json({"error": "Keyset pagination is not yet available"}))
        return self._filtered(list(project.merge_requests.values()), query, target)

    def _filtered(self, items: Sequence[StoredItem], query: Query, target: str) -> Reply:
        state = query.get("state", "all")
        updated_after = _instant(query.get("updated_after", "1970-01-01"))
        created_after = _instant(query.get("created_after", "1970-01-01"))
        is_by_creation = query.get("order_by", "created_at") == "created_at"

        def order(item: StoredItem) -> tuple[datetime, int]:
            return (item.created_at if is_by_creation else item.updated_at, item.remote_id)

        kept = sorted(
            (
                item
                for item in items
                if state in {"all", item.state}
                and item.updated_at >= updated_after
                and item.created_at >= created_after
            ),
            key=order,
            reverse=query.get("sort") != "asc" or not self.is_sorting,
        )
        if query.get("pagination") == "keyset" and self.pages_by_place:
            page, headers = self._placed(kept, query, target, order)
        else:
            page, headers = self._numbered(kept, query, target)
        return Reply(200, b"[" + b",".join(item.body for item in page) + b"]", headers)

    def _placed(
        self,
        items: Sequence[StoredItem],
        query: Query,
        target: str,
        order: Callable[[StoredItem], tuple[datetime, int]],
    ) -> tuple[Sequence[StoredItem], dict[str, str]]:
        """Page by place: no count, and a next page only where there is more."""
        size = _size(query)
        if "cursor" in query:
            at, remote_id = json.loads(base64.urlsafe_b64decode(query["cursor"]))
            items = [item for item in items if order(item) > (_instant(at), remote_id)]
        page = items[:size]
        if len(items) <= size:
            return page, {}
        at, remote_id = order(page[-1])
        place = base64.urlsafe_b64encode(as_json([at.isoformat(), remote_id])).decode()
        return page, {"Link": self._link(target, {**query, "cursor": place}, "next")}

    def _numbered(
        self, items: Sequence[object], query: Query, target: str
    ) -> tuple[Sequence[StoredItem], dict[str, str]]:
        size, number = _size(query), max(1, int(query.get("page", "1")))
        last = max(1, -(-len(items) // size))
        links = [self._link(target, {**query, "page": "1"}, "first")]
        if number < last:
            links.append(self._link(target, {**query, "page": str(number + 1)}, "next"))
        headers = {"X-Page": str(number), "X-Per-Page": str(size)}
        if len(items) <= COUNTED_AT_MOST:
            headers["X-Total"] = str(len(items))
            headers["X-Total-Pages"] = str(last)
            links.append(self._link(target, {**query, "page": str(last)}, "last"))
        page = items[(number - 1) * size : number * size]
        return page, {**headers, "Link": ", ".join(links)}  # type: ignore[return-value]

    def _events(self, project: StoredProject, query: Query, target: str) -> Reply:
        after = _instant(query["after"])
        kept = [
            item
            for item in project.events
            if _instant(item["created_at"]).date() > after.date()
            and item["action_name"] == "commented on"
        ]
        page, headers = self._numbered(kept, query, target)
        return Reply(200, as_json(page), headers)

    def _tree(self, project: StoredProject, query: Query, target: str) -> Reply:
        if project.item.get("empty_repo"):
            return _not_found("404 Tree Not Found")
        roots = {path.partition("/")[0]: "/" in path for path in project.files}
        items = [
            {"id": "a1", "name": name, "type": "tree" if is_folder else "blob", "path": name}
            for name, is_folder in sorted(roots.items(), key=lambda pair: (not pair[1], pair[0]))
        ]
        page, headers = self._numbered(items, query, target)
        return Reply(200, as_json(page), headers)

    def _of_topics(self, query: Query, target: str) -> Reply:
        wanted = set(query.get("topic", "").split(","))
        found = []
        for project in self._projects.values():
            topics = project.item.get("topics")
            if isinstance(topics, list) and wanted <= set(topics):
                found.append(project)
        return self._listed(found, query, target)

    def _of_group(self, path: str, query: Query, target: str) -> Reply:
        if path.casefold() in self.users:
            return _not_found("404 Group Not Found")
        below = path.casefold() + "/"
        found = [one for key, one in self._projects.items() if key.startswith(below)]
        if not found:
            return _not_found("404 Group Not Found")
        if query.get("include_subgroups") != "true":
            found = [one for one in found if "/" not in one.path[len(below) :]]
        return self._listed(found, query, target)

    def _of_user(self, name: str, query: Query, target: str) -> Reply:
        if name.casefold() not in self.users:
            return _not_found("404 User Not Found")
        below = name.casefold() + "/"
        found = [one for key, one in self._projects.items() if key.startswith(below)]
        return self._listed(found, query, target)

    def _listed(self, found: list[StoredProject], query: Query, target: str) -> Reply:
        items = sorted(({**one.item} for one in found), key=lambda item: int(str(item.get("id"))))
        for item in items:
            item.pop("license", None)
        page, headers = self._numbered(items, query, target)
        return Reply(200, as_json(page), headers)

    def _link(self, target: str, query: Query, rel: str) -> str:
        return f'<{self.url}{urlsplit(target).path}?{urlencode(query)}>; rel="{rel}"'


def _size(query: Query) -> int:
    return max(1, min(int(query.get("per_page", "20")), 100))


def _not_found(message: str) -> Reply:
    return Reply(404, as_json({"message": message}))


def _instant(text: object) -> datetime:
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def stamp(instant: datetime) -> str:
    """Write an instant as GitLab does, in milliseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{instant.microsecond // 1000:03}Z"
    )
