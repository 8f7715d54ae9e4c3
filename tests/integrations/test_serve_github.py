"""The server of the measurements does what it is told."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from integrations.github import GitHubForge
from integrations.records import AuthorRecord, CommentRecord, Page, SourceScope, SourceSpec
from tests.integrations.forge_server import SERVER_NOW
from tests.integrations.github_items import account_item, comment_item
from tests.integrations.github_server import GitHubServer
from tests.integrations.serve_github import fill, spread


@pytest.fixture
def server() -> Iterator["subprocess.Popen[str]"]:
    words = ["--issues", "300", "--repositories", "5", "--latency-ms", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integrations.serve_github", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.communicate(timeout=30)


def order(process: "subprocess.Popen[str]", line: str) -> dict[str, int]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    answer: dict[str, int] = json.loads(process.stdout.readline())
    return answer


def test_server_is_pulled_counted_and_changed(server: "subprocess.Popen[str]") -> None:
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    forge = GitHubForge(
        "github.com",
        base_url=f"{url}/api/v3",
        tokens=("one",),
        now=lambda: SERVER_NOW,
        private_hosts=("127.0.0.1",),
    )
    listed = forge.discover(SourceSpec(SourceScope.OWNER, "acme"))
    paths = [record.path for page in listed for record in page.records]
    cursors: dict[str, str | None] = dict.fromkeys(paths)
    found = 0
    while pages := list(forge.next_pages(list(cursors.items()))):
        for path, page in pages:
            assert isinstance(page, Page)
            found += len(page.records)
            cursors[path] = page.cursor
    assert (len(paths), found) == (5, 300)
    counted = order(server, "count")
    assert counted["requests"] == forge.requests_made() == counted["questions"] + 1
    assert counted["points"] >= 10
    assert order(server, "reset") == {}
    assert order(server, "touch 0.02")["changed"] == 6
    changed = [
        record
        for path in paths
        for page in forge.issues(path, cursors[path])
        for record in page.records
        if record.title.endswith("again")
    ]
    assert len(changed) == 6
    forge.close()


@pytest.mark.parametrize(("issues", "repositories"), [(100_000, 500), (10, 20), (7, 0)])
def test_issues_are_spread_and_none_is_lost(issues: int, repositories: int) -> None:
    counts = [count for _, count in spread(issues, repositories)]
    assert len(counts) == max(repositories, 1)
    assert sum(counts) == issues or issues < repositories


def test_people_and_the_comments_of_one_issue_are_served() -> None:
    author = AuthorRecord("7", "noor", "https://github.com/noor")
    said = CommentRecord("1", 3, author, "I take it.", SERVER_NOW, SERVER_NOW)
    with GitHubServer() as server:
        fill(server, issues=5, repositories=0)
        server.store.accounts["noor"] = account_item(author)
        server.put_comment("acme/lamp", 3, comment_item(said, path="acme/lamp"))
        answers = {
            path: requests.get(server.url + path, timeout=10).json()
            for path in (
                "/users/noor",
                "/users/noor/orgs",
                "/users/nobody",
                "/repos/acme/lamp/issues/3/comments",
                "/repos/acme/lamp/issues/4/comments",
            )
        }
    assert answers["/users/noor"]["login"] == "noor"
    assert answers["/users/noor/orgs"] == []
    assert answers["/users/nobody"] == {"message": "Not Found"}
    assert [one["body"] for one in answers["/repos/acme/lamp/issues/3/comments"]] == ["I take it."]
    assert answers["/repos/acme/lamp/issues/4/comments"] == []
