"""A local server that behaves like Forgejo's and Gitea's REST API, over a real socket.

Lists come newest first unless ``sort`` asks otherwise and the server ``is_sorting``; a page has
50 records at most; the total stands in ``X-Total-Count``; nothing has an ETag; a renamed
repository answers 301 to the same place under its new name; one without issues 404. It can be
told to change, refuse, limit or break in the midst of a pull.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.integrations.forge_server import SERVER_NOW, ForgeServer, Json, Query, as_json
from tests.replay.loopback import Reply, Request

PREFIX = "/api/v1"
FORGEJO = "16.0.1+gitea-1.22.0"
GITEA = "1.24.6"


@dataclass(slots=True)
class StoredRepository:
    """A repository with its issues by number, and what stands in its top folder."""

    item: Json
    languages: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    issues: dict[int, Json] = field(default_factory=dict)
    comments: dict[int, Json] = field(default_factory=dict)

    @property
    def topics(self) -> set[object]:
        held = self.item.get("topics")
        return set(held) if isinstance(held, list) else set()


class ForgejoServer(ForgeServer):
    """Forgejo on a loopback port, from ``start`` (or ``with``) to ``stop``."""

    def __init__(self, *, now: datetime = SERVER_NOW) -> None:
        super().__init__(now=now)
        self.version: str | None = FORGEJO
        self.has_settings = True
        self.knows_types = True
        self.tells_total = True
        self.page_size = 50
        self._repositories: dict[str, StoredRepository] = {}
        self._renamed: dict[str, StoredRepository] = {}

    @property
    def api(self) -> str:
        return self.url + PREFIX

    def become_gitea(self) -> None:
        """Sort by creation alone, as every Gitea does, and say so in the version."""
        self.version, self.is_sorting = GITEA, False

    # What a test may do to it.

    def put_repository(
        self,
        path: str,
        item: Json,
        *,
        languages: Mapping[str, int] | None = None,
        pages: Mapping[str, str] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Add a repository or change it; ``pages`` maps file names to their web pages."""
        with self._lock:
            held = self._repositories.setdefault(path.casefold(), StoredRepository(item))
            held.item = item
            held.languages = held.languages if languages is None else languages
            held.pages = held.pages if pages is None else pages
            held.texts = held.texts if texts is None else texts

    def put_items(self, path: str, items: Iterable[Json]) -> None:
        """Add issues and pull requests, or replace those of the same number."""
        with self._lock:
            for item in items:
                number = item["number"]
                assert isinstance(number, int)
                self._repositories[path.casefold()].issues[number] = item

    def put_comments(self, path: str, items: Iterable[Json]) -> None:
        with self._lock:
            for item in items:
                remote_id = item["id"]
                assert isinstance(remote_id, int)
                self._repositories[path.casefold()].comments[remote_id] = item

    def delete_item(self, path: str, number: int) -> None:
        with self._lock:
            del self._repositories[path.casefold()].issues[number]

    def rename(self, path: str, new_path: str) -> None:
        with self._lock:
            repository = self._repositories.pop(path.casefold())
            repository.item = {
                **repository.item,
                "full_name": new_path,
                "name": new_path.partition("/")[2],
                "html_url": f"https://codeberg.org/{new_path}",
            }
            self._repositories[new_path.casefold()] = repository
            self._renamed[path.casefold()] = repository

    def delete_repository(self, path: str) -> None:
        with self._lock:
            del self._repositories[path.casefold()]

    # Answers.

    def always(self) -> Mapping[str, str]:
        return {
            "Content-Type": "application/json;charset=utf-8",
            "Set-Cookie": "i_like_forgejo=1; Path=/; HttpOnly",
        }

    def routed(self, request: Request) -> Reply:
        target = request.target
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if not parts.path.startswith(PREFIX + "/"):
            return Reply(404, b"Not found.")
        match parts.path.removeprefix(PREFIX).strip("/").split("/"):
            case ["version"] if self.version is not None:
                return Reply(200, as_json({"version": self.version}))
            case ["settings", "api"] if self.has_settings:
                return Reply(200, as_json(self._settings()))
            case ["repos", "search"]:
                return self._search(query, target)
            case ["repos", owner, name, *rest]:
                return self._of_path(f"{owner}/{name}", rest, query, target)
            case ["users" | "orgs", login, "repos"]:
                return self._of_account(login, query, target)
        return _not_found()

    def _settings(self) -> Json:
        return {
            "max_response_items": self.page_size,
            "default_paging_num": 30,
            "default_git_trees_per_page": 1000,
            "default_max_blob_size": 10485760,
        }

    def _of_path(self, path: str, rest: list[str], query: Query, target: str) -> Reply:
        key = path.casefold()
        if key in self._repositories:
            return self._of_repository(self._repositories[key], rest, query, target)
        if key not in self._renamed:
            return _not_found()
        new_path = self._renamed[key].item["full_name"]
        asked = urlsplit(target).query
        moved = "/".join([f"{PREFIX}/repos/{new_path}", *rest])
        return Reply(301, b"", {"Location": f"{moved}?{asked}" if asked else moved})

    def _of_repository(
        self, repository: StoredRepository, rest: list[str], query: Query, target: str
    ) -> Reply:
        match rest:
            case []:
                return Reply(200, as_json(repository.item))
            case ["languages"]:
                return Reply(200, as_json(dict(repository.languages)))
            case ["topics"]:
                return Reply(200, as_json({"topics": sorted(map(str, repository.topics))}))
            case ["contents"]:
                return Reply(200, as_json(_entries(repository)))
            case ["raw", *names] if "/".join(names) in repository.texts:
                return Reply(200, repository.texts["/".join(names)].encode())
            case ["issues"]:
                return self._issues(repository, query, target)
            case ["issues", "comments"]:
                comments = _between(repository.comments.values(), query)
                comments.sort(key=lambda item: (str(item["created_at"]), str(item["id"])))
                return self._listed(comments, query, target)
        return _not_found()

    def _issues(self, repository: StoredRepository, query: Query, target: str) -> Reply:
        kind = query.get("type", "") if self.knows_types else ""
        if repository.item.get("has_issues") is False:
            if kind == "issues":
                return _not_found()
            kind = "pulls"
        state = query.get("state", "open")
        items = [
            item
            for item in _between(repository.issues.values(), query)
            if state in {"all", item.get("state")}
            and (kind == "" or (kind == "pulls") == (item.get("pull_request") is not None))
        ]
        _sort(items, query.get("sort", "") if self.is_sorting else "")
        return self._listed(items, query, target)

    def _of_account(self, login: str, query: Query, target: str) -> Reply:
        owner = login.casefold() + "/"
        paths = sorted(path for path in self._repositories if path.startswith(owner))
        if not paths:
            return _not_found()
        return self._listed([self._repositories[path].item for path in paths], query, target)

    def _search(self, query: Query, target: str) -> Reply:
        """Find repositories that carry any of the words as a topic, each word as a whole."""
        wanted = set(query.get("q", "").casefold().split(","))
        found = [one.item for _, one in sorted(self._repositories.items()) if wanted & one.topics]
        reply = self._listed(found, query, target)
        return Reply(200, b'{"ok":true,"data":' + reply.body + b"}", reply.headers)

    def _listed(self, items: list[Json], query: Query, target: str) -> Reply:
        size = max(1, min(int(query.get("limit", "30")), self.page_size))
        number = max(1, int(query.get("page", "1")))
        last = max(1, -(-len(items) // size))
        headers = {"X-Total-Count": str(len(items))} if self.tells_total else {}
        if last > 1 and self.tells_total:
            around = {"next": number + 1, "last": last} if number < last else {}
            around |= {"first": 1, "prev": number - 1} if number > 1 else {}
            headers["Link"] = ",".join(
                self._link(target, query, page, rel) for rel, page in around.items()
            )
        page = items[(number - 1) * size : number * size]
        return Reply(200, as_json(page), headers)

    def _link(self, target: str, query: Query, page: int, rel: str) -> str:
        path = urlsplit(target).path
        return f'<{self.url}{path}?{urlencode({**query, "page": page})}>; rel="{rel}"'


def _between(items: Iterable[Json], query: Query) -> list[Json]:
    """Filter by the last change; both bounds are inclusive."""
    since, before = query.get("since", ""), query.get("before", "9999")
    return [item for item in items if since <= str(item.get("updated_at")) <= before]


def _sort(items: list[Json], sort: str) -> None:
    """Sort as ``applySorts`` does in models/issues/issue_search.go; anything else is newest."""
    items.sort(key=lambda item: (str(item["created_at"]), int(str(item["id"]))))
    if sort == "leastupdate":
        items.sort(key=lambda item: str(item["updated_at"]))
    elif sort != "oldest":
        items.reverse()


def _entries(repository: StoredRepository) -> list[Json]:
    """List the top folder: files with a page, files with a text, and the folders of those."""
    entries: list[Json] = [
        {"name": name, "path": name, "type": "file", "html_url": url, "size": 9}
        for name, url in repository.pages.items()
    ]
    for name in repository.texts:
        top, slash, _ = name.partition("/")
        kind = "dir" if slash else "file"
        entries.append({"name": top, "path": top, "type": kind, "html_url": None, "size": 9})
    return entries


def _not_found() -> Reply:
    return Reply(404, as_json({"errors": None, "message": "The target couldn't be found."}))


def stamp(instant: datetime) -> str:
    """Write an instant as Forgejo does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
