"""The local GitLab server, with what accounts did."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from integrations.base import Forge
from integrations.gitlab import GitLabForge
from integrations.records import WorkSort
from tests.integrations.forge_server import Json, as_json
from tests.integrations.gitlab_server import API, GitLabServer, stamp
from tests.integrations.history_worlds import Deed, Deeds, Place
from tests.replay.loopback import Reply, Request


class GitLabHistoryServer(GitLabServer):
    """Answers what is asked of accounts besides; its token sees what is private, too."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = Deeds()
        self.confidential: set[int] = set()
        self.closed_parts: set[str] = set()
        self.spoiled: set[int] = set()

    def routed(self, request: Request) -> Reply:
        parts = urlsplit(request.target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix(API).strip("/").split("/"):
            case ["users", number] if number.isdigit():
                login = self.deeds.logins.get(number)
                found = {"id": int(number), "username": login, "state": "active"}
                return Reply(200, as_json(found)) if login else _missing()
            case ["users", number, "projects"] if number.isdigit():
                return self._own(number, query, request.target)
            case ["merge_requests" | "issues" as what]:
                return self._list(what, query, request.target)
            case ["projects", number] if number.isdigit():
                place = self.deeds.place(number)
                return Reply(200, as_json(self._project(place))) if place else _missing()
            case ["projects", number, "languages"] if number.isdigit():
                place = self.deeds.place(number)
                names = place.languages if place else ()
                return Reply(200, as_json({name: 90 - n for n, name in enumerate(names)}))
        return super().routed(request)

    def _own(self, number: str, query: Mapping[str, str], target: str) -> Reply:
        assert query["visibility"] == "public"
        own = sorted(self.deeds.own.get(number, []), key=lambda one: one.pushed_at, reverse=True)
        items = [self._project(place) for place in own if place.is_public]
        page, headers = self._numbered(items, query, target)
        return Reply(200, as_json(page), headers)

    def _list(self, what: str, query: Mapping[str, str], target: str) -> Reply:
        assert (query["scope"], query["order_by"], query["sort"]) == ("all", "updated_at", "asc")
        if what == "issues":
            number, sort = query["assignee_id"], WorkSort.ISSUE
        elif "reviewer_id" in query:
            number, sort = query["reviewer_id"], WorkSort.REVIEW
        else:
            number, sort = query["author_id"], WorkSort.CHANGE
        since = datetime.fromisoformat(query["updated_after"]).astimezone(UTC)
        found = [
            deed
            for deed in self.deeds.of(number, sort)
            if deed.is_done and deed.updated_at >= since
        ]
        page, headers = self._numbered([self._item(deed) for deed in found], query, target)
        return Reply(200, as_json(page), headers)

    def _item(self, deed: Deed) -> Json:
        word = "issues" if deed.sort is WorkSort.ISSUE else "merge_requests"
        done_at = "closed_at" if deed.sort is WorkSort.ISSUE else "merged_at"
        return {
            "id": deed.place.number * 10_000 + deed.number,
            "iid": deed.number,
            "project_id": deed.place.number,
            "title": None if deed.number in self.spoiled else deed.title,
            "description": deed.text,
            "labels": list(deed.labels),
            "web_url": f"https://gitlab.com/{deed.place.path}/-/{word}/{deed.number}",
            "updated_at": stamp(deed.updated_at),
            done_at: stamp(deed.done_at),
            "author": {"id": int(deed.author.remote_id), "username": deed.author.login},
            "confidential": deed.number in self.confidential,
        }

    def _project(self, place: Place) -> Json:
        return {
            "id": place.number,
            "name": place.path.rpartition("/")[2],
            "path_with_namespace": place.path,
            "web_url": f"https://gitlab.com/{place.path}",
            "visibility": "public" if place.is_public else "private",
            "description": "Its own words",
            "topics": list(place.topics),
            "last_activity_at": stamp(place.pushed_at),
            **dict.fromkeys(self.closed_parts, "private"),
        }


def _missing() -> Reply:
    return Reply(404, as_json({"message": "404 Not found"}))


class GitLabHistoryWorld:
    """The GitLab connector over a socket, and the local server behind it."""

    def __init__(self, server: GitLabHistoryServer) -> None:
        self.server = server
        self.deeds = server.deeds
        self.gitlab = GitLabForge(
            "gitlab.com",
            base_url=server.url,
            tokens=("glpat-of-the-test",),
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.gitlab

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        self.server.trouble(
            429,
            b"Retry later\n",
            headers={
                "Content-Type": "text/plain",
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": str(int(until.timestamp())),
            },
            after_requests=after_requests,
        )

    def heal(self) -> None:
        self.server.heal()
