"""A local server that behaves like GitHub's API, to pull from over a real socket.

It sorts, filters by ``since``, pages with Link headers, answers 304 to a matching ETag, follows
renames with a 301, and can be told to change, refuse, limit or break in the midst of a pull.
Issues are kept serialised, so that it costs little beside what is measured. Its GraphQL stands in
``github_graph``. Used by the contract suite and by ``benchmarks.sync`` (in a process of its own:
``tests.integrations.serve_github``).
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from operator import attrgetter
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from tests.integrations.forge_server import SERVER_NOW, ForgeServer, Json, Query, as_json
from tests.integrations.github_graph import GraphDoor
from tests.integrations.github_store import Store, StoredRepository, stamp
from tests.replay.loopback import Reply, Request

Item = TypeVar("Item")


class GitHubServer(ForgeServer):
    """GitHub on a loopback port, from ``start`` (or ``with``) to ``stop``."""

    def __init__(self, *, now: datetime = SERVER_NOW) -> None:
        super().__init__(now=now)
        self.prefix = ""  # "/api/v3" is where GitHub Enterprise keeps its API
        self.latency_s = 0.0
        self.app_key: str | None = None  # the public half, in PEM form
        self.store = Store()
        self.graph = GraphDoor(self.store, now=lambda: self.now)
        self._tokens_given = 0
        self._repositories = self.store.repositories
        self._renamed = self.store.renamed

    # What a test may do to it.

    def put_repository(
        self,
        path: str,
        item: Json,
        *,
        languages: Mapping[str, int] | None = None,
        files: Mapping[str, str] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Add a repository or change it.

        ``files`` maps ``contributing`` and so on to a page, ``texts`` a path in it to its content.
        """
        with self._lock:
            held = self._repositories.setdefault(path.casefold(), StoredRepository(item))
            held.item = item
            held.languages = held.languages if languages is None else languages
            held.files = held.files if files is None else files
            held.texts = held.texts if texts is None else texts

    def put_items(self, path: str, items: Iterable[Json]) -> None:
        """Add issues and pull requests, or replace those of the same number."""
        with self._lock:
            self._repositories[path.casefold()].put(items)

    def put_comment(self, path: str, number: int, item: Json) -> None:
        """Add a comment to an issue, or replace the one of the same id."""
        with self._lock:
            self._repositories[path.casefold()].put_comment(number, item)

    def delete_item(self, path: str, number: int) -> None:
        with self._lock:
            self._repositories[path.casefold()].delete(number)

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

    def statuses(self) -> Counter[int]:
        """Count the answers by status."""
        return Counter(request.status for request in self.requests)

    def counted(self) -> int:
        """Count the requests that cost something: a 304 is free."""
        return sum(request.status != 304 for request in self.requests)

    # Answers.

    def answer(self, request: Request) -> Reply:
        if self.latency_s:
            time.sleep(self.latency_s)
        return super().answer(request)

    def finished(self, reply: Reply, request: Request) -> Reply:
        return _conditional(reply, request.headers) if request.method == "GET" else reply

    def routed(self, request: Request) -> Reply:
        target = request.target
        parts = urlsplit(target)
        if request.method == "POST":
            return self._posted(request, parts.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix(self.prefix).strip("/").split("/"):
            case ["repos", owner, name, *rest]:
                return self._of_path(f"{owner}/{name}", rest, query, target)
            case ["repositories", remote_id, *rest] if remote_id.isdigit():
                repository = self.store.by_id(int(remote_id))
                return self._of_repository(repository, rest, query, target)
            case ["users", login, *rest] if rest in ([], ["orgs"]):
                account = self.store.accounts.get(login.casefold())
                return Reply(200, as_json([] if rest else account)) if account else _not_found()
            case ["users" | "orgs", login, "repos"]:
                return self._of_account(login, query, target)
            case ["search", "repositories"]:
                return self._search(query, target)
        return _not_found()

    def _posted(self, request: Request, path: str) -> Reply:
        """Answer a question or give a token; Enterprise keeps GraphQL beside its REST API."""
        if path == f"{self.prefix.removesuffix('/v3')}/graphql":
            return self.graph.answer(request)
        match path.removeprefix(self.prefix).strip("/").split("/"):
            case ["app", "installations", number, "access_tokens"]:
                return self._installation_token(request, number)
        return _not_found()

    def _installation_token(self, request: Request, number: str) -> Reply:
        """Give an hour's token to who signs as the App."""
        signed = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(signed, self.app_key or "", algorithms=["RS256"])
        except (jwt.InvalidTokenError, jwt.InvalidKeyError):
            return Reply(401, as_json({"message": "A JSON web token could not be decoded"}))
        self._tokens_given += 1
        ends_at = stamp(self.now + timedelta(hours=1))
        token = f"ghs_{number}_{self._tokens_given}"
        return Reply(201, as_json({"token": token, "expires_at": ends_at, "permissions": {}}))

    def _of_path(self, path: str, rest: list[str], query: Query, target: str) -> Reply:
        key = path.casefold()
        if key not in self._repositories and key in self._renamed:
            parts = urlsplit(target)
            moved = "/".join([f"{self.url}/repositories/{self._renamed[key]}", *rest])
            moved += f"?{parts.query}" if parts.query else ""
            return Reply(
                301, as_json({"message": "Moved Permanently", "url": moved}), {"Location": moved}
            )
        return self._of_repository(self._repositories.get(key), rest, query, target)

    def _of_repository(
        self,
        repository: StoredRepository | None,
        rest: list[str],
        query: Query,
        target: str,
    ) -> Reply:
        if repository is None:
            return _not_found()
        match rest:
            case []:
                return Reply(200, as_json(repository.item))
            case ["languages"]:
                return Reply(200, as_json(dict(repository.languages)))
            case ["community", "profile"]:
                files = {name: {"html_url": url} for name, url in repository.files.items()}
                return Reply(200, as_json({"health_percentage": 50, "files": files}))
            case ["contents", *parts]:
                return _contents(repository.texts, "/".join(part for part in parts if part))
            case ["issues", *which]:
                return self._lists(repository, which, query, target)
        return _not_found()

    def _lists(
        self,
        repository: StoredRepository,
        which: list[str],
        query: Query,
        target: str,
    ) -> Reply:
        if repository.item.get("has_issues") is False:
            return Reply(410, as_json({"message": "Issues are disabled for this repo"}))
        if which == ["comments"]:
            return self._comments(repository, query, target)
        match which:
            case []:
                return self._issues(repository, query, target)
            case [number, "comments"] if number.isdigit():
                held = repository.comments.get(int(number), [])
                page, link = self._paged(held, query, target)
                return Reply(200, as_json(page), link)
        return _not_found()

    def _issues(self, repository: StoredRepository, query: Query, target: str) -> Reply:
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

    def _comments(self, repository: StoredRepository, query: Query, target: str) -> Reply:
        items = repository.all_comments(since=query.get("since", ""))
        page, link = self._paged(items, query, target)
        return Reply(200, as_json(page), link)

    def _of_account(self, login: str, query: Query, target: str) -> Reply:
        owner = login.casefold() + "/"
        paths = sorted(path for path in self._repositories if path.startswith(owner))
        if not paths:
            return _not_found()
        page, link = self._paged(paths, query, target)
        return Reply(200, as_json([self._repositories[path].item for path in page]), link)

    def _search(self, query: Query, target: str) -> Reply:
        wanted = {word.removeprefix("topic:") for word in query.get("q", "").split()}
        found = []
        for path in sorted(self._repositories):
            topics = self._repositories[path].item.get("topics")
            if isinstance(topics, list) and wanted <= set(topics):
                found.append(self._repositories[path].item)
        page, link = self._paged(found[:1000], query, target)
        body: Json = {"total_count": len(found), "incomplete_results": False, "items": page}
        return Reply(200, as_json(body), link)

    def _paged(
        self, items: list[Item], query: Query, target: str
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

    def _link(self, target: str, query: Query, page: int, rel: str) -> str:
        path = urlsplit(target).path
        return f'<{self.url}{path}?{urlencode({**query, "page": page})}>; rel="{rel}"'


def _contents(texts: Mapping[str, str], path: str) -> Reply:
    """List the root folder, or give a file as it is; an empty repository has no folder."""
    if path:
        return Reply(200, texts[path].encode()) if path in texts else _not_found()
    entries: dict[str, Json] = {}
    for name, text in texts.items():
        first, _, rest = name.partition("/")
        size = 0 if rest else len(text.encode())
        entries[first] = {"name": first, "type": "dir" if rest else "file", "size": size}
    return Reply(200, as_json(list(entries.values()))) if entries else _not_found()


def _conditional(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Give an answer its ETag, and none of it to who has that already."""
    if reply.status != 200:
        return reply
    etag = f'W/"{blake2b(reply.body, digest_size=16).hexdigest()}"'
    if headers.get("if-none-match") == etag:
        return Reply(304, b"", {"ETag": etag})
    return Reply(200, reply.body, {**reply.headers, "ETag": etag})


def _not_found() -> Reply:
    return Reply(404, as_json({"message": "Not Found"}))
