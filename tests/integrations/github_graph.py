"""The GraphQL door of the local GitHub server.

It answers the hub's own questions by their names and variables and joins what was serialised
before, so that a benchmark measures the hub and not a GraphQL engine. ``test_github_graph`` holds
it to what graphql-core answers to the same questions over GitHub's own schema. Points are counted
as GitHub does.
Source: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter

from integrations.records import PROJECT_FILES
from tests.integrations.forge_server import Json
from tests.integrations.github_store import (
    Store,
    StoredIssue,
    StoredRepository,
    cursor_of,
    position_cursor,
    read_cursor,
    stamp,
)
from tests.replay.loopback import Reply, Request

_OPERATION = re.compile(r"^query (\w+)\(")
_NESTED = {"open": 4, "closed": 3}


class GraphDoor:
    """Answers POST /graphql over a store."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self.points_an_hour = 5000
        self.points_used: Counter[str] = Counter()
        self.holds_values = True
        self.hidden: set[str] = set()
        self._store = store
        self._now = now

    def answer(self, request: Request) -> Reply:
        token = request.headers.get("authorization", "")
        if not token:
            return Reply(401, b'{"message": "This endpoint requires you to be authenticated."}')
        asked = json.loads(request.body)
        match = _OPERATION.match(asked["query"])
        if match is None:
            return Reply(200, b'{"errors": [{"message": "Parse error"}]}')
        operation, variables = match[1], asked["variables"]
        cost = self._cost(operation, variables)
        left = self.points_an_hour - self.points_used[token]
        if cost > left:
            return Reply(200, _spent(), self._headers(0))
        self.points_used[token] += cost
        return Reply(200, self._data(operation, variables, cost, left), self._headers(left - cost))

    def _data(self, operation: str, variables: Mapping[str, object], cost: int, left: int) -> bytes:
        limit = {"cost": cost, "remaining": left - cost, "resetAt": stamp(self._reset_at())}
        parts = [b'"rateLimit": ' + json.dumps(limit).encode()]
        errors: list[Json] = []
        for number in range(_places(variables)):
            alias, path = (
                f"r{number}",
                f"{variables[f'owner{number}']}/{variables[f'name{number}']}",
            )
            repository = self._store.by_path(path)
            if repository is None or path.casefold() in self.hidden:
                errors.append(_missing(alias, path, is_hidden=repository is not None))
                parts.append(f'"{alias}": null'.encode())
                continue
            held = self._place(operation, repository, variables, number)
            parts.append(f'"{alias}": '.encode() + held)
        body = b'{"data": {' + b", ".join(parts) + b"}"
        return body + (b', "errors": ' + json.dumps(errors).encode() if errors else b"") + b"}"

    def _place(
        self,
        operation: str,
        repository: StoredRepository,
        variables: Mapping[str, object],
        number: int,
    ) -> bytes:
        match operation:
            case "Facts":
                return json.dumps(facts_node(repository, since=str(variables["since"]))).encode()
            case "IssuePages":
                return self._issue_pages(repository, variables, number)
            case "OpenCount":
                count = {"totalCount": len(issues_of(repository, is_open=True))}
                return json.dumps({**_head(repository), "open": count}).encode()
            case "OpenNumbers":
                return json.dumps(self._numbers(repository, variables.get("after"))).encode()
        raise AssertionError(operation)

    def _issue_pages(
        self, repository: StoredRepository, variables: Mapping[str, object], number: int
    ) -> bytes:
        head = {"nameWithOwner": repository.item["full_name"], **_head(repository)}
        parts = [json.dumps(head).encode()[1:-1]]
        for lane in ("open", "closed"):
            if not variables[f"wants{lane.title()}{number}"]:
                continue
            size = variables[f"{lane}First{number}"]
            assert isinstance(size, int)
            since = "" if lane == "open" else str(variables[f"since{number}"])
            held = issues_of(repository, is_open=lane == "open", since=since)
            start = self._start(held, variables.get(f"{lane}After{number}"))
            page = held[start : start + size]
            has_more = start + size < len(held)
            info = {"hasNextPage": has_more, "endCursor": self._end(page, start + len(page))}
            nodes = b", ".join(issue_node(repository, issue) for issue in page)
            parts.append(
                f'"{lane}": {{"totalCount": {len(held)}, "pageInfo": {json.dumps(info)}, '
                '"nodes": ['.encode()
                + nodes
                + b"]}"
            )
        return b"{" + b", ".join(parts) + b"}"

    def _numbers(self, repository: StoredRepository, after: object) -> Json:
        held = sorted(issues_of(repository, is_open=True), key=attrgetter("number"))
        place = read_cursor(str(after)) if after else ("", 0)
        start = place if isinstance(place, int) else place[1]
        page = [issue for issue in held if issue.number > start][:100]
        has_more = bool(page) and page[-1].number < held[-1].number
        end = number_cursor(page[-1].number) if page else None
        info = {"hasNextPage": has_more, "endCursor": end}
        nodes = [{"number": issue.number} for issue in page]
        return {**_head(repository), "open": {"pageInfo": info, "nodes": nodes}}

    def _start(self, held: list[StoredIssue], after: object) -> int:
        if not after:
            return 0
        place = read_cursor(str(after))
        return (
            place if isinstance(place, int) else bisect_right(held, place, key=attrgetter("place"))
        )

    def _end(self, page: list[StoredIssue], position: int) -> str | None:
        if not page:
            return None
        return cursor_of(page[-1]) if self.holds_values else position_cursor(position)

    def _cost(self, operation: str, variables: Mapping[str, object]) -> int:
        """Count the requests of the connections, a hundred to the point."""
        requests = 0
        for number in range(_places(variables)):
            if operation == "Facts":
                requests += 2
            for lane, nested in _NESTED.items():
                size = variables.get(f"{lane}First{number}")
                if variables.get(f"wants{lane.title()}{number}") and isinstance(size, int):
                    requests += 1 + size * nested
        return max(1, round(requests / 100))

    def _reset_at(self) -> datetime:
        return self._now() + timedelta(hours=1)

    def _headers(self, left: int) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.points_an_hour),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(int(self._reset_at().timestamp())),
            "X-RateLimit-Resource": "graphql",
        }


