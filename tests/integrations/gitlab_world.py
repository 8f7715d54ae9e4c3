"""The GitLab connector over a socket, and the local server behind it, for the contract suite."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from integrations.base import Forge
from integrations.gitlab import GitLabForge
from integrations.records import IssueRecord, ProjectRecord
from tests.integrations.gitlab_items import issue_item, merge_request_item, project_item
from tests.integrations.gitlab_server import GitLabServer
from tests.integrations.worlds import PATH

GUIDE, CONDUCT = "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"


class GitLabWorld:
    """A GitLab that keeps merge requests apart from issues, and knows no homepage."""

    def __init__(self, server: GitLabServer) -> None:
        self.server = server
        self.gitlab = GitLabForge(
            "gitlab.com",
            base_url=server.url,
            tokens=("glpat-of-the-test",),
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.gitlab

    def told(self, record: ProjectRecord) -> ProjectRecord:
        pages = f"{record.url}/-/blob/{record.default_branch}"
        return replace(
            record,
            homepage=None,
            contributing_url=f"{pages}/{GUIDE}" if record.contributing_url else None,
            code_of_conduct_url=f"{pages}/{CONDUCT}" if record.code_of_conduct_url else None,
        )

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def put_project(self, record: ProjectRecord) -> None:
        files = {file.name: file.text for file in record.files or ()}
        if record.contributing_url:
            files[GUIDE] = "Come in."
        if record.code_of_conduct_url:
            files[CONDUCT] = "Be kind."
        shares = {name: 90.5 - rank * 10 for rank, name in enumerate(record.languages or ())}
        self.server.put_project(project_item(record), languages=shares, files=files)

    def put_issues(self, issues: Iterable[IssueRecord], *, path: str = PATH) -> None:
        self.server.put_issues(path, (issue_item(one, path=path) for one in issues))

    def put_pull_request(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_merge_requests(path, [merge_request_item(record, path=path)])

    def put_confidential(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_issues(path, [issue_item(record, path=path, is_confidential=True)])

    def spoil_issue(self, record: IssueRecord, *, path: str = PATH) -> None:
        self.server.put_issues(path, [{**issue_item(record, path=path), "title": None}])

    def delete_issue(self, number: int, *, path: str = PATH) -> None:
        self.server.delete_issue(path, number)

    def rename(self, path: str, new_path: str) -> None:
        self.server.rename(path, new_path)

    def delete_project(self, path: str) -> None:
        self.server.delete_project(path)

    def refuse(self, path: str) -> None:
        self.server.trouble(403, {"message": "403 Forbidden"}, part=path)

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        """Answer as gitlab.com does over its limit: in plain text."""
        self.server.trouble(
            429,
            b"Retry later\n",
            headers={
                "Content-Type": "text/plain",
                "RateLimit-Limit": "2000",
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": str(int(until.timestamp())),
            },
            after_requests=after_requests,
        )

    def break_down(self, *, after_requests: int = 0) -> None:
        self.server.trouble(502, b"<html>Bad gateway</html>", after_requests=after_requests)

    def heal(self) -> None:
        self.server.heal()
