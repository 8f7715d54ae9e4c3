"""The Forgejo connector reads what a Gitea really answered, and counts it as the index does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.errors import RecordInvalid
from integrations.forgejo import ForgejoForge
from integrations.forgejo.abilities import Software
from integrations.forgejo.mapping import author, is_pull_request, issue_record, project_record
from integrations.forgejo.schemas import ForgejoAccount, ForgejoLabel
from integrations.records import (
    IssueRecord,
    NotModified,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)
from tests.replay import Exchange, ReplayServer
from tests.replay.recordings import load

pytestmark = pytest.mark.shared

PATH = "gitea/test_repo"
ORIGIN = "https://gitea.com"
# Recorded lists are filtered by no date, so time stands shortly after what they hold.
NOW = datetime(2020, 9, 30, 12, 0, tzinfo=UTC)

Connect = Callable[[ReplayServer], ForgejoForge]


@pytest.fixture(scope="module")
def exchanges(recorded: Path) -> list[Exchange]:
    return load(recorded, forge="forgejo")


@pytest.fixture
def connect() -> Iterator[Connect]:
    forges = []

    def connected(server: ReplayServer) -> ForgejoForge:
        forge = ForgejoForge(
            "gitea.com",
            base_url=f"{server.url}/api/v1",
            now=lambda: NOW,
            private_hosts=("127.0.0.1",),
        )
        forges.append(forge)
        return forge

    yield connected
    for forge in forges:
        forge.close()


@pytest.fixture
def replay(exchanges: list[Exchange]) -> Iterator[ReplayServer]:
    with ReplayServer(exchanges, origin=ORIGIN) as server:
        yield server


@pytest.fixture
def forge(replay: ReplayServer, connect: Connect) -> ForgejoForge:
    return connect(replay)


def _rows(recorded: Path) -> list[dict[str, Any]]:
    lines = (recorded / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["forge"] == "forgejo"]


def _bodies(recorded: Path, endpoint: str) -> list[Any]:
    """Give the recorded bodies of an endpoint, in the order of their files."""
    files = [row["file"] for row in _rows(recorded) if row["endpoint"] == endpoint]
    held = [json.loads((recorded / name).read_text(encoding="utf-8")) for name in files]
    return [one["response"]["body"] for one in held]


def _counts(items: list[dict[str, object]], issues: list[IssueRecord]) -> dict[str, int]:
    return {
        "items": len(items),
        "issues": len(issues),
        "pull_requests": sum(map(is_pull_request, items)),
        "open": sum(issue.is_open for issue in issues),
        "null_or_empty_bodies": sum(not issue.body for issue in issues),
        "max_body_chars": max((len(issue.body) for issue in issues), default=0),
    }


def test_every_recorded_issue_is_counted_as_the_index_does(recorded: Path) -> None:
    counted = 0
    for row in _rows(recorded):
        if "expected" not in row:
            continue
        held = json.loads((recorded / row["file"]).read_text(encoding="utf-8"))
        body = held["response"]["body"]
        items = body if isinstance(body, list) else [body]
        issues = [issue_record(item, host="gitea.com", path=PATH) for item in items]
        assert _counts(items, issues) == row["expected"], row["file"]
        counted += 1
    assert counted == 3


def test_recorded_issue_list_is_pulled_with_the_counts_of_the_index(
    recorded: Path, forge: ForgejoForge
) -> None:
    row = next(row for row in _rows(recorded) if "issues_list/00-" in row["file"])
    items = _bodies(recorded, "issues_list")[0]
    pages = list(forge.issues(PATH))
    assert [page.problems for page in pages if page.problems] == []
    records = [record for page in pages for record in page.records]
    assert _counts(items, records) == row["expected"]
    assert {record.remote_id for record in records} == {str(item["id"]) for item in items}
    opened = [record.updated_at for record in records if record.is_open]
    assert opened == sorted(opened)


def test_recorded_ghost_is_nobody(forge: ForgejoForge) -> None:
    records = [record for page in forge.issues(PATH) for record in page.records]
    assert {record.author is None for record in records} == {True, False}


def test_unchanged_recorded_list_costs_one_request(forge: ForgejoForge) -> None:
    cursor = list(forge.issues(PATH))[-1].cursor
    before = forge.requests_made()
    assert [page.records for page in forge.issues(PATH, cursor) if page.records] == []
    assert forge.requests_made() - before == 1


def test_recorded_server_is_a_gitea_with_pages_of_fifty(forge: ForgejoForge) -> None:
    able = forge.abilities()
    assert able.software is Software.GITEA
    assert able.version == "1.23.0+dev-608-gec2d1593c2"
    assert (able.page_size, able.sorts_by_change) == (50, False)


def test_recorded_repository_is_read(forge: ForgejoForge) -> None:
    record = forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert (record.path, record.remote_id) == (PATH, "16268")
    assert record.topics == ("gitea", "test", "migration", "ci")
    assert (record.stars, record.homepage, record.licence) == (1, None, None)
    assert record.has_issues
    assert isinstance(forge.project(PATH, record.etag), NotModified)


def test_private_recorded_repository_is_left_out_and_an_old_one_is_read(recorded: Path) -> None:
    old = _bodies(recorded, "repo")[1]
    with pytest.raises(RecordInvalid, match="private"):
        project_record(old, host="try.gitea.io")
    record = project_record({**old, "private": False}, host="try.gitea.io")
    assert (record.path, record.has_issues, record.is_archived) == ("go-gitea/gitea", True, False)


def test_recorded_list_of_repositories_is_read(recorded: Path, connect: Connect) -> None:
    body = _bodies(recorded, "repos_list")[0]
    public = [{**item, "private": False} for item in body]
    served = _served("/api/v1/users/go-gitea/repos", public)
    with ReplayServer([served], origin=ORIGIN) as server:
        pages = list(connect(server).discover(SourceSpec(SourceScope.OWNER, "go-gitea")))
    assert [page.problems for page in pages if page.problems] == []
    assert [record.path for page in pages for record in page.records] == [
        item["full_name"] for item in body
    ]


def test_recorded_comments_of_an_issue_are_read(
    exchanges: list[Exchange], connect: Connect
) -> None:
    held = next(one for one in exchanges if one.name.startswith("forgejo/issue_comments/"))
    served = replace(held, path=f"/api/v1/repos/{PATH}/issues/comments")
    with ReplayServer([served], origin=ORIGIN) as server:
        pages = list(connect(server).comments(PATH, datetime(2020, 9, 1, tzinfo=UTC)))
    assert [page.problems for page in pages if page.problems] == []
    found = [record for page in pages for record in page.records]
    assert [(one.remote_id, one.issue_number, one.text[:3]) for one in found] == [
        ("116552", 4, "Oh!"),
        ("116550", 4, "a r"),
    ]
    assert [one.author and one.author.login for one in found] == [None, "6543"]


def test_recorded_topics_are_read_where_a_search_lacks_them(
    recorded: Path, exchanges: list[Exchange], connect: Connect
) -> None:
    item = {**_bodies(recorded, "repo")[0], "topics": None}
    query = {"q": "ci", "topic": "true", "private": "false", "page": "1"}
    found = replace(
        _served("/api/v1/repos/search", {"ok": True, "data": [item]}),
        query=frozenset(query.items()),
    )
    topics = next(one for one in exchanges if one.name.startswith("forgejo/topics/"))
    with ReplayServer([found, topics], origin=ORIGIN) as server:
        source = SourceSpec(SourceScope.TOPIC, "ci,migration")
        pages = connect(server).discover(source)
        first = next(pages)
    assert [record.path for record in first.records] == [PATH]


def test_recorded_accounts_and_labels_are_read(recorded: Path) -> None:
    (account,) = _bodies(recorded, "user")
    found = author(ForgejoAccount.model_validate(account), host="gitea.com")
    assert found is not None
    assert found.login == account["login"]
    (labels,) = _bodies(recorded, "labels")
    names = [ForgejoLabel.model_validate(label).name for label in labels]
    assert names == [label["name"] for label in labels] != []


def _served(path: str, body: object) -> Exchange:
    total = {"x-total-count": "1"}
    return Exchange("made", "GET", path, frozenset(), 200, total, json.dumps(body))