def issues_of(repository: StoredRepository, *, is_open: bool, since: str = "") -> list[StoredIssue]:
    """Give issues of a state by their last change, without pull requests."""
    return [
        issue
        for issue in repository.in_order()
        if issue.is_open == is_open and not issue.is_pull and issue.updated_at >= since
    ]


def issue_node(repository: StoredRepository, issue: StoredIssue) -> bytes:
    """Write an issue as GraphQL does, once."""
    held = repository.nodes.get(issue.number)
    if held is None:
        held = json.dumps(node_of(repository, issue)).encode()
        repository.nodes[issue.number] = held
    return held


def node_of(repository: StoredRepository, issue: StoredIssue) -> Json:
    """Write an issue with every field that the hub asks for."""
    item = json.loads(issue.body)
    comments = repository.comments.get(issue.number, [])
    spoke = {str(one["login"]) for one in _accounts([item, *comments])}
    node: Json = {
        "databaseId": item["id"],
        "fullDatabaseId": str(item["id"]),
        "number": item["number"],
        "title": item["title"],
        "body": item["body"] or "",
        "url": item["html_url"],
        "state": item["state"].upper(),
        "locked": item["locked"],
        "createdAt": item["created_at"],
        "updatedAt": item["updated_at"],
        "closedAt": item["closed_at"],
        "author": _actor(item["user"]),
        "labels": {"nodes": [{"name": label["name"]} for label in item["labels"]]},
        "assignees": {"nodes": [_user(user) for user in item["assignees"]]},
        "participants": {"totalCount": len(spoke)},
        "comments": {
            "totalCount": item["comments"],
            "nodes": [_comment_node(one) for one in comments[-10:]],
        },
    }
    if issue.is_open:
        pages = repository.closing(issue.number)[:3]
        node["closedByPullRequestsReferences"] = {"nodes": [{"url": page} for page in pages]}
    return node


