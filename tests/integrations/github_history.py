"""The local GitHub server, with what accounts did behind its GraphQL door."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from integrations.base import Forge
from integrations.github import GitHubForge
from integrations.records import WorkSort
from tests.integrations.forge_server import Json, as_json
from tests.integrations.github_server import GitHubServer
from tests.integrations.github_store import stamp
from tests.integrations.history_worlds import Deed, Deeds, Place
from tests.replay.loopback import Reply, Request

_WORDS = {
    WorkSort.CHANGE: "author:{login} is:pr is:merged",
    WorkSort.ISSUE: "assignee:{login} is:issue is:closed reason:completed",
    WorkSort.REVIEW: "reviewed-by:{login} -author:{login} is:pr is:merged",
}


class GitHubHistoryServer(GitHubServer):
    """Answers the question ``Histories`` besides."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = Deeds()
        self.spoiled: set[int] = set()
        self.points_left = 4000

    def routed(self, request: Request) -> Reply:
        if request.method != "POST" or b"query Histories(" not in request.body:
            return super().routed(request)
        if not request.headers.get("authorization"):
            return Reply(401, as_json({"message": "Requires authentication"}))
        asked = json.loads(request.body)
        return Reply(200, as_json(self._histories(asked["query"], asked["variables"])))

    def _histories(self, text: str, variables: Mapping[str, object]) -> Json:
        login = str(variables["login"])
        reset_at = stamp(self.now + timedelta(hours=1))
        data: Json = {"rateLimit": {"cost": 5, "remaining": self.points_left, "resetAt": reset_at}}
        for name in ("changes", "issues", "reviews"):
            if f"{name}: search(" in text:
                behind = variables.get(f"{name}Behind")
                data[name] = self._found(login, str(variables[name]), behind)
        number = self.deeds.number_of(login)
        if number is None:
            problem = f"Could not resolve to a User with the login of '{login}'."
            error = {"type": "NOT_FOUND", "path": ["user"], "message": problem}
            return {"data": {**data, "user": None}, "errors": [error]}
        user: Json = {"databaseId": int(number)}
        if variables["wantsRepositories"]:
            own = sorted(
                self.deeds.own.get(number, []), key=lambda place: place.pushed_at, reverse=True
            )
            user["repositories"] = {"nodes": [_own(place) for place in own if place.is_public][:50]}
        return {"data": {**data, "user": user}}

    def _found(self, login: str, asked: str, behind: object) -> Json:
        """Find by words as GitHub does: only what is public, if that is asked for."""
        [sort] = [
            one for one, words in _WORDS.items() if asked.startswith(words.format(login=login))
        ]
        assert "is:public" in asked
        assert asked.endswith("sort:updated-asc")
        since = datetime.fromisoformat(asked.partition("updated:>=")[2].partition(" ")[0])
        found = [
            deed
            for deed in self.deeds.of(self.deeds.number_of(login), sort)
            if deed.is_done
            and deed.updated_at >= since
            and not (sort is WorkSort.REVIEW and deed.author == deed.by)
        ]
        start = int(str(behind)) if behind else 0
        page = found[start : start + 50]
        has_more = start + 50 < len(found)
        return {
            "pageInfo": {"hasNextPage": has_more, "endCursor": str(start + len(page))},
            "nodes": [self._node(deed) for deed in page],
        }

    def _node(self, deed: Deed) -> Json:
        word = "issues" if deed.sort is WorkSort.ISSUE else "pull"
        return {
            "id": f"N_{deed.place.number}_{deed.number}",
            "title": None if deed.number in self.spoiled else deed.title,
            "url": f"https://github.com/{deed.place.path}/{word}/{deed.number}",
            "bodyText": deed.text,
            "updatedAt": stamp(deed.updated_at),
            "doneAt": stamp(deed.done_at),
            "labels": {"nodes": [{"name": label} for label in deed.labels]},
            "repository": _repository(deed.place),
        }


def _repository(place: Place) -> Json:
    return {
        "databaseId": place.number,
        "nameWithOwner": place.path,
        "isPrivate": not place.is_public,
        "visibility": "PUBLIC" if place.is_public else "PRIVATE",
        "languages": {"nodes": [{"name": name} for name in place.languages]},
        "repositoryTopics": {"nodes": [{"topic": {"name": name}} for name in place.topics]},
    }


def _own(place: Place) -> Json:
    return {
        **_repository(place),
        "url": f"https://github.com/{place.path}",
        "description": "Its own words",
        "pushedAt": stamp(place.pushed_at),
    }


class GitHubHistoryWorld:
    """The GitHub connector over a socket, and the local server behind it."""

    def __init__(
        self, server: GitHubHistoryServer, *, tokens: tuple[str, ...] = ("ghp_t",)
    ) -> None:
        self.server = server
        self.deeds = server.deeds
        self.github = GitHubForge(
            "github.com",
            base_url=server.url,
            tokens=tokens,
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.github

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        self.server.trouble(
            403,
            {"message": "You have exceeded a secondary rate limit."},
            headers={"Retry-After": str(int((until - self.server.now).total_seconds()))},
            after_requests=after_requests,
        )

    def heal(self) -> None:
        self.server.heal()
