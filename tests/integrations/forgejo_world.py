"""The Forgejo connector over a socket, and the local server behind it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from integrations.base import Forge
from integrations.forgejo import ForgejoForge
from integrations.records import CommentRecord, IssueRecord, ProjectRecord
from tests.integrations.forgejo_items import (
    comment_item,
    issue_item,
    pull_request_item,
    repository_item,
)
from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.worlds import PATH


class ForgejoWorld:
    """A forge that was asked already what its server can do."""

    def __init__(self, server: ForgejoServer) -> None:
        self.server = server
        self.forgejo = ForgejoForge(
            "codeberg.org",
            base_url=server.api,
            tokens=("token_of_the_test",),
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.forgejo
        self.forgejo.abilities()
        server.requests.clear()

    def told(self, record: ProjectRecord) -> ProjectRecord:
        """Forgejo tells of one change of a repository: the last, pushed or not."""
        return replace(record, pushed_at=record.updated_at)

    def put_confidential(self, record: IssueRecord, *, path: str = PATH) -> None:
        """Do nothing: this forge has no issues that some may not see."""

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def put_project(self, record: ProjectRecord) -> None:
        pages = {
            "CONTRIBUTING.md": record.contributing_url,
            "CODE_OF_CONDUCT.md": record.code_of_conduct_url,
        }
        self.server.put_repository(
            record.path,
            repository_item(record),
            languages={name: 90 - rank for rank, name in enumerate(record.languages or ())},
            pages={name: url for name, url in pages.items() if url},
            texts={file.name: file.text for file in record.files or ()},
        )

    def put_issues(self, issues: Iterable[IssueRecord], *, path: str = PATH) -> None:
        self.server.put_items(path, (issue_item(one, path=path) for one in issues))

    def put_pull_request(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_items(path, [pull_request_item(record, path=path)])

    def put_comments(self, comments: Iterable[CommentRecord], *, path: str = PATH) -> None:
        self.server.put_comments(path, (comment_item(one, path=path) for one in comments))

    def put_comment(self, record: CommentRecord, *, path: str = PATH) -> None:
        self.put_comments([record], path=path)

    def spoil_issue(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_items(path, [{**issue_item(record, path=path), "title": None}])

    def delete_issue(self, number: int, *, path: str = PATH) -> None:
        self.server.delete_item(path, number)

    def rename(self, path: str, new_path: str) -> None:
        self.server.rename(path, new_path)

    def delete_project(self, path: str) -> None:
        self.server.delete_repository(path)

    def refuse(self, path: str) -> None:
        message = "token does not have at least one of required scope(s): [read:repository]"
        self.server.trouble(403, {"message": message}, part=path)

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        seconds = int((until - self.server.now).total_seconds())
        self.server.trouble(
            429,
            b"Too many requests",
            headers={"Retry-After": str(seconds)},
            after_requests=after_requests,
        )

    def break_down(self, *, after_requests: int = 0) -> None:
        self.server.trouble(502, b"<html>Bad gateway</html>", after_requests=after_requests)

    def heal(self) -> None:
        self.server.heal()
