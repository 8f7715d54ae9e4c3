"""The Forgejo connector over a socket: the contract, on a server that sorts and on one that not."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    RateLimited,
    RecordGone,
    RecordInvalid,
)
from integrations.records import (
    MAX_FILE_BYTES,
    AuthorRecord,
    CommentRecord,
    FileRecord,
    LinkedChange,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)
from tests.integrations.contract import ForgeContract, last_cursor, numbers, read
from tests.integrations.forgejo_items import comment_item, issue_item, repository_item
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import NOW, PATH, issue, project


class TestForgejoForge(ForgeContract):
    @pytest.fixture
    def world(self, world: ForgejoWorld) -> ForgejoWorld:
        return world


class TestForgejoForgeOnGitea(TestForgejoForge):
    @pytest.fixture
    def world(self, gitea_world: ForgejoWorld) -> ForgejoWorld:
        return gitea_world


def _targets(world: ForgejoWorld) -> list[str]:
    return [request.path for request in world.server.requests]


# Single records.


def test_pull_request_that_closes_an_issue_comes_beside_it(lamp: ForgejoWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Fixes #1"))
    lamp.put_pull_request(issue(3, body="A thought"))
    changes = [change for page in lamp.forge.issues(PATH) for change in page.changes]
    assert changes == [LinkedChange("https://codeberg.org/acme/lamp/pulls/2", True, (1,))]


def test_pull_request_that_was_closed_is_told_while_watching(lamp: ForgejoWorld) -> None:
    lamp.put_pull_request(issue(2, body="Fixes #1"))
    cursor = last_cursor(lamp.forge)
    lamp.set_now(NOW + timedelta(hours=2))
    at = NOW + timedelta(hours=1)
    lamp.put_pull_request(issue(2, body="Fixes #1", is_open=False, updated_at=at))
    changes = [change for page in lamp.forge.issues(PATH, cursor) for change in page.changes]
    assert [change.is_open for change in changes] == [False]


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
    lamp: ForgejoWorld, change: dict[str, object], field: str
) -> None:
    good, bad = (issue_item(issue(number), path=PATH) for number in (1, 2))
    body = json.dumps([good, {**bad, **change}]).encode()
    lamp.server.trouble(200, body, part="/issues", times=1)
    page = next(iter(lamp.forge.issues(PATH)))
    assert [problem.reason for problem in page.problems] == [f"Its {field} could not be read."]
    assert numbers(list(page.records)) == [1]


def test_text_that_no_database_takes_is_made_harmless(lamp: ForgejoWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "title": "a\x00b", "body": "half \ud83d pair 🔦"}
    lamp.server.put_items(PATH, [item])
    record = read(lamp.forge)[0]
    assert (record.title, record.body) == ("a\ufffdb", "half \ufffd pair 🔦")


def test_null_body_is_empty(lamp: ForgejoWorld) -> None:
    lamp.server.put_items(PATH, [{**issue_item(issue(1), path=PATH), "body": None}])
    assert read(lamp.forge)[0].body == ""


def test_address_that_would_run_is_replaced(lamp: ForgejoWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "html_url": "javascript:alert(1)"}
    lamp.server.put_items(PATH, [item])
    assert read(lamp.forge)[0].url == "https://codeberg.org/acme/lamp/issues/1"


def test_unreadable_cursor_starts_anew(lamp: ForgejoWorld) -> None:
    lamp.put_issues([issue(1)])
    for cursor in ("no cursor of ours", '{"phase": "sideways"}', '{"since_s": -4}', "[]"):
        assert numbers(read(lamp.forge, cursor)) == [1]


# Repositories.


@pytest.mark.parametrize("hidden", ["private", "internal"])
def test_hidden_repository_is_not_shown_though_the_token_may_see_it(
    lamp: ForgejoWorld, hidden: str
) -> None:
    lamp.server.put_repository(PATH, {**repository_item(project()), hidden: True})
    with pytest.raises(RecordGone):
        lamp.forge.project(PATH)
    pages = lamp.forge.discover(SourceSpec(SourceScope.OWNER, "acme"))
    assert [record for page in pages for record in page.records] == []


def test_external_tracker_means_no_issue_list_here(lamp: ForgejoWorld) -> None:
    tracker = {"external_tracker_url": "https://bugs.example/"}
    lamp.server.put_repository(PATH, {**repository_item(project()), "external_tracker": tracker})
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert record.has_issues is False


def test_archived_empty_fork_is_told_as_such_and_not_asked_for_more(lamp: ForgejoWorld) -> None:
    lamp.put_project(project(is_fork=True, is_archived=True, is_empty=True, licence=None))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert (record.is_fork, record.is_archived, record.is_empty) == (True, True, True)
    before = lamp.forge.requests_made()
    completed = lamp.forge.complete(record)
    assert (completed.languages, completed.files, completed.licence) == ((), (), None)
    assert lamp.forge.requests_made() == before


@pytest.mark.parametrize(
    ("licences", "licence"), [(["MIT"], "MIT"), (["MIT", "Apache-2.0"], None), (None, None)]
)
def test_licence_is_known_where_there_is_one(
    lamp: ForgejoWorld, licences: list[str] | None, licence: str | None
) -> None:
    lamp.server.put_repository(PATH, {**repository_item(project()), "licenses": licences})
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert record.licence == licence


def test_files_that_a_project_writes_about_itself_are_read(lamp: ForgejoWorld) -> None:
    files = (FileRecord(".otd/needs.yml", "needs: []\n"), FileRecord("civic.json", "{}"))
    lamp.put_project(project(files=files))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    lamp.server.requests.clear()
    assert lamp.forge.complete(record).files == files
    assert len(lamp.server.requests) == 4


def test_long_file_is_cut(lamp: ForgejoWorld) -> None:
    lamp.put_project(project(files=(FileRecord("civic.json", "x" * (MAX_FILE_BYTES + 9)),)))
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    completed = lamp.forge.complete(record)
    assert completed.files is not None
    assert [len(file.text) for file in completed.files] == [MAX_FILE_BYTES]


@pytest.mark.parametrize("status", [403, 404, 409, 451])
def test_what_a_repository_lacks_stays_unknown(lamp: ForgejoWorld, status: int) -> None:
    lamp.server.trouble(status, {"message": "no"}, part="/languages")
    lamp.server.trouble(status, {"message": "no"}, part="/contents")
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert lamp.forge.complete(record) == record


def test_rate_limit_while_completing_is_not_swallowed(lamp: ForgejoWorld) -> None:
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    lamp.limit(NOW + timedelta(minutes=5))
    with pytest.raises(RateLimited):
        lamp.forge.complete(record)


@pytest.mark.parametrize(
    "path", ["acme", "acme/lamp/x", "../users", "acme/..", "a b/c", "", "acme/lamp?x=1", "a/b#c"]
)
def test_path_that_leads_elsewhere_is_not_asked(lamp: ForgejoWorld, path: str) -> None:
    with pytest.raises(ForgeRefused, match="owner/name"):
        lamp.forge.project(path)
    with pytest.raises(ForgeRefused, match="owner/name"):
        list(lamp.forge.issues(path))
    assert lamp.server.requests == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"message": "invalid username, password or token"}, ForgeRefused),
        (403, {"message": "Forbidden"}, ForgeRefused),
        (404, {"message": "The target couldn't be found."}, RecordGone),
        (410, {}, RecordGone),
        (422, {"message": "parsing time"}, ForgeRefused),
        (429, b"slow down", RateLimited),
        (451, {"message": "blocked"}, RecordGone),
        (500, {"message": ""}, ForgeUnavailable),
        (502, b"<html>", ForgeUnavailable),
        (302, b"", ForgeUnavailable),
        (200, b"<html>Making sure you're not a bot!</html>", ForgeUnavailable),
        (200, b"[" * 100_000, ForgeUnavailable),
        (200, {}, RecordInvalid),
        (200, b"[]", RecordInvalid),
    ],
)
def test_answer_means_what_a_caller_must_do(
    lamp: ForgejoWorld, status: int, body: dict[str, object] | bytes, error: type[ForgeError]
) -> None:
    lamp.server.trouble(status, body)
    with pytest.raises(error) as caught:
        lamp.forge.project(PATH)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")
    assert "<" not in str(caught.value)


# Comments, and which issues are still there.


def comment(remote_id: int, **changes: object) -> CommentRecord:
    at = NOW - timedelta(days=2) + timedelta(minutes=remote_id)
    values: dict[str, object] = {
        "remote_id": str(remote_id),
        "issue_number": 1,
        "author": AuthorRecord("8", "mirembe", "https://codeberg.org/mirembe"),
        "text": "I would like to work on this.",
        "created_at": at,
        "updated_at": at,
    }
    return CommentRecord(**{**values, **changes})  # type: ignore[arg-type]


def _comments(world: ForgejoWorld, since: datetime) -> list[CommentRecord]:
    return [one for page in world.forgejo.comments(PATH, since) for one in page.records]


def test_comments_since_come_by_their_last_change(lamp: ForgejoWorld) -> None:
    held = [comment(number) for number in range(1, 131)]
    edited = replace(held[99], text="Edited", updated_at=NOW - timedelta(hours=1))
    lamp.put_comments([*held, edited])
    found = _comments(lamp, held[60].updated_at)
    assert found == [*held[60:99], *held[100:], edited]


def test_comments_on_pull_requests_are_left_out(lamp: ForgejoWorld) -> None:
    lamp.server.put_comments(PATH, [comment_item(comment(1), path=PATH, is_on_pull=True)])
    assert _comments(lamp, NOW - timedelta(days=9)) == []


def test_comment_of_a_deleted_account_has_no_author(lamp: ForgejoWorld) -> None:
    lamp.put_comments([comment(1, author=None)])
    assert _comments(lamp, NOW - timedelta(days=9))[0].author is None


def test_unreadable_comment_is_told(lamp: ForgejoWorld) -> None:
    lamp.server.put_comments(PATH, [{**comment_item(comment(1), path=PATH), "issue_url": "?"}])
    (page,) = lamp.forgejo.comments(PATH, NOW - timedelta(days=9))
    assert [problem.reason for problem in page.problems] == ["Its issue_url could not be read."]


def test_comments_that_never_end_are_left(lamp: ForgejoWorld) -> None:
    link = f'<{lamp.server.api}/repos/{PATH}/issues/comments?page=2>; rel="next"'
    body = json.dumps([comment_item(comment(1), path=PATH)]).encode()
    lamp.server.trouble(200, body, part="/comments", headers={"Link": link})
    assert {one.remote_id for one in _comments(lamp, NOW - timedelta(days=9))} == {"1"}
    assert len(lamp.server.requests) < 20


def test_many_comments_are_collected_in_parts(
    lamp: ForgejoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.forgejo.lists.MOST_COLLECTED", 100)
    held = [comment(number) for number in range(1, 331)]
    lamp.put_comments(held)
    assert _comments(lamp, NOW - timedelta(days=9)) == held


def test_open_issues_are_counted_in_one_small_request(lamp: ForgejoWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    lamp.put_issues([issue(131, is_open=False)])
    lamp.put_pull_request(issue(200))
    assert lamp.forgejo.count_open(PATH) == 130
    assert len(lamp.server.requests) == 1
    assert "limit=1&" in _targets(lamp)[0] + "&"


def test_open_numbers_are_all_there(lamp: ForgejoWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    lamp.put_issues([issue(131, is_open=False)])
    lamp.put_pull_request(issue(200))
    pages = list(lamp.forgejo.open_numbers(PATH))
    assert frozenset().union(*pages) == frozenset(range(1, 131))
    assert len(pages) == 3


def test_issue_closed_while_numbers_are_listed_hides_no_other(lamp: ForgejoWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    pages = lamp.forgejo.open_numbers(PATH)
    seen = set(next(pages))
    lamp.put_issues([issue(1, is_open=False)])
    for page in pages:
        seen |= page
    assert seen >= set(range(2, 131))
