"""First pulls and facts by GraphQL: what they cost, and what becomes of them when it fails."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.base import Census, ManyIssues, ManyProjects, Talk
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    IssuesDisabled,
    RateLimited,
    RecordGone,
)
from integrations.github import GitHubForge
from integrations.records import AuthorRecord, FileRecord, IssueRecord, Page, ProjectRecord
from tests.integrations.contract import numbers, read
from tests.integrations.github.conftest import Connect
from tests.integrations.github.graph_world import asked, pull
from tests.integrations.github_items import issue_item, repository_item
from tests.integrations.github_store import cursor_of
from tests.integrations.worlds import NOW, PATH, GitHubWorld, comment, issue, project


def one_page(forge: GitHubForge, cursor: str | None = None) -> Page[IssueRecord] | ForgeError:
    [(_, page)] = list(forge.next_pages([(PATH, cursor)]))
    return page


def test_connector_keeps_the_protocols(world: GitHubWorld) -> None:
    for protocol in (ManyProjects, ManyIssues, Talk, Census):
        assert isinstance(world.github, protocol)


def test_issue_comes_with_its_talk_and_what_closes_it(lamp: GitHubWorld) -> None:
    noor = AuthorRecord("9", "noor[bot]", "https://github.com/apps/noor", is_bot=True)
    lamp.put_issues([issue(1, comments=12, author=noor)])
    said = [comment(number, author=noor if number % 2 else None) for number in range(1, 13)]
    for one in said:
        lamp.put_comment(one)
    lamp.put_pull_request(issue(2, body="Fixes #1"))
    page = one_page(lamp.github)
    assert isinstance(page, Page)
    [record] = page.records
    assert record.talk == tuple(said[-10:])
    assert (record.comments, record.participants, record.author) == (12, 1, noor)
    assert record.linked_change_url == "https://github.com/acme/lamp/pull/2"


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_pull_goes_on_by_rest_where_the_token_is_gone(
    lamp: GitHubWorld, connect: Connect, pages: int
) -> None:
    lamp.put_issues(issue(number) for number in range(1, 351))
    seen: list[int] = []
    cursor: str | None = None
    for _ in range(pages):
        page = one_page(lamp.github, cursor)
        assert isinstance(page, Page)
        seen += numbers(list(page.records))
        cursor = page.cursor
    without = connect()
    assert list(without.next_pages([(PATH, cursor)])) == []
    assert seen + numbers(read(without, cursor)) == list(range(1, 351))


def test_closed_issues_go_on_by_rest_too(lamp: GitHubWorld, connect: Connect) -> None:
    at = NOW - timedelta(days=40)
    lamp.put_issues([issue(1)])
    lamp.put_issues(
        issue(number, is_open=False, updated_at=at + timedelta(minutes=number), closed_at=at)
        for number in range(2, 252)
    )
    page = one_page(lamp.github)
    assert isinstance(page, Page)
    rest = numbers(read(connect(), page.cursor))
    assert sorted(numbers(list(page.records)) + rest) == list(range(1, 252))


def test_without_a_token_nothing_is_asked(lamp: GitHubWorld, connect: Connect) -> None:
    lamp.put_issues([issue(1)])
    forge = connect()
    assert list(forge.next_pages([(PATH, None)])) == []
    assert forge.count_open(PATH) is None
    assert lamp.server.requests == []


def test_spent_points_leave_the_pull_to_rest(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 301))
    lamp.server.graph.points_an_hour = 10
    found, cursors = pull(lamp.github, [(PATH, None)])
    assert numbers(found[PATH]) == list(range(1, 101))
    before = len(lamp.server.requests)
    assert list(lamp.github.next_pages([(PATH, cursors[PATH])])) == []
    assert len(lamp.server.requests) == before
    rest = numbers(read(lamp.github, cursors[PATH]))
    assert numbers(found[PATH]) + rest == list(range(1, 301))


def test_spent_points_come_back_with_the_hour(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 301))
    lamp.server.graph.points_an_hour = 10
    _, cursors = pull(lamp.github, [(PATH, None)])
    lamp.set_now(NOW + timedelta(hours=1, seconds=1))
    lamp.server.graph.points_used.clear()
    assert isinstance(one_page(lamp.github, cursors[PATH]), Page)


def test_tokens_share_the_points_out(lamp: GitHubWorld, connect: Connect) -> None:
    lamp.put_issues(issue(number) for number in range(1, 901))
    forge = connect("one", "two")
    found, _ = pull(forge, [(PATH, None)])
    assert len(found[PATH]) == 900
    used = lamp.server.graph.points_used
    assert set(used) == {"token one", "token two"}
    assert abs(used["token one"] - used["token two"]) <= 7


def test_points_are_told_as_a_budget_of_their_own(lamp: GitHubWorld) -> None:
    one_page(lamp.github)
    [budget] = lamp.github.budgets()
    used = sum(lamp.server.graph.points_used.values())
    assert (budget.resource, budget.limit, budget.left) == ("graphql", 5000, 5000 - used)
    assert budget.full_at == NOW + timedelta(hours=1)


def test_rest_budget_is_another(lamp: GitHubWorld) -> None:
    lamp.server.graph.points_an_hour = 0
    assert list(lamp.github.next_pages([(PATH, None)])) == []
    assert isinstance(lamp.github.project(PATH), ProjectRecord)


def test_one_that_is_gone_harms_no_other(world: GitHubWorld, lamps: list[str]) -> None:
    world.server.graph.hidden.add(lamps[1])
    world.put_project(project(lamps[2], remote_id="3", has_issues=False))
    world.server.put_repository(
        lamps[3], {**repository_item(project(lamps[3], remote_id="4")), "private": True}
    )
    places: list[tuple[str, str | None]] = [("acme/none", None), ("no path", None)]
    places += [(path, None) for path in lamps[:5]]
    found = dict(world.github.next_pages(places))
    kinds = {path: type(page) for path, page in found.items()}
    assert kinds == {
        "no path": ForgeRefused,
        "acme/none": RecordGone,
        lamps[0]: Page,
        lamps[1]: ForgeRefused,
        lamps[2]: IssuesDisabled,
        lamps[3]: RecordGone,
        lamps[4]: Page,
    }
    assert "SAML" in str(found[lamps[1]])


def test_private_repository_is_not_described(world: GitHubWorld, lamps: list[str]) -> None:
    world.server.put_repository(
        lamps[0], {**repository_item(project(lamps[0], remote_id="1")), "private": True}
    )
    kinds = [type(one) for one in world.github.projects(["no path", *lamps[:2]])]
    assert kinds == [ForgeRefused, RecordGone, ProjectRecord]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"errors": [{"message": "Field 'fullDatabaseId' doesn't exist on type 'Issue'"}]}),
        (403, {"message": "Resource not accessible by personal access token"}),
        (404, {"message": "Not Found"}),
    ],
    ids=["unknown field", "forbidden", "no such door"],
)
def test_server_that_does_not_understand_is_left_alone_for_an_hour(
    lamp: GitHubWorld, status: int, body: dict[str, object]
) -> None:
    lamp.server.trouble(status, body, part="/graphql", times=1)
    assert list(lamp.github.next_pages([(PATH, None)])) == []
    assert list(lamp.github.next_pages([(PATH, None)])) == []
    assert asked(lamp) == ["/graphql"]
    lamp.set_now(NOW + timedelta(hours=1, seconds=1))
    assert isinstance(one_page(lamp.github), Page)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, {"message": "You have exceeded a secondary rate limit."}),
        (429, {"message": "Slow down"}),
    ],
)
def test_secondary_limit_concerns_all(
    lamp: GitHubWorld, status: int, body: dict[str, object]
) -> None:
    lamp.server.trouble(status, body, part="/graphql", headers={"Retry-After": "30"})
    with pytest.raises(RateLimited) as caught:
        one_page(lamp.github)
    assert caught.value.retry_at == NOW + timedelta(seconds=30)


def test_refused_token_concerns_all(lamp: GitHubWorld) -> None:
    lamp.server.trouble(401, {"message": "Bad credentials"}, part="/graphql")
    with pytest.raises(ForgeRefused, match="HUB_GITHUB_TOKENS"):
        one_page(lamp.github)
    with pytest.raises(ForgeRefused):
        list(lamp.github.projects([PATH]))


@pytest.mark.parametrize(
    "body",
    [
        b"<html>captive portal</html>",
        b"[]",
        b"7",
        b"{}",
        b'{"data": 7}',
        b"[" * 100_000,
    ],
)
def test_answer_that_is_none_is_unavailable(lamp: GitHubWorld, body: bytes) -> None:
    lamp.server.trouble(200, body, part="/graphql")
    with pytest.raises(ForgeUnavailable):
        one_page(lamp.github)


@pytest.mark.parametrize(
    "place",
    [
        {},
        7,
        {"open": None, "closed": None},
        {"open": {"nodes": 7}, "closed": {}},
        {"open": {"nodes": [None, 7, {}, {"number": 3}]}, "closed": {"nodes": []}},
        {"open": {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": 7}}, "closed": {}},
    ],
)
def test_odd_place_is_a_problem_at_most(lamp: GitHubWorld, place: object) -> None:
    lamp.server.trouble(200, {"data": {"r0": place}}, part="/graphql")
    for _, page in lamp.github.next_pages([(PATH, None)]):
        assert page.records == () if isinstance(page, Page) else isinstance(page, RecordGone)


def test_list_of_positions_is_left_to_rest_behind_its_first_page(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 301))
    lamp.server.graph.holds_values = False
    found, cursors = pull(lamp.github, [(PATH, None)])
    assert asked(lamp) == ["/graphql"]
    lamp.put_issues(issue(number, updated_at=NOW) for number in range(1, 41))
    rest = numbers(read(lamp.github, cursors[PATH]))
    assert set(numbers(found[PATH])) | set(rest) == set(range(1, 301))


def test_unreadable_cursor_starts_anew_and_one_of_rest_is_left_to_it(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    page = one_page(lamp.github, "no cursor of ours")
    assert isinstance(page, Page)
    assert len(page.records) == 100
    by_rest = next(lamp.github.issues(PATH)).cursor
    assert list(lamp.github.next_pages([(PATH, by_rest)])) == []
    spoiled = page.cursor.replace("closed_since", "open_since")
    assert list(lamp.github.next_pages([(PATH, spoiled)])) == []


def test_enterprise_keeps_graphql_beside_its_rest(lamp: GitHubWorld, connect: Connect) -> None:
    lamp.server.prefix = "/api/v3"
    lamp.put_issues([issue(1)])
    forge = connect("one", base_url=f"{lamp.server.url}/api/v3")
    assert isinstance(one_page(forge), Page)
    assert isinstance(forge.project(PATH), ProjectRecord)
    assert asked(lamp) == ["/api/graphql", f"/api/v3/repos/{PATH}"]


def test_question_is_not_followed_elsewhere(lamp: GitHubWorld) -> None:
    for status in (301, 307):
        lamp.server.trouble(status, {}, part="/graphql", headers={"Location": "/x"}, times=1)
        with pytest.raises(ForgeUnavailable):
            one_page(lamp.github)
    assert asked(lamp) == ["/graphql", "/graphql"]


@pytest.mark.parametrize(
    ("text", "held"),
    [("é" * 300_000, "é" * 131_072), ("x" * 2_000_000, None), ("a\x00b", None)],
    ids=["long", "too long", "binary"],
)
def test_file_is_cut_or_left_out(lamp: GitHubWorld, text: str, held: str | None) -> None:
    lamp.put_project(project(files=(FileRecord("civic.json", text),)))
    [record] = list(lamp.github.projects([PATH]))
    assert isinstance(record, ProjectRecord)
    assert record.files == (() if held is None else (FileRecord("civic.json", held),))


def test_both_ways_give_the_same_record(lamp: GitHubWorld, connect: Connect) -> None:
    [by_graph] = list(lamp.github.projects([PATH]))
    [by_rest] = list(connect().projects([PATH]))
    assert isinstance(by_rest, ProjectRecord)
    assert by_graph == replace(by_rest, etag=None)


def test_unreadable_issue_is_named(lamp: GitHubWorld) -> None:
    lamp.server.put_items(PATH, [{**issue_item(issue(60), path=PATH), "title": None}])
    page = one_page(lamp.github)
    assert isinstance(page, Page)
    assert [problem.subject for problem in page.problems] == ["acme/lamp#60"]


@pytest.mark.parametrize(
    "place",
    [
        {"open": None},
        {"open": {"nodes": []}},
        {"open": {"nodes": [{"number": 1}, None], "pageInfo": {"hasNextPage": False}}},
        {"open": {"nodes": [{"number": None}], "pageInfo": {"hasNextPage": False}}},
    ],
)
def test_half_a_list_of_open_issues_is_none(lamp: GitHubWorld, place: object) -> None:
    lamp.server.trouble(200, {"data": {"r0": place}}, part="/graphql")
    with pytest.raises(ForgeUnavailable, match="all open issues"):
        list(lamp.github.open_numbers(PATH))


def test_page_of_unreadable_issues_does_not_end_the_pull(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    info = {"hasNextPage": True, "endCursor": end_cursor(lamp, 100)}
    odd = {"open": {"nodes": [{"number": 3}] * 100, "pageInfo": info}, "closed": {"nodes": []}}
    lamp.server.trouble(200, {"data": {"r0": odd}}, part="/graphql", times=1)
    page = one_page(lamp.github)
    assert isinstance(page, Page)
    assert len(page.problems) == 100
    rest = one_page(lamp.github, page.cursor)
    assert isinstance(rest, Page)
    assert numbers(list(rest.records)) == list(range(101, 131))


def end_cursor(world: GitHubWorld, number: int) -> str:
    """Give GraphQL's cursor behind an issue."""
    repository = world.server.store.by_path(PATH)
    assert repository is not None
    return cursor_of(repository.issues[number])
