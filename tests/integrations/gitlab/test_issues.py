"""Issues and merge requests of a project: what only GitLab does."""

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
from integrations.records import IssueRecord, LinkedChange, Page, ProjectRecord
from tests.integrations.contract import last_cursor, numbers, read
from tests.integrations.gitlab_items import account_item, issue_item
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import NOW, PATH, issue, project

URL = "https://gitlab.com/acme/lamp/-/merge_requests/"


def _changes(pages: list[Page[IssueRecord]]) -> list[LinkedChange]:
    return [change for page in pages for change in page.changes]


def _asked(lamp: GitLabWorld, part: str) -> list[str]:
    return [request.path for request in lamp.server.requests if part in request.path]


# Cost.


@pytest.mark.parametrize(("pages_by_place", "requests"), [(True, 56), (False, 57)])
def test_five_thousand_issues_cost_few_requests(
    lamp: GitLabWorld, pages_by_place: bool, requests: int
) -> None:
    lamp.server.pages_by_place = pages_by_place
    far_back = NOW - timedelta(minutes=6000)
    lamp.put_issues(
        issue(number, updated_at=far_back + timedelta(minutes=number)) for number in range(1, 5001)
    )
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    lamp.forge.complete(record)
    found = [one.number for page in lamp.forge.issues(PATH) for one in page.records]
    assert found == list(range(1, 5001))
    # The project, its languages and its root; 50 or 51 pages, the closed ones, merge requests.
    assert lamp.forge.requests_made() == len(lamp.server.requests) <= requests


@pytest.mark.parametrize("pages_by_place", [True, False])
def test_watching_an_unchanged_project_is_one_short_answer(
    lamp: GitLabWorld, pages_by_place: bool
) -> None:
    lamp.server.pages_by_place = pages_by_place
    lamp.put_issues(issue(number) for number in range(1, 131))
    lamp.put_pull_request(issue(2, body="Closes #1"))
    lamp.set_now(NOW + timedelta(hours=1))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    before = len(lamp.server.requests)
    for hour in range(2, 5):
        lamp.set_now(NOW + timedelta(hours=hour))
        assert list(lamp.forge.issues(PATH, cursor)) == []
    assert [request.status for request in lamp.server.requests[before:]] == [304] * 3


def test_merge_requests_of_an_unchanged_project_are_asked_for_once_a_day(
    lamp: GitLabWorld,
) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Closes #1"))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    closed_at = NOW + timedelta(hours=1)
    lamp.put_pull_request(issue(2, body="Closes #1", is_open=False, updated_at=closed_at))
    lamp.set_now(NOW + timedelta(hours=23))
    assert list(lamp.forge.issues(PATH, cursor)) == []
    lamp.set_now(NOW + timedelta(hours=25))
    pages = list(lamp.forge.issues(PATH, cursor))
    assert _changes(pages) == [LinkedChange(f"{URL}2", False, (1,))]
    before = len(lamp.server.requests)
    lamp.set_now(NOW + timedelta(hours=26))
    assert list(lamp.forge.issues(PATH, pages[-1].cursor)) == []
    assert len(lamp.server.requests) == before + 1


