"""The GitLab connector reads what GitLab really answered, and counts it as the index does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict

import pytest

from integrations.answers import Answer
from integrations.errors import RateLimited, RecordInvalid
from integrations.gitlab import GitLabForge
from integrations.gitlab.answers import error_of
from integrations.gitlab.links import linked_change
from integrations.gitlab.mapping import comment_record, issue_record, languages, project_record
from integrations.records import IssueRecord, NotModified, ProjectRecord, SourceScope, SourceSpec
from tests.replay import Exchange, ReplayServer

pytestmark = pytest.mark.shared

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BY_ID = "/api/v4/projects/61363672"


class Counts(TypedDict):
    """What the index expects of a list."""

    items: int
    issues: int
    pull_requests: int
    open: int
    null_or_empty_bodies: int
    max_body_chars: int


class IndexRow(TypedDict, total=False):
    """A row of the index of recordings."""

    file: str
    forge: str
    endpoint: str
    expected: Counts


@pytest.fixture
def gitlab_replay(gitlab_exchanges: list[Exchange]) -> Iterator[ReplayServer]:
    """GitLab as recorded. The one project was recorded by its id, and is served by its path."""
    by_path = [_by_path(exchange) for exchange in gitlab_exchanges]
    with ReplayServer([*by_path, *gitlab_exchanges], origin="https://gitlab.com") as server:
        yield server


@pytest.fixture
def forge(gitlab_replay: ReplayServer) -> Iterator[GitLabForge]:
    forge = GitLabForge(base_url=gitlab_replay.url, now=lambda: NOW, private_hosts=("127.0.0.1",))
    yield forge
    forge.close()


def _rows(recorded: Path, *endpoints: str) -> list[IndexRow]:
    lines = (recorded / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[IndexRow] = [json.loads(line) for line in lines]
    return [row for row in rows if row["forge"] == "gitlab" and row["endpoint"] in endpoints]


def _items(recorded: Path, row: IndexRow) -> list[dict[str, object]]:
    body = json.loads((recorded / row["file"]).read_text(encoding="utf-8"))["response"]["body"]
    return body if isinstance(body, list) else [body]


def _by_path(exchange: Exchange) -> Exchange:
    path = exchange.path.replace(BY_ID, "/api/v4/projects/forgejo%2Ftest_repo")
    return replace(exchange, path=path)


def _counts(items: list[dict[str, object]], *, are_issues: bool) -> Counts:
    """Count as the index does, over what our mapping made of the items."""
    issues: list[IssueRecord] = []
    if are_issues:
        issues = [issue_record(item, host="gitlab.com", path="a/b") for item in items]
    bodies = [str(item.get("description") or "") for item in items]
    is_open = [item["state"] == "opened" for item in items]
    assert not issues or [issue.is_open for issue in issues] == is_open
    assert not issues or [issue.body for issue in issues] == bodies
    return {
        "items": len(items),
        "issues": len(issues),
        "pull_requests": 0 if are_issues else len(items),
        "open": sum(is_open),
        "null_or_empty_bodies": sum(not body for body in bodies),
        "max_body_chars": max(map(len, bodies), default=0),
    }


def test_issues_and_merge_requests_are_counted_as_the_index_does(recorded: Path) -> None:
    counted = 0
    for row in _rows(recorded, "issue", "issues_list", "merge_requests"):
        if "expected" in row:
            are_issues = row["endpoint"] != "merge_requests"
            counts = _counts(_items(recorded, row), are_issues=are_issues)
            assert counts == row["expected"], row["file"]
            counted += 1
    assert counted == 5


def test_recorded_issues_are_pulled_and_an_unchanged_project_is_short(
    recorded: Path, gitlab_replay: ReplayServer, forge: GitLabForge
) -> None:
    pages = list(forge.issues("forgejo/test_repo"))
    records = {record.number: record for page in pages for record in page.records}
    assert [page.problems for page in pages if page.problems] == []
    [row] = [one for one in _rows(recorded, "issues_list") if "61363672" in one["file"]]
    assert len(records) == row["expected"]["issues"] == 2
    assert records[1].labels == ("bug", "discussion")
    assert records[2].url == f"{gitlab_replay.url}/forgejo/test_repo/-/issues/2"
    assert not records[1].is_open
    assert gitlab_replay.unmatched == []
    before = forge.requests_made()
    assert len(list(forge.issues("forgejo/test_repo", pages[-1].cursor))) <= 2
    assert forge.requests_made() - before == 2


@pytest.mark.parametrize(
    ("path", "remote_id", "is_fork"),
    [("forgejo/test_repo", "61363672", True), ("gitea/test_repo", "15578026", False)],
)
def test_recorded_project_is_read(
    forge: GitLabForge, path: str, remote_id: str, is_fork: bool
) -> None:
    record = forge.project(path)
    assert isinstance(record, ProjectRecord)
    assert (record.path, record.remote_id, record.is_fork) == (path, remote_id, is_fork)
    assert record.topics == ("migration", "test")
    assert record.has_issues
    assert record.owner is not None
    assert record.owner.login == path.partition("/")[0]
    assert isinstance(forge.project(path, record.etag), NotModified)
    spec = SourceSpec(SourceScope.REPOSITORY, path)
    [page] = forge.discover(spec)
    assert [one.path for one in page.records] == [path]
    assert list(forge.discover(spec, page.cursor)) == []


def test_recorded_merge_request_closes_what_it_says(recorded: Path) -> None:
    [item] = _items(recorded, _rows(recorded, "merge_request")[0])
    assert item["labels"] == ["test-scope::label0", "test-scope::label1"]
    assert linked_change(item, host="gitlab.com", path="forgejo/test_repo") is None
    closing = {**item, "description": "Closes #2"}
    change = linked_change(closing, host="gitlab.com", path="forgejo/test_repo")
    assert change is not None
    assert (change.is_open, change.closes) == (True, (2,))


def test_recorded_languages_come_largest_first(recorded: Path) -> None:
    [item] = _items(recorded, _rows(recorded, "languages")[0])
    assert languages(item) == ("Ruby", "Shell")


def test_recorded_note_of_the_system_is_no_comment(recorded: Path) -> None:
    [note] = _items(recorded, _rows(recorded, "notes")[0])
    assert comment_record({"note": note}, host="gitlab.com") is None
    said = comment_record({"note": {**note, "system": False}}, host="gitlab.com")
    assert said is not None
    assert (said.issue_number, said.text) == (377, "closed")


@pytest.mark.parametrize("endpoint", ["project", "projects_list"])
def test_recorded_projects_that_are_not_public_are_refused(recorded: Path, endpoint: str) -> None:
    items = [item for row in _rows(recorded, endpoint) for item in _items(recorded, row)]
    private = [
        item
        for item in items
        if item.get("visibility") == "private" or item.get("private") or item.get("public") is False
    ]
    assert private
    for item in private:
        with pytest.raises(RecordInvalid):
            project_record({"path_with_namespace": "a/b", **item}, host="gitlab.com")


def test_issues_of_an_api_long_gone_are_reported_by_their_fields(recorded: Path) -> None:
    stubs = [
        item
        for row in _rows(recorded, "issues_list")
        if "expected" not in row
        for item in _items(recorded, row)
    ]
    assert len(stubs) == 16
    for item in stubs:
        with pytest.raises(RecordInvalid, match=r"Its iid, state.* could not be read\."):
            issue_record(item, host="gitlab.com", path="a/b")


def test_no_recorded_answer_breaks_the_reading(recorded: Path) -> None:
    """Whatever stands where another thing was expected, it is a record, nothing, or said."""
    read = 0
    for file in sorted((recorded / "gitlab").rglob("*.json")):
        body = json.loads(file.read_text(encoding="utf-8"))["response"]["body"]
        for item in body if isinstance(body, list) else [body]:
            for mapped in (issue_record, project_record, comment_record):
                problem = _problem(mapped, item)
                assert problem is None or problem.endswith(".")
            linked_change(item, host="gitlab.com", path="a/b")
            languages(item)
            read += 1
    assert read >= 40


def _problem(mapped: Callable[..., object], item: object) -> str | None:
    more = {"path": "a/b"} if mapped is issue_record else {}
    try:
        mapped(item, host="gitlab.com", **more)
    except RecordInvalid as exc:
        return str(exc)
    return None


def test_plain_retry_later_of_the_limits_is_a_wait(shared_dir: Path) -> None:
    limits = json.loads((shared_dir / "data" / "sync_limits.json").read_text(encoding="utf-8"))
    words = limits["limits"]["gitlab_over_limit"].partition('"')[2].rstrip('"')
    answer = Answer(429, {"content-type": "text/plain"}, f"{words}\n", "https://gitlab.com/x")
    error = error_of(answer, host="gitlab.com", subject="repository a/b", now=NOW)
    assert isinstance(error, RateLimited)
    assert error.retry_at == NOW + timedelta(minutes=1)
