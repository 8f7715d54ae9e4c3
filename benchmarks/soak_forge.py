"""The forge of the soak: a local server like GitHub whose issues change when it is told so.

``python -m benchmarks.soak_forge REPOSITORIES ISSUES`` prints its address. Each line on its
standard input is an order in JSON, answered by one line of JSON: a change of one issue gives the
issue as the forge now has it, and ``{}`` gives all issues in short. It ends when its input does.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from integrations.records import AuthorRecord
from tests.integrations.forge_server import Json
from tests.integrations.github_items import account_item
from tests.integrations.github_server import GitHubServer
from tests.integrations.github_store import stamp
from tests.integrations.serve_github import fill

LONGEST_LINE_BYTES = 64 * 1024 * 1024
_HELPER = AuthorRecord("5001", "helper-1", "https://github.com/helper-1")


@dataclass(frozen=True, slots=True)
class Change:
    """What an issue becomes."""

    path: str
    number: int
    title: str
    is_open: bool
    is_assigned: bool


class ChangingForge:
    """The forge as seen by the soak: its address, and what it may be told."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self._lock = asyncio.Lock()
        self.url = url

    @classmethod
    async def start(cls, *, repositories: int, issues: int) -> "ChangingForge":
        """Start it in a process of its own."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.soak_forge", str(repositories), str(issues)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path.cwd(),
            limit=LONGEST_LINE_BYTES,
        )
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        return cls(process, url)

    async def change(self, change: Change) -> Json:
        """Change an issue now; gives it as the forge writes it."""
        answer = await self._order(
            {
                "path": change.path,
                "number": change.number,
                "title": change.title,
                "is_open": change.is_open,
                "is_assigned": change.is_assigned,
            }
        )
        assert isinstance(answer, dict)
        return answer

    async def issues(self) -> set[tuple[str, int, str, bool]]:
        """Give path, number, title and whether it is open, of all issues."""
        answer = await self._order({})
        assert isinstance(answer, list)
        return {(path, number, title, is_open) for path, number, title, is_open in answer}

    async def stop(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _order(self, order: Json) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._lock:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            await self._process.stdin.drain()
            answer: object = json.loads(await self._process.stdout.readline())
        return answer


def serve(repositories: int, issues: int) -> None:
    """Be the forge, until the input ends."""
    with GitHubServer() as server:
        server.prefix = "/api/v3"
        server.graph.points_an_hour = 1_000_000
        fill(server, issues=issues, repositories=repositories)
        _say(server.url)
        for line in sys.stdin:
            order = json.loads(line)
            server.now = datetime.now(UTC)
            server.requests.clear()
            _say(json.dumps(_changed(server, order) if order else _all_issues(server)))


def _changed(server: GitHubServer, order: Json) -> Json:
    path, number = str(order["path"]), order["number"]
    assert isinstance(number, int)
    at = stamp(server.now)
    helpers = [account_item(_HELPER)] if order["is_assigned"] else []
    item: Json = {
        **json.loads(server.store.repositories[path].issues[number].body),
        "title": order["title"],
        "state": "open" if order["is_open"] else "closed",
        "closed_at": None if order["is_open"] else at,
        "assignee": helpers[0] if helpers else None,
        "assignees": helpers,
        "updated_at": at,
    }
    server.put_items(path, [item])
    return item


def _all_issues(server: GitHubServer) -> list[tuple[str, int, str, bool]]:
    return [
        (path, issue.number, json.loads(issue.body)["title"], issue.is_open)
        for path, repository in server.store.repositories.items()
        for issue in repository.issues.values()
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