def test_changed_issue_asks_for_merge_requests_also_when_cut_short(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    changed_at = NOW + timedelta(hours=1)
    lamp.set_now(changed_at)
    lamp.put_issues([issue(1, comments=1, updated_at=changed_at)])
    lamp.put_pull_request(issue(2, body="Closes #1", updated_at=changed_at))
    first = next(lamp.forge.issues(PATH, cursor))
    assert [one.number for one in first.records] == [1]
    pages = list(lamp.forge.issues(PATH, first.cursor))
    assert _changes(pages) == [LinkedChange(f"{URL}2", True, (1,))]


def test_merge_requests_that_were_cut_short_are_gone_on_with_at_the_next_visit(
    lamp: GitLabWorld,
) -> None:
    lamp.put_issues([issue(1)])
    for number in range(100, 350):
        lamp.put_pull_request(issue(number, body="Closes #1"))
    pages = lamp.forge.issues(PATH)
    found: list[LinkedChange] = []
    for page in pages:
        found += page.changes
        if found:
            lamp.server.trouble(403, {"message": "403 Forbidden"}, part="/merge_requests", times=1)
            break
    rest = list(pages)
    cursor = rest[-1].cursor if rest else page.cursor
    found += _changes(list(lamp.forge.issues(PATH, cursor)))
    assert len({change.url for change in found}) == 250


def test_clock_that_was_ahead_leaves_no_list_unread(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.set_now(NOW + timedelta(days=400))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    lamp.set_now(NOW)
    before = len(_asked(lamp, "/merge_requests"))
    list(lamp.forge.issues(PATH, cursor))
    assert len(_asked(lamp, "/merge_requests")) == before + 1


@pytest.mark.parametrize("pages_by_place", [True, False])
def test_watching_many_changes_settles_to_short_answers_again(
    lamp: GitLabWorld, pages_by_place: bool
) -> None:
    lamp.server.pages_by_place = pages_by_place
    lamp.put_issues(issue(number) for number in range(1, 131))
    cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
    lamp.set_now(NOW + timedelta(hours=2))
    at = NOW + timedelta(hours=1)
    lamp.put_issues(issue(n, updated_at=at + timedelta(seconds=n)) for n in range(1, 251))
    pages = list(lamp.forge.issues(PATH, cursor))
    assert [one.number for page in pages for one in page.records] == list(range(1, 251))
    cursor = last_cursor(lamp.forge, pages[-1].cursor)
    assert list(lamp.forge.issues(PATH, cursor)) == []
    assert lamp.server.requests[-1].status == 304


def test_pages_by_place_bear_no_page_numbers(lamp: GitLabWorld) -> None:
    lamp.put_issues(issue(number, updated_at=NOW - timedelta(days=3)) for number in range(1, 351))
    assert sorted(numbers(read(lamp.forge))) == list(range(1, 351))
    assert _asked(lamp, "&page=") == []
    assert len(_asked(lamp, "cursor=")) == 3


# Merge requests.


def test_merge_request_that_closes_an_issue_comes_beside_it(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Closes #1"))
    lamp.put_pull_request(issue(3, body="A thought"))
    pages = list(lamp.forge.issues(PATH))
    assert _changes(pages) == [LinkedChange(f"{URL}2", True, (1,))]


def test_merged_request_is_told_as_not_open(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Closes #1"))
    cursor = last_cursor(lamp.forge)
    later = NOW + timedelta(hours=1)
    lamp.put_pull_request(issue(2, body="Closes #1", is_open=False, updated_at=later))
    pages = list(lamp.forge.issues(PATH, lamp.gitlab.asking_all(cursor)))
    assert _changes(pages) == [LinkedChange(f"{URL}2", False, (1,))]


def test_request_merged_during_the_first_pull_is_told_at_the_next(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    for number in range(100, 250):
        lamp.put_pull_request(issue(number, body="Closes #1"))
    states: dict[str, bool] = {}
    cursor = ""
    for page in lamp.forge.issues(PATH):
        states.update({change.url: change.is_open for change in page.changes})
        cursor = page.cursor
        if page.changes:
            at = NOW + timedelta(seconds=5)
            lamp.put_pull_request(issue(100, body="Closes #1", is_open=False, updated_at=at))
    for page in lamp.forge.issues(PATH, lamp.gitlab.asking_all(cursor)):
        states.update({change.url: change.is_open for change in page.changes})
    assert len(states) == 150
    assert [url for url, is_open in states.items() if not is_open] == [f"{URL}100"]


def test_pull_resumed_among_merge_requests_has_no_hole(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    for number in range(100, 350):
        lamp.put_pull_request(issue(number, body="Closes #1"))
    whole = list(lamp.forge.issues(PATH))
    urls = {change.url for change in _changes(whole)}
    assert len(urls) == 250
    for behind, page in enumerate(whole):
        before = {change.url for change in _changes(whole[: behind + 1])}
        rest = list(lamp.forge.issues(PATH, page.cursor))
        assert before | {change.url for change in _changes(rest)} == urls


def test_project_that_keeps_its_merge_requests_still_gives_issues(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.server.trouble(403, {"message": "403 Forbidden"}, part="/merge_requests")
    assert numbers(read(lamp.forge)) == [1]


def test_limit_among_merge_requests_resumes_there(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1)])
    lamp.put_pull_request(issue(2, body="Closes #1"))
    lamp.server.trouble(429, b"Retry later\n", part="/merge_requests")
    pages = lamp.forge.issues(PATH)
    _, closed = next(pages), next(pages)
    with pytest.raises(RateLimited):
        next(pages)
    lamp.heal()
    assert _changes(list(lamp.forge.issues(PATH, closed.cursor))) == [
        LinkedChange(f"{URL}2", True, (1,))
    ]


# Records.


@pytest.mark.parametrize("is_filtering", [True, False])
def test_confidential_issue_leaves_no_trace(lamp: GitLabWorld, is_filtering: bool) -> None:
    """Also where a token may see it and an old server does not filter."""
    lamp.server.is_filtering = is_filtering
    lamp.put_issues(issue(number) for number in range(1, 131))
    secret = issue_item(issue(60, title="The key"), path=PATH, is_confidential=True)
    lamp.server.put_issues(PATH, [secret, {**secret, "id": 7, "iid": 131, "title": None}])
    pages = list(lamp.forge.issues(PATH))
    assert "The key" not in repr(pages)
    assert [problem for page in pages for problem in page.problems] == []
    assert sum(len(page.records) for page in pages) == 129


def test_scoped_labels_stand_as_text(lamp: GitLabWorld) -> None:
    lamp.put_issues([issue(1, labels=("type::bug", "priority::2", "a::b::c"))])
    assert read(lamp.forge)[0].labels == ("type::bug", "priority::2", "a::b::c")


def test_labels_with_details_are_read_too(lamp: GitLabWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "labels": [{"id": 1, "name": "type::bug"}]}
    lamp.server.put_issues(PATH, [item])
    assert read(lamp.forge)[0].labels == ("type::bug",)


@pytest.mark.parametrize(
    ("login", "name", "is_nobody", "is_bot"),
    [
        ("ghost", "Ghost User", True, False),
        ("ghost1", "Ghost User", True, False),
        ("ghostwriter", "Ada", False, False),
        ("project_77_bot_c0ffee", "Deploy", False, True),
        ("group_9_bot", "Deploy", False, True),
        ("lamp-bot", "Lamp", False, True),
        ("abbot", "Abbot", False, False),
    ],
)
def test_author_is_a_person_a_bot_or_nobody(
    lamp: GitLabWorld, login: str, name: str, is_nobody: bool, is_bot: bool
) -> None:
    author = issue(1).author
    assert author is not None
    account = {**account_item(replace(author, login=login)), "name": name}
    lamp.server.put_issues(PATH, [{**issue_item(issue(1), path=PATH), "author": account}])
    found = read(lamp.forge)[0].author
    assert (found is None) == is_nobody
    assert found is None or found.is_bot == is_bot


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": 7}, "title"),
        ({"created_at": "long ago"}, "created_at"),
        ({"iid": -1}, "iid"),
        ({"iid": 2**40}, "iid"),
        ({"author": {"id": 1}}, "author"),
        ({"labels": {"name": "bug"}}, "labels"),
    ],
)
def test_bad_field_is_named_and_others_come(
    lamp: GitLabWorld, change: dict[str, object], field: str
) -> None:
    lamp.server.put_issues(PATH, [issue_item(issue(1), path=PATH)])
    lamp.server.put_issues(PATH, [{**issue_item(issue(2), path=PATH), **change}])
    pages = list(lamp.forge.issues(PATH))
    problems = [problem for page in pages for problem in page.problems]
    assert problems
    assert all(f"Its {field} could not be read." == problem.reason for problem in problems)
    assert 1 in [one.number for page in pages for one in page.records]


def test_text_that_no_database_takes_is_made_harmless(lamp: GitLabWorld) -> None:
    item = issue_item(issue(1), path=PATH)
    bad = {**item, "title": "a\x00b", "description": "half \ud83d pair 🔦"}
    lamp.server.put_issues(PATH, [bad])
    record = read(lamp.forge)[0]
    assert (record.title, record.body) == ("a\ufffdb", "half \ufffd pair 🔦")


def test_address_that_would_run_is_replaced(lamp: GitLabWorld) -> None:
    item = {**issue_item(issue(1), path=PATH), "web_url": "javascript:alert(1)"}
    lamp.server.put_issues(PATH, [item])
    assert read(lamp.forge)[0].url == "https://gitlab.com/acme/lamp/-/issues/1"


def test_project_deep_in_groups_is_read(world: GitLabWorld) -> None:
    path = "acme/light/street/lamp"
    world.put_project(project(path, name="lamp"))
    world.put_issues([issue(1, path=path)], path=path)
    record = world.forge.project(path)
    assert isinstance(record, ProjectRecord)
    assert record.path == path
    assert numbers(read(world.forge, path=path)) == [1]
    assert "/projects/acme%2Flight%2Fstreet%2Flamp/issues?" in world.server.requests[-2].path


# A server that is not as it should be.


@pytest.mark.parametrize("refuses", [True, False])
def test_disabled_issue_list_is_told_whether_refused_or_empty(
    lamp: GitLabWorld, refuses: bool
) -> None:
    lamp.server.refuses_disabled = refuses
    lamp.put_project(project(has_issues=False))
    with pytest.raises(IssuesDisabled):
        read(lamp.forge)


def test_issue_list_for_members_only_is_none(lamp: GitLabWorld) -> None:
    item = {"issues_access_level": "private", "issues_enabled": True}
    lamp.server.put_project({**lamp.server.project_item(PATH), **item})
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    assert not record.has_issues


def test_server_that_does_not_sort_is_followed_by_its_links(lamp: GitLabWorld) -> None:
    lamp.server.pages_by_place = False
    lamp.put_issues(issue(number) for number in range(1, 251))
    lamp.server.is_sorting = False
    pages = list(lamp.forge.issues(PATH))
    assert sorted(one.number for page in pages for one in page.records) == list(range(1, 251))


@pytest.mark.parametrize("link", ["page=2", "cursor=abc", "pagination=keyset&cursor=%22"])
def test_server_that_repeats_its_page_for_ever_is_left(lamp: GitLabWorld, link: str) -> None:
    items = [issue_item(issue(number), path=PATH) for number in range(1, 101)]
    address = f'<{lamp.server.url}/api/v4/projects/77/issues?{link}>; rel="next"'
    lamp.server.trouble(200, _json(items), part="/issues", headers={"Link": address})
    pages = list(lamp.forge.issues(PATH))
    assert {one.number for page in pages for one in page.records} == set(range(1, 101))
    assert len(pages) < 20


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"message": "401 Unauthorized"}, ForgeRefused),
        (403, {"message": "403 Forbidden"}, ForgeRefused),
        (403, {"error": "insufficient_scope"}, ForgeRefused),
        (404, {"message": "404 Project Not Found"}, RecordGone),
        (405, {"error": "Keyset pagination is not yet available"}, ForgeRefused),
        (410, {}, RecordGone),
        (429, b"Retry later\n", RateLimited),
        (451, {}, RecordGone),
        (500, {"message": "500 Internal Server Error"}, ForgeUnavailable),
        (502, b"<html>", ForgeUnavailable),
        (302, b"", ForgeUnavailable),
        (200, b"<html>sign in</html>", ForgeUnavailable),
        (200, b"[" * 100_000, ForgeUnavailable),
        (200, {}, RecordInvalid),
        (200, b"[]", RecordInvalid),
    ],
)
def test_answer_means_what_a_caller_must_do(
    lamp: GitLabWorld, status: int, body: dict[str, object] | bytes, error: type[ForgeError]
) -> None:
    lamp.server.trouble(status, body)
    with pytest.raises(error) as caught:
        lamp.forge.project(PATH)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")
    assert "<" not in str(caught.value)


def test_503_says_when_to_come_back(lamp: GitLabWorld) -> None:
    lamp.server.trouble(503, b"", headers={"Retry-After": "120"})
    with pytest.raises(ForgeUnavailable) as caught:
        lamp.forge.project(PATH)
    assert caught.value.retry_at == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    "path", ["acme", "../users", "acme/..", "a b/c", "", "acme/lamp?x=1", "a/b#c", "a//b", "a%2Fb"]
)
def test_path_that_leads_elsewhere_is_not_asked(lamp: GitLabWorld, path: str) -> None:
    with pytest.raises(ForgeRefused, match="group/project"):
        lamp.forge.project(path)
    with pytest.raises(ForgeRefused, match="group/project"):
        list(lamp.forge.issues(path))
    assert lamp.server.requests == []


@pytest.mark.parametrize("cursor", ["no cursor of ours", '{"issues": 7}', "[]", "7"])
def test_unreadable_cursor_starts_anew(lamp: GitLabWorld, cursor: str) -> None:
    lamp.put_issues([issue(1)])
    assert numbers(read(lamp.forge, cursor)) == [1]


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