def facts_node(repository: StoredRepository, *, since: str) -> Json:
    """Write a repository with every field that the hub asks for."""
    item = repository.item
    owner, topics, licence = item["owner"], item["topics"], item["license"]
    assert isinstance(topics, list)
    branch, pages = item["default_branch"], repository.files
    node: Json = {
        "databaseId": item["id"],
        "nameWithOwner": item["full_name"],
        "name": item["name"],
        "url": item["html_url"],
        "description": item["description"],
        "isPrivate": bool(item["private"]),
        "isArchived": item["archived"],
        "isFork": item["fork"],
        "isEmpty": item["size"] == 0,
        "hasIssuesEnabled": item["has_issues"],
        "stargazerCount": item["stargazers_count"],
        "homepageUrl": item["homepage"],
        "createdAt": item["created_at"],
        "updatedAt": item["updated_at"],
        "pushedAt": item["pushed_at"],
        "defaultBranchRef": {"name": branch} if branch else None,
        "licenseInfo": {"spdxId": licence["spdx_id"]} if isinstance(licence, dict) else None,
        "owner": _actor(owner),
        "repositoryTopics": {"nodes": [{"topic": {"name": topic}} for topic in topics]},
        "languages": {"nodes": [{"name": name} for name in repository.languages]},
        "contributingGuidelines": _page(pages.get("contributing")),
        "codeOfConduct": _page(pages.get("code_of_conduct")),
        "open": {"totalCount": len(issues_of(repository, is_open=True))},
        "closed": {"totalCount": len(issues_of(repository, is_open=False, since=since))},
    }
    for number, name in enumerate(PROJECT_FILES):
        node[f"file{number}"] = blob(repository.texts.get(name))
    return node


def blob(text: str | None) -> Json | None:
    """Write a file; GitHub cuts a text at 512,000 bytes and gives none of a binary."""
    if text is None:
        return None
    raw, is_binary = text.encode(), "\x00" in text
    is_truncated = len(raw) > 512_000
    shown = raw[:512_000].decode(errors="ignore") if is_truncated else text
    return {
        "text": None if is_binary else shown,
        "byteSize": len(raw),
        "isBinary": is_binary,
        "isTruncated": is_truncated,
    }


def number_cursor(number: int) -> str:
    """Write a cursor of a list by creation, where numbers are in order too."""
    return cursor_of(StoredIssue(number, number, "", is_open=True, is_pull=False, body=b""))


def _head(repository: StoredRepository) -> Json:
    item = repository.item
    return {"isPrivate": bool(item["private"]), "hasIssuesEnabled": item["has_issues"]}


def _places(variables: Mapping[str, object]) -> int:
    return sum(name.startswith("owner") for name in variables)


def _accounts(items: list[Json]) -> list[Json]:
    return [user for item in items if isinstance(user := item.get("user"), dict)]


def _user(account: Json) -> Json:
    return {
        "databaseId": account["id"],
        "login": account["login"],
        "url": account["html_url"],
    }


def _actor(account: object) -> Json | None:
    """Write an account; GraphQL leaves the suffix of a bot's login out."""
    if not isinstance(account, dict):
        return None
    login = str(account["login"]).removesuffix("[bot]")
    kind = {"__typename": account["type"], "login": login, "url": account["html_url"]}
    return {**kind, "databaseId": account["id"]}


def _comment_node(item: Json) -> Json:
    return {
        "databaseId": item["id"],
        "fullDatabaseId": str(item["id"]),
        "body": item["body"],
        "createdAt": item["created_at"],
        "updatedAt": item["updated_at"],
        "author": _actor(item["user"]),
    }


def _page(url: str | None) -> Json | None:
    return {"url": url} if url else None


def _missing(alias: str, path: str, *, is_hidden: bool) -> Json:
    if is_hidden:
        message = "Resource protected by organization SAML enforcement. You must grant your token."
        return {"type": "FORBIDDEN", "path": [alias], "message": message}
    message = f"Could not resolve to a Repository with the name '{path}'."
    return {"type": "NOT_FOUND", "path": [alias], "message": message}


def _spent() -> bytes:
    error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
    return json.dumps({"errors": [error]}).encode()
