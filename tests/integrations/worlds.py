"""A forge together with what stands behind it, so that one suite can change any of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from integrations.base import Forge
from integrations.github import GitHubForge
from integrations.memory import MemoryForge
from integrations.records import (
    AuthorRecord,
    CommentRecord,
    ForgeKind,
    IssueRecord,
    ProjectRecord,
)
from tests.integrations.forge_server import SERVER_NOW
from tests.integrations.github_items import (
    comment_item,
    issue_item,
    pull_request_item,
    repository_item,
)
from tests.integrations.github_server import GitHubServer

PATH = "acme/lamp"
NOW = SERVER_NOW
FAR_BACK = NOW - timedelta(days=400)


def project(path: str = PATH, *, remote_id: str = "77", **changes: object) -> ProjectRecord:
    """Make a repository, with everything that a forge could say."""
    owner, _, name = path.partition("/")
    values: dict[str, object] = {
        "remote_id": remote_id,
        "path": path,
        "name": name,
        "url": f"https://github.com/{path}",
        "description": "Lamps that know when to rest",
        "topics": ("lamps", "civic-tech"),
        "languages": ("Python", "Shell"),
        "licence": "MIT",
        "stars": 12,
        "default_branch": "main",
        "homepage": "https://lamp.example",
        "contributing_url": f"https://github.com/{path}/blob/main/CONTRIBUTING.md",
        "code_of_conduct_url": f"https://github.com/{path}/blob/main/CODE_OF_CONDUCT.md",
        "owner": AuthorRecord("4", owner, f"https://github.com/{owner}"),
        "created_at": FAR_BACK,
        "updated_at": NOW - timedelta(days=2),
        "pushed_at": NOW - timedelta(days=3),
        "files": (),
    }
    return ProjectRecord(**{**values, **changes})  # type: ignore[arg-type]


def issue(number: int, *, path: str = PATH, **changes: object) -> IssueRecord:
    """Make an open issue whose last change comes later the higher its number."""
    values: dict[str, object] = {
        "remote_id": str(10_000 + number),
        "number": number,
        "title": f"Lamp {number} stays dark",
        "body": "It should shine.",
        "url": f"https://github.com/{path}/issues/{number}",
        "is_open": True,
        "created_at": FAR_BACK,
        "updated_at": NOW - timedelta(days=30) + timedelta(minutes=number),
        "labels": ("bug",),
        "author": AuthorRecord("8", "mirembe", "https://github.com/mirembe"),
        "comments": 1,
    }
    return IssueRecord(**{**values, **changes})  # type: ignore[arg-type]


def comment(number: int, *, issue_number: int = 1, **changes: object) -> CommentRecord:
    """Make a comment whose last change comes later the higher its number."""
    at = NOW - timedelta(days=20) + timedelta(minutes=number)
    values: dict[str, object] = {
        "remote_id": str(70_000 + number),
        "issue_number": issue_number,
        "author": AuthorRecord("8", "mirembe", "https://github.com/mirembe"),
        "text": f"I can see to lamp {number}.",
        "created_at": at,
        "updated_at": at,
    }
    return CommentRecord(**{**values, **changes})  # type: ignore[arg-type]


class World(Protocol):
    """What the contract suite may do, whatever the forge.

    ``told`` leaves out of a record what this forge has no words for.
    """

    forge: Forge

    def told(self, record: ProjectRecord) -> ProjectRecord: ...
    def set_now(self, now: datetime) -> None: ...
    def put_project(self, record: ProjectRecord) -> None: ...
    def put_issues(self, issues: Iterable[IssueRecord], *, path: str = PATH) -> None: ...
    def put_pull_request(self, record: IssueRecord, *, path: str = PATH) -> None: ...
    def put_confidential(self, record: IssueRecord, *, path: str = PATH) -> None: ...
    def put_comment(self, record: CommentRecord, *, path: str = PATH) -> None: ...
    def spoil_issue(self, record: IssueRecord, *, path: str = PATH) -> None: ...
    def delete_issue(self, number: int, *, path: str = PATH) -> None: ...
    def rename(self, path: str, new_path: str) -> None: ...
    def delete_project(self, path: str) -> None: ...
    def refuse(self, path: str) -> None: ...
    def limit(self, until: datetime, *, after_requests: int = 0) -> None: ...
    def break_down(self, *, after_requests: int = 0) -> None: ...
    def heal(self) -> None: ...


class MemoryWorld:
    """The in-memory forge, which is its own backstage."""

    def __init__(self) -> None:
        self._now = NOW
        self.memory = MemoryForge(ForgeKind.GITHUB, "github.com", now=lambda: self._now)
        self.forge: Forge = self.memory

    def told(self, record: ProjectRecord) -> ProjectRecord:
        return record

    def set_now(self, now: datetime) -> None:
        self._now = now

    def put_project(self, record: ProjectRecord) -> None:
        self.memory.put_project(record)

    def put_issues(self, issues: Iterable[IssueRecord], *, path: str = PATH) -> None:
        for one in issues:
            self.memory.put_issue(path, one)
            self.memory.mend_issue(path, one.number)

    def put_pull_request(self, record: IssueRecord, *, path: str = PATH) -> None:
        """Do nothing: this forge keeps changes apart from issues, as GitLab does."""

    def put_confidential(self, record: IssueRecord, *, path: str = PATH) -> None:
        """Do nothing: this forge has no such issues."""

    def put_comment(self, record: CommentRecord, *, path: str = PATH) -> None:
        self.memory.put_comment(path, record)

    def spoil_issue(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.memory.put_issue(path, record)
        self.memory.spoil_issue(path, record.number)

    def delete_issue(self, number: int, *, path: str = PATH) -> None:
        self.memory.delete_issue(path, number)

    def rename(self, path: str, new_path: str) -> None:
        self.memory.rename_project(path, new_path)

    def delete_project(self, path: str) -> None:
        self.memory.delete_project(path)

    def refuse(self, path: str) -> None:
        self.memory.refuse(path)

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        self.memory.limit_until(until, after_requests=after_requests)

    def break_down(self, *, after_requests: int = 0) -> None:
        self.memory.break_down(after_requests=after_requests)

    def heal(self) -> None:
        self.memory.heal()


class GitHubWorld:
    """The GitHub connector over a socket, and the local server behind it."""

    def __init__(
        self, server: GitHubServer, *, tokens: tuple[str, ...] = ("ghp_of_the_test",)
    ) -> None:
        self.server = server
        self.github = GitHubForge(
            "github.com",
            base_url=server.url,
            tokens=tokens,
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.github

    def told(self, record: ProjectRecord) -> ProjectRecord:
        return record

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def put_project(self, record: ProjectRecord) -> None:
        files = {
            "contributing": record.contributing_url,
            "code_of_conduct": record.code_of_conduct_url,
        }
        self.server.put_repository(
            record.path,
            repository_item(record),
            languages={name: 90 - rank for rank, name in enumerate(record.languages or ())},
            files={name: url for name, url in files.items() if url},
            texts={file.name: file.text for file in record.files or ()},
        )

    def put_issues(self, issues: Iterable[IssueRecord], *, path: str = PATH) -> None:
        self.server.put_items(path, (issue_item(one, path=path) for one in issues))

    def put_pull_request(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_items(path, [pull_request_item(record, path=path)])

    def put_confidential(self, record: IssueRecord, *, path: str = PATH) -> None:
        """Do nothing: GitHub has no such issues."""

    def put_comment(self, record: CommentRecord, *, path: str = PATH) -> None:
        item = comment_item(record, path=path)
        self.server.put_comment(path, record.issue_number, item)

    def spoil_issue(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_items(path, [{**issue_item(record, path=path), "title": None}])

    def delete_issue(self, number: int, *, path: str = PATH) -> None:
        self.server.delete_item(path, number)

    def rename(self, path: str, new_path: str) -> None:
        self.server.rename(path, new_path)

    def delete_project(self, path: str) -> None:
        self.server.delete_repository(path)

    def refuse(self, path: str) -> None:
        body: dict[str, object] = {"message": "Resource not accessible by personal access token"}
        self.server.trouble(403, body, part=path)

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        self.server.trouble(
            403,
            {"message": "API rate limit exceeded for user ID 1."},
            headers={
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Limit": "5000",
                "X-RateLimit-Reset": str(int(until.timestamp())),
            },
            after_requests=after_requests,
        )

    def break_down(self, *, after_requests: int = 0) -> None:
        self.server.trouble(502, b"<html>Bad gateway</html>", after_requests=after_requests)

    def heal(self) -> None:
        self.server.heal()
