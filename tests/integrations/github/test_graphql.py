"""First pulls and facts by GraphQL: what they cost, and what becomes of them when it fails."""

import json
from collections.abc import Sequence
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
from tests.integrations.github_items import issue_item, repository_item
from tests.integrations.github_store import cursor_of
from tests.integrations.worlds import NOW, PATH, GitHubWorld, comment, issue, project

Pulled = dict[str, list[IssueRecord]]


def pull(
    forge: GitHubForge, places: Sequence[tuple[str, str | None]]
) -> tuple[Pulled, dict[str, str]]:
    """Pull by GraphQL as far as it goes; gives the records and the cursor of each place."""
    cursors = dict(places)
    found: Pulled = {path: [] for path in cursors}
    while pages := list(forge.next_pages(list(cursors.items()))):
        for path, page in pages:
            assert isinstance(page, Page)
            found[path] += page.records
            cursors[path] = page.cursor
    return found, {path: cursor for path, cursor in cursors.items() if cursor is not None}


def one_page(forge: GitHubForge, cursor: str | None = None) -> Page[IssueRecord] | ForgeError:
    [(_, page)] = list(forge.next_pages([(PATH, cursor)]))
    return page


def asked(world: GitHubWorld) -> list[str]:
    """Name the questions that were asked."""
    return [request.path for request in world.server.requests]


@pytest.fixture
def lamps(world: GitHubWorld) -> list[str]:
    """Six repositories with a few open and closed issues each."""
    paths = [f"acme/lamp-{number}" for number in range(6)]
    at = NOW - timedelta(days=9)
    for number, path in enumerate(paths):
        world.put_project(project(path, remote_id=str(number + 1)))
        first = 100 * number
        world.put_issues((issue(first + n, path=path) for n in range(1, 31)), path=path)
        closed = issue(first + 50, path=path, is_open=False, updated_at=at, closed_at=at)
        world.put_issues([closed], path=path)
    return paths


def test_connector_keeps_the_protocols(world: GitHubWorld) -> None:
    for protocol in (ManyProjects, ManyIssues, Talk, Census):
        assert isinstance(world.github, protocol)


@pytest.mark.parametrize(("is_described", "questions"), [(True, 1), (False, 3)])
def test_first_pulls_of_six_repositories_cost_few_questions(
    world: GitHubWorld, lamps: list[str], is_described: bool, questions: int
) -> None:
    if is_described:
        list(world.github.projects(lamps))
    before = len(world.server.requests)
    found, cursors = pull(world.github, [(path, None) for path in lamps])
    assert [len(found[path]) for path in lamps] == [31] * 6
    assert asked(world)[before:] == ["/graphql"] * questions
    assert set(cursors) == set(lamps)


def test_a_question_has_room_for_four_hundred_issues(world: GitHubWorld) -> None:
    paths = [f"acme/hall-{number}" for number in range(5)]
    for place, path in enumerate(paths):
        world.put_project(project(path, remote_id=str(place + 1)))
        first = 1000 * place
        world.put_issues((issue(first + n, path=path) for n in range(1, 181)), path=path)
    list(world.github.projects(paths))
    before = len(world.server.requests)
    found, _ = pull(world.github, [(path, None) for path in paths])
    assert [len(found[path]) for path in paths] == [180] * 5
    # With room for new ones 110 might come of each, so three fit, then two; later four, then one.
    assert len(world.server.requests) - before == 4


def test_described_repositories_are_asked_for_no_more_than_they_have(
    world: GitHubWorld, lamps: list[str]
) -> None:
    assert len(list(world.github.projects(lamps))) == 6
    assert sum(world.server.graph.points_used.values()) == 1
    found, _ = pull(world.github, [(path, None) for path in lamps])
    assert [len(found[path]) for path in lamps] == [31] * 6
    assert sum(world.server.graph.points_used.values()) <= 20


def test_watching_after_a_first_pull_is_free_once_its_tag_is_known(
    world: GitHubWorld, lamps: list[str]
) -> None:
    path = lamps[0]
    _, cursors = pull(world.github, [(path, None)])
    world.set_now(NOW + timedelta(hours=1))
    [armed] = list(world.github.issues(path, cursors[path]))
    before = world.server.counted()
    for _ in range(3):
        assert list(world.github.issues(path, armed.cursor)) == []
        assert list(world.github.next_pages([(path, armed.cursor)])) == []
    assert world.server.counted() == before


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


def test_five_thousand_issues_cost_fifty_questions(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 5001))
    found, _ = pull(lamp.github, [(PATH, None)])
    assert numbers(found[PATH]) == list(range(1, 5001))
    assert len(asked(lamp)) == 50


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


@pytest.mark.parametrize("status", [502, 504])
def test_question_that_is_too_heavy_is_asked_in_parts(
    world: GitHubWorld, lamps: list[str], status: int
) -> None:
    world.server.trouble(status, b"<html>", part="/graphql", times=2)
    found, _ = pull(world.github, [(path, None) for path in lamps[:2]])
    assert [len(found[path]) for path in lamps[:2]] == [31] * 2
    sizes = [json.loads(one.body)["variables"] for one in world.server.requests]
    assert [sum(name.startswith("owner") for name in one) for one in sizes[:3]] == [2, 1, 1]
    assert [one["openFirst0"] for one in sizes[:3]] == [100, 100, 20]


def test_question_that_stays_too_heavy_is_left_to_rest(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    words = "Something went wrong while executing your query. This may be the result of a timeout."
    lamp.server.trouble(200, {"data": None, "errors": [{"message": words}]}, part="/graphql")
    assert list(lamp.github.next_pages([(PATH, None)])) == []
    assert len(asked(lamp)) == 2
    assert numbers(read(lamp.github)) == list(range(1, 131))
    [described] = list(lamp.github.projects([PATH]))
    assert isinstance(described, ProjectRecord)
    assert described.is_complete


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
