"""The GitHub connector over a socket: the contract, and what only GitHub does."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    IssuesDisabled,
    RateLimited,
    RecordGone,
    RecordInvalid,
)
from integrations.records import FileRecord, LinkedChange, ProjectRecord, SourceScope, SourceSpec
from tests.integrations.contract import ForgeContract, last_cursor, numbers, read
from tests.integrations.github_items import issue_item, many_issues, repository_item
from tests.integrations.worlds import NOW, PATH, GitHubWorld, issue, project


class TestGitHubForge(ForgeContract):
    @pytest.fixture
    def world(self, world: GitHubWorld) -> GitHubWorld:
        return world


def test_five_thousand_issues_cost_fifty_six_requests(lamp: GitHubWorld) -> None:
    first_at = NOW - timedelta(minutes=6000)
    lamp.server.put_items(PATH, many_issues(5000, path=PATH, first_at=first_at))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    lamp.forge.complete(record)
    found = [one.number for page in lamp.forge.issues(PATH) for one in page.records]
    assert found == list(range(1, 5001))
    assert lamp.forge.requests_made() == len(lamp.server.requests) == 56


def test_watching_an_unchanged_repository_is_free(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    lamp.set_now(NOW + timedelta(hours=1))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    before = len(lamp.server.requests)
    for hour in range(2, 5):
        lamp.set_now(NOW + timedelta(hours=hour))
        assert list(lamp.forge.issues(PATH, cursor)) == []
    assert [request.status for request in lamp.server.requests[before:]] == [304, 304, 304]


def test_watching_many_changes_settles_to_free_again(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    lamp.set_now(NOW + timedelta(hours=2))
    at = NOW + timedelta(hours=1)
    lamp.put_issues(issue(n, updated_at=at + timedelta(seconds=n)) for n in range(1, 251))
    pages = list(lamp.forge.issues(PATH, cursor))
    assert [one.number for page in pages for one in page.records] == list(range(1, 251))
    cursor = pages[-1].cursor
    assert list(lamp.forge.issues(PATH, cursor)) == []
    assert lamp.server.requests[-1].status == 304


def test_pull_request_that_closes_an_issue_comes_beside_it(lamp: GitHubWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Fixes #1"))
    lamp.put_pull_request(issue(3, body="A thought"))
    changes = [change for page in lamp.forge.issues(PATH) for change in page.changes]
    assert changes == [LinkedChange("https://github.com/acme/lamp/pull/2", True, (1,))]


def test_legacy_null_pull_request_is_an_issue(lamp: GitHubWorld) -> None:
    nulls = {"html_url": None, "diff_url": None, "patch_url": None}
    lamp.server.put_items(PATH, [{**issue_item(issue(1), path=PATH), "pull_request": nulls}])
    assert numbers(read(lamp.forge)) == [1]


def test_ghost_account_is_nobody(lamp: GitHubWorld) -> None:
    ghost = {"login": "ghost", "id": 10137, "html_url": "https://github.com/ghost"}
    lamp.server.put_items(PATH, [{**issue_item(issue(1), path=PATH), "user": ghost}])
    assert read(lamp.forge)[0].author is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": 7}, "title"),
        ({"created_at": "long ago"}, "created_at"),
        ({"number": -1}, "number"),
        ({"number": 2**40}, "number"),
        ({"user": {"id": 1}}, "user"),
        ({"labels": {"name": "bug"}}, "labels"),
        ({"updated_at": "9999-12-31T23:59:59-23:00"}, "updated_at"),
    ],
)
def test_bad_field_is_named_and_others_come(
    lamp: GitHubWorld, change: dict[str, object], field: str
) -> None:
    lamp.server.put_items(PATH, [issue_item(issue(1), path=PATH)])
    lamp.server.put_items(PATH, [{**issue_item(issue(2), path=PATH), "number": 2, **change}])
    pages = list(lamp.forge.issues(PATH))
    problems = [problem for page in pages for problem in page.problems]
    assert problems
    assert all(f"Its {field} could not be read." == problem.reason for problem in problems)
    assert 1 in [one.number for page in pages for one in page.records]


def test_text_that_no_database_takes_is_made_harmless(lamp: GitHubWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "title": "a\x00b", "body": "half \ud83d pair 🔦"}
    lamp.server.put_items(PATH, [item])
    record = read(lamp.forge)[0]
    assert (record.title, record.body) == ("a\ufffdb", "half \ufffd pair 🔦")


def test_address_that_would_run_is_replaced(lamp: GitHubWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "html_url": "javascript:alert(1)"}
    lamp.server.put_items(PATH, [item])
    assert read(lamp.forge)[0].url == "https://github.com/acme/lamp/issues/1"


def test_server_that_does_not_sort_is_followed_by_its_links(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 251))
    lamp.server.is_sorting = False
    pages = list(lamp.forge.issues(PATH))
    assert sorted(one.number for page in pages for one in page.records) == list(range(1, 251))
    for page in pages:
        assert numbers(list(page.records)) == sorted(numbers(list(page.records)))


@pytest.mark.parametrize("is_sorted", [True, False])
def test_server_that_repeats_its_page_for_ever_is_left(lamp: GitHubWorld, is_sorted: bool) -> None:
    items = [issue_item(issue(number), path=PATH) for number in range(1, 101)]
    link = f'<{lamp.server.url}/repos/{PATH}/issues?page=2>; rel="next"'
    body = json.dumps(items if is_sorted else items[::-1]).encode()
    lamp.server.trouble(200, body, part="/issues", headers={"Link": link})
    pages = list(lamp.forge.issues(PATH))
    assert {one.number for page in pages for one in page.records} == set(range(1, 101))
    assert len(pages) < 20


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"message": "Bad credentials"}, ForgeRefused),
        (403, {"message": "Forbidden"}, ForgeRefused),
        (403, {"message": "Repository access blocked", "block": {"reason": "tos"}}, RecordGone),
        (404, {"message": "Not Found"}, RecordGone),
        (409, {"message": "Git Repository is empty."}, ForgeRefused),
        (410, {"message": "This was deleted"}, RecordGone),
        (410, {"message": "Issues are disabled for this repo"}, IssuesDisabled),
        (422, {"message": "Validation Failed"}, ForgeRefused),
        (429, {"message": "slow down"}, RateLimited),
        (451, {"message": "Repository access blocked"}, RecordGone),
        (500, b"", ForgeUnavailable),
        (502, b"<html>", ForgeUnavailable),
        (202, b"{}", ForgeUnavailable),
        (302, b"", ForgeUnavailable),
        (200, b"<html>captive portal</html>", ForgeUnavailable),
        (200, b"[" * 100_000, ForgeUnavailable),
        (200, {}, RecordInvalid),
        (200, [], RecordInvalid),
    ],
)
def test_answer_means_what_a_caller_must_do(
    lamp: GitHubWorld, status: int, body: dict[str, object] | bytes, error: type[ForgeError]
) -> None:
    lamp.server.trouble(status, body)
    with pytest.raises(error) as caught:
        lamp.forge.project(PATH)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")
    assert "<" not in str(caught.value)


def test_503_says_when_to_come_back(lamp: GitHubWorld) -> None:
    lamp.server.trouble(503, b"", headers={"Retry-After": "120"})
    with pytest.raises(ForgeUnavailable) as caught:
        lamp.forge.project(PATH)
    assert caught.value.retry_at == NOW + timedelta(minutes=2)


def test_private_repository_is_not_shown_though_the_token_may_see_it(lamp: GitHubWorld) -> None:
    item = {**repository_item(project()), "private": True}
    lamp.server.put_repository(PATH, item)
    with pytest.raises(RecordGone):
        lamp.forge.project(PATH)
    pages = lamp.forge.discover(SourceSpec(SourceScope.OWNER, "acme"))
    assert [record for page in pages for record in page.records] == []


@pytest.mark.parametrize("status", [403, 404, 409, 451])
def test_what_a_repository_lacks_stays_unknown(lamp: GitHubWorld, status: int) -> None:
    lamp.server.trouble(status, {"message": "no"}, part="/languages")
    lamp.server.trouble(status, {"message": "no"}, part="/community")
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert lamp.forge.complete(record) == replace(record, files=())


def test_rate_limit_while_completing_is_not_swallowed(lamp: GitHubWorld) -> None:
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    lamp.limit(NOW + timedelta(minutes=5))
    with pytest.raises(RateLimited):
        lamp.forge.complete(record)


@pytest.mark.parametrize(
    "path", ["acme", "acme/lamp/x", "../users", "acme/..", "a b/c", "", "acme/lamp?x=1", "a/b#c"]
)
def test_path_that_leads_elsewhere_is_not_asked(lamp: GitHubWorld, path: str) -> None:
    with pytest.raises(ForgeRefused, match="owner/name"):
        lamp.forge.project(path)
    with pytest.raises(ForgeRefused, match="owner/name"):
        list(lamp.forge.issues(path))
    assert lamp.server.requests == []


@pytest.mark.parametrize(
    "source",
    [
        SourceSpec(SourceScope.OWNER, "../orgs"),
        SourceSpec(SourceScope.ORGANISATION, ".."),
        SourceSpec(SourceScope.TOPIC, " , "),
        SourceSpec(SourceScope.TOPIC, "lamps user:acme"),
    ],
    ids=lambda source: source.locator,
)
def test_source_that_names_nothing_is_refused(lamp: GitHubWorld, source: SourceSpec) -> None:
    with pytest.raises(ForgeRefused):
        list(lamp.forge.discover(source))
    assert lamp.server.requests == []


def test_search_says_that_it_shows_the_first_thousand_only(lamp: GitHubWorld) -> None:
    for number in range(1003):
        lamp.put_project(project(f"many/lamp-{number}", remote_id=str(2000 + number)))
    pages = list(lamp.forge.discover(SourceSpec(SourceScope.TOPIC, "lamps")))
    assert sum(len(page.records) for page in pages) == 1000
    assert [problem.reason for page in pages for problem in page.problems] == [
        "github.com found 1,004 but shows the first 1,000 only. "
        "Add a topic to the source to narrow it."
    ]


def test_unreadable_repository_in_a_list_is_reported(lamp: GitHubWorld) -> None:
    lamp.server.put_repository("acme/odd", {"id": 5, "name": "odd"})
    pages = list(lamp.forge.discover(SourceSpec(SourceScope.OWNER, "acme")))
    assert [record.path for page in pages for record in page.records] == [PATH]
    assert [problem.reason for page in pages for problem in page.problems] == [
        "Its full_name could not be read."
    ]


def test_unreadable_cursor_starts_anew(lamp: GitHubWorld) -> None:
    lamp.put_issues([issue(1)])
    assert numbers(read(lamp.forge, "no cursor of ours")) == [1]
    assert numbers(read(lamp.forge, '{"phase": "sideways"}')) == [1]


def test_record_of_a_fork_and_an_archive(lamp: GitHubWorld) -> None:
    lamp.put_project(project(is_fork=True, is_archived=True, is_empty=True, licence=None))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    expected = project(
        is_fork=True,
        is_archived=True,
        is_empty=True,
        licence=None,
        languages=None,
        contributing_url=None,
        code_of_conduct_url=None,
        files=None,
    )
    assert replace(record, etag=None) == expected


def test_file_is_asked_for_only_where_the_folder_lists_it(lamp: GitHubWorld) -> None:
    lamp.put_project(project(files=(FileRecord("publiccode.yml", "name: Lamp\n"),)))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    before = len(lamp.server.requests)
    lamp.forge.complete(record)
    paths = [request.path for request in lamp.server.requests[before:]]
    assert [path for path in paths if "/contents/" in path] == [
        f"/repos/{PATH}/contents/",
        f"/repos/{PATH}/contents/publiccode.yml",
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("é" * 200_000, "é" * 131_072),
        ("x" * 2_000_000, None),
        ("a\x00b", None),
        ("name: العربية 🔦\r\n", "name: العربية 🔦\r\n"),
    ],
    ids=["long", "too long", "binary", "text"],
)
def test_file_is_cut_or_left_out(lamp: GitHubWorld, text: str, held: str | None) -> None:
    lamp.put_project(project(files=(FileRecord("civic.json", text),)))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    files = lamp.forge.complete(record).files
    assert files == (() if held is None else (FileRecord("civic.json", held),))


def test_unchanged_source_costs_only_what_is_free(lamp: GitHubWorld) -> None:
    for number in range(250):
        lamp.put_project(project(f"many/lamp-{number}", remote_id=str(2000 + number)))
    for source in (
        SourceSpec(SourceScope.OWNER, "many"),
        SourceSpec(SourceScope.ORGANISATION, "many"),
        SourceSpec(SourceScope.TOPIC, "lamps"),
        SourceSpec(SourceScope.REPOSITORY, PATH),
    ):
        pages = list(lamp.forge.discover(source))
        before = len(lamp.server.requests)
        assert list(lamp.forge.discover(source, pages[-1].cursor)) == []
        assert [seen.status for seen in lamp.server.requests[before:]] == [304] * len(pages)


def test_changed_page_alone_comes_and_its_cursor_holds_the_others(lamp: GitHubWorld) -> None:
    for number in range(250):
        lamp.put_project(project(f"many/lamp-{number:03}", remote_id=str(2000 + number)))
    source = SourceSpec(SourceScope.OWNER, "many")
    cursor = list(lamp.forge.discover(source))[-1].cursor
    lamp.put_project(project("many/lamp-120", remote_id="2120", description="Lanterns"))
    pages = list(lamp.forge.discover(source, cursor))
    assert [page.records[0].path for page in pages] == ["many/lamp-100"]
    assert list(lamp.forge.discover(source, pages[-1].cursor)) == []


def test_source_resumes_from_the_cursor_of_any_page(lamp: GitHubWorld) -> None:
    for number in range(250):
        lamp.put_project(project(f"many/lamp-{number:03}", remote_id=str(2000 + number)))
    source = SourceSpec(SourceScope.OWNER, "many")
    first = next(iter(lamp.forge.discover(source)))
    rest = list(lamp.forge.discover(source, first.cursor))
    assert [page.records[0].path for page in rest] == ["many/lamp-100", "many/lamp-200"]


def test_unreadable_cursor_of_a_source_starts_anew(lamp: GitHubWorld) -> None:
    for cursor in ("nonsense", "[]", '{"pages": 7}', '{"pages": [[1]]}'):
        pages = lamp.forge.discover(SourceSpec(SourceScope.OWNER, "acme"), cursor)
        assert [record.path for page in pages for record in page.records] == [PATH]
