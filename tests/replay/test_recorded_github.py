"""The GitHub connector reads what GitHub really answered, and counts it as the index does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict

import pytest

from integrations.errors import (
    ForgeRefused,
    ForgeUnavailable,
    IssuesDisabled,
    RateLimited,
    RecordGone,
)
from integrations.github import GitHubForge
from integrations.github.mapping import is_pull_request, issue_record
from integrations.records import (
    IssueRecord,
    NotModified,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)
from tests.replay import Exchange, ReplayServer
from tests.replay.recordings import Query

pytestmark = pytest.mark.shared

Connect = Callable[[ReplayServer], GitHubForge]

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Counts(TypedDict):
    """What the index expects of an issue list."""

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
def connect() -> Iterator[Callable[[ReplayServer], GitHubForge]]:
    forges = []

    def connected(server: ReplayServer) -> GitHubForge:
        forge = GitHubForge(
            "github.com", base_url=server.url, now=lambda: NOW, private_hosts=("127.0.0.1",)
        )
        forges.append(forge)
        return forge

    yield connected
    for forge in forges:
        forge.close()


@pytest.fixture
def forge(github_replay: ReplayServer, connect: Connect) -> GitHubForge:
    return connect(github_replay)


def _rows(recorded: Path, endpoint: str) -> list[IndexRow]:
    lines = (recorded / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[IndexRow] = [json.loads(line) for line in lines]
    return [row for row in rows if row["forge"] == "github" and row["endpoint"] == endpoint]


def _named(github_exchanges: list[Exchange], name: str) -> Exchange:
    return next(exchange for exchange in github_exchanges if exchange.name == name)


def _alone(exchange: Exchange) -> Exchange:
    """Serve a single page of a list as if it were the whole, at the address of its first page."""
    return replace(
        exchange,
        path=exchange.path.replace(
            "/repositories/515435940", "/repos/octokit-fixture-org/paginated"
        ),
        query=frozenset(pair for pair in exchange.query if pair[0] == "state"),
        headers={name: value for name, value in exchange.headers.items() if name != "link"},
    )


def _counts(items: list[object], issues: list[IssueRecord]) -> Counts:
    """Count as the index does; what is left out of the records must be a pull request."""
    bodies = [str(item.get("body") or "") for item in items if isinstance(item, dict)]
    return {
        "items": len(items),
        "issues": len(issues),
        "pull_requests": sum(isinstance(item, dict) and is_pull_request(item) for item in items),
        "open": sum(isinstance(item, dict) and item["state"] == "open" for item in items),
        "null_or_empty_bodies": sum(not body for body in bodies),
        "max_body_chars": max(map(len, bodies), default=0),
    }


def test_every_recorded_issue_list_is_pulled_with_the_counts_of_the_index(
    recorded: Path,
    github_exchanges: list[Exchange],
    connect: Connect,
) -> None:
    pulled = 0
    for row in _rows(recorded, "issues_list"):
        held = [exchange for exchange in github_exchanges if exchange.name == row["file"]]
        if not held or "expected" not in row:
            continue
        alone = _alone(held[0])
        items = json.loads(alone.body)
        path = "/".join(alone.path.split("/")[2:4])
        with ReplayServer([alone]) as server:
            pages = list(connect(server).issues(path))
        records = {record.remote_id: record for page in pages for record in page.records}
        assert [page.problems for page in pages if page.problems] == []
        issues = [item for item in items if not is_pull_request(item)]
        assert {str(item["id"]) for item in issues} == set(records)
        assert {record.remote_id: record.body for record in records.values()} == {
            str(item["id"]): item["body"] or "" for item in issues
        }
        assert sum(record.is_open for record in records.values()) == sum(
            item["state"] == "open" for item in issues
        )
        assert _counts(items, list(records.values())) == row["expected"], row["file"]
        pulled += 1
    assert pulled >= 20


def test_list_of_stubs_is_reported_item_by_item_and_ends(
    github_exchanges: list[Exchange], connect: Connect
) -> None:
    broken = _alone(next(one for one in github_exchanges if "issues_list/00-" in one.name))
    with ReplayServer([broken]) as server:
        pages = list(connect(server).issues("openframeworks/openFrameworks"))
    records = {record.remote_id for page in pages for record in page.records}
    first = pages[0]
    assert len(first.problems) + len(first.records) == len(json.loads(broken.body)) == 26
    assert "could not be read" in first.problems[1].reason
    assert len(records) == len(first.records)


def test_single_issues_are_counted_as_the_index_does(recorded: Path) -> None:
    for row in _rows(recorded, "issue") + _rows(recorded, "issues_list"):
        if "expected" not in row:
            continue
        held = json.loads((recorded / row["file"]).read_text(encoding="utf-8"))
        body = held["response"]["body"]
        items = body if isinstance(body, list) else [body]
        issues = [
            issue_record(item, host="github.com", path="a/b")
            for item in items
            if not is_pull_request(item)
        ]
        assert _counts(items, issues) == row["expected"], row["file"]


def test_pages_of_a_recorded_list_are_followed_by_their_links(
    github_replay: ReplayServer, forge: GitHubForge
) -> None:
    path = "octokit-fixture-org/tmp-scenario-paginate-issues-20220719043836917-izyoe"
    numbers = [record.number for page in forge.issues(path) for record in page.records]
    assert sorted(numbers) == list(range(1, 14))
    assert [target for target in github_replay.unmatched if "issues" in target] == []


def test_pull_of_unsorted_lists_ends_and_an_unchanged_one_costs_one_request(
    github_replay: ReplayServer, forge: GitHubForge
) -> None:
    pages = list(forge.issues("sferik/rails_admin"))
    assert sum(len(page.records) for page in pages) == 24
    before = forge.requests_made()
    again = list(forge.issues("sferik/rails_admin", pages[-1].cursor))
    assert forge.requests_made() - before <= 2
    assert len(again) <= 2


def test_recorded_repository_is_read_and_completed(forge: GitHubForge) -> None:
    record = forge.project("sferik/rails_admin")
    assert isinstance(record, ProjectRecord)
    assert record.path == "sferik/rails_admin"
    completed = forge.complete(record)
    assert completed.languages is not None
    assert completed.languages[:2] == ("Ruby", "JavaScript")
    assert isinstance(forge.project("sferik/rails_admin", record.etag), NotModified)


def test_recorded_rename_is_followed(forge: GitHubForge) -> None:
    old = "octokit-fixture-org/tmp-scenario-rename-repository-20220719044033126-ukeod"
    record = forge.project(old)
    assert isinstance(record, ProjectRecord)
    assert record.path != old
    assert record.remote_id == "515436299"


def test_recorded_304_is_not_modified(github_exchanges: list[Exchange], connect: Connect) -> None:
    held = [one for one in github_exchanges if one.status == 304 and one.path.count("/") == 3]
    tried = 0
    for exchange in held:
        if not exchange.path.startswith("/repos/"):
            continue
        with ReplayServer([exchange]) as server:
            path = exchange.path.removeprefix("/repos/")
            assert isinstance(connect(server).project(path, 'W/"known"'), NotModified)
        tried += 1
    assert tried >= 1


ERRORS = [
    ("errors/04-403", RateLimited, timedelta(seconds=30)),
    ("errors/05-403", RateLimited, None),
    ("errors/07-403", RateLimited, None),
    ("errors/08-403", RateLimited, timedelta(minutes=1)),
    ("errors/09-429", RateLimited, None),
    ("errors/10-429", RateLimited, None),
    ("errors/11-429", RateLimited, None),
    ("errors/quoted-451", RecordGone, None),
]


@pytest.mark.parametrize(("name", "error", "wait"), ERRORS, ids=[name for name, _, _ in ERRORS])
def test_recorded_error_means_what_it_says(
    github_exchanges: list[Exchange],
    connect: Connect,
    name: str,
    error: type[Exception],
    wait: timedelta | None,
) -> None:
    exchange = next(one for one in github_exchanges if name in one.name)
    with ReplayServer([exchange]) as server, pytest.raises(error) as caught:
        connect(server).project(exchange.path.removeprefix("/repos/"))
    assert str(caught.value).endswith((".", ")."))
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_at is not None
        assert NOW < caught.value.retry_at <= NOW + timedelta(hours=24)
        assert wait is None or caught.value.retry_at == NOW + wait


def test_recorded_410_is_a_disabled_issue_list(forge: GitHubForge) -> None:
    with pytest.raises(IssuesDisabled):
        list(forge.issues("o/r"))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("34-503", ForgeUnavailable),
        ("36-403-hub4j-test-org-github-api-traffic-views", ForgeRefused),
        ("18-404", RecordGone),
        ("15-422", ForgeRefused),
        ("19-400", ForgeRefused),
    ],
)
def test_recorded_error_of_another_place_means_the_same_for_a_repository(
    github_exchanges: list[Exchange], connect: Connect, name: str, error: type[Exception]
) -> None:
    held = next(one for one in github_exchanges if f"errors/{name}" in one.name)
    served = replace(held, method="GET", path="/repos/o/r", query=frozenset())
    with ReplayServer([served]) as server, pytest.raises(error) as caught:
        connect(server).project("o/r")
    assert type(caught.value) is error
    assert "<" not in str(caught.value)


def test_recorded_organisation_gives_its_public_repositories(
    recorded: Path, github_replay: ReplayServer, forge: GitHubForge
) -> None:
    row = _rows(recorded, "org_repos")[0]
    held = json.loads((recorded / row["file"]).read_text(encoding="utf-8"))["response"]["body"]
    pages = list(forge.discover(SourceSpec(SourceScope.ORGANISATION, "codeforamerica")))
    assert [page.problems for page in pages if page.problems] == []
    records = {record.remote_id: record for page in pages for record in page.records}
    assert set(records) == {str(item["id"]) for item in held}
    without = {str(item["id"]) for item in held if not item["has_issues"]}
    assert {key for key, record in records.items() if not record.has_issues} == without != set()


def test_recorded_search_gives_repositories(
    github_exchanges: list[Exchange], connect: Connect
) -> None:
    found = [one for one in github_exchanges if one.name.startswith("github/search_repositories/")]
    served = [
        replace(one, query=_with_topic(one.query), headers=_next_by_topic(one)) for one in found
    ]
    expected = {item["full_name"] for one in found for item in json.loads(one.body)["items"]}
    with ReplayServer(served) as server:
        pages = list(connect(server).discover(SourceSpec(SourceScope.TOPIC, "octokit")))
    assert {record.path for page in pages for record in page.records} == expected


def _with_topic(query: Query) -> Query:
    return frozenset({("q", "topic:octokit"), *(pair for pair in query if pair[0] == "page")})


def _next_by_topic(exchange: Exchange) -> dict[str, str]:
    link = exchange.headers.get("link", "")
    return {
        **exchange.headers,
        "link": link.replace("octokit+language%3APython", "topic%3Aoctokit"),
    }
