"""What a pull of issues costs, and how it copes with servers that are otherwise than they say."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.records import IssueRecord
from tests.integrations.contract import last_cursor, numbers, read
from tests.integrations.forgejo_items import issue_item
from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import NOW, PATH, issue, project


def _counted(world: ForgejoWorld, cursor: str | None = None) -> tuple[list[int], int]:
    """Pull, and give the numbers in their order with the requests that it took."""
    before = len(world.server.requests)
    found = numbers(read(world.forge, cursor))
    return found, len(world.server.requests) - before


def _targets(world: ForgejoWorld) -> list[str]:
    return [request.path for request in world.server.requests]


# What a pull costs.


def test_thousand_issues_cost_a_request_a_page_and_one_of_closed_ones(
    any_lamp: ForgejoWorld,
) -> None:
    any_lamp.put_issues(issue(number) for number in range(1, 1001))
    assert _counted(any_lamp) == (list(range(1, 1001)), 21)


def test_five_thousand_unsorted_issues_are_collected_in_parts(gitea_lamp: ForgejoWorld) -> None:
    minute = timedelta(minutes=1)
    gitea_lamp.put_issues(
        issue(number, updated_at=NOW - 6000 * minute + number * minute) for number in range(1, 5001)
    )
    found, requests = _counted(gitea_lamp)
    assert found == list(range(1, 5001))
    assert 100 < requests < 150


def test_unchanged_repository_costs_one_small_request(any_lamp: ForgejoWorld) -> None:
    world = any_lamp
    world.put_issues(issue(number) for number in range(1, 131))
    cursor = last_cursor(world.forge)
    for hour in (1, 2, 3):
        world.set_now(NOW + timedelta(hours=hour))
        before = len(world.server.requests)
        assert list(world.forge.issues(PATH, cursor)) == []
        assert len(world.server.requests) - before == 1


def test_after_many_changes_watching_is_one_request_again(lamp: ForgejoWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    cursor = last_cursor(lamp.forge)
    lamp.set_now(NOW + timedelta(hours=2))
    at = NOW + timedelta(hours=1)
    lamp.put_issues(issue(n, updated_at=at + timedelta(seconds=n)) for n in range(1, 251))
    pages = list(lamp.forge.issues(PATH, cursor))
    assert [one.number for page in pages for one in page.records] == list(range(1, 251))
    assert len(pages) == 5
    assert _counted(lamp, pages[-1].cursor) == ([], 1)


def test_sorted_pages_come_one_request_each(lamp: ForgejoWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 301))
    pages = lamp.forge.issues(PATH)
    assert len(next(pages).records) == len(next(pages).records) == 50
    assert len(lamp.server.requests) == 2


# Servers that are otherwise than they say.


def test_server_that_claims_to_sort_but_does_not_is_collected(lamp: ForgejoWorld) -> None:
    lamp.server.is_sorting = False
    lamp.put_issues(issue(number) for number in range(1, 251))
    assert _counted(lamp)[0] == list(range(1, 251))
    lamp.server.requests.clear()
    read(lamp.forge)
    assert "leastupdate" not in "".join(_targets(lamp))


def test_server_that_tells_no_total_is_read_to_its_end(forgejo_server: ForgejoServer) -> None:
    forgejo_server.become_gitea()
    forgejo_server.tells_total = False
    world = ForgejoWorld(forgejo_server)
    world.put_project(project())
    world.put_issues(issue(number) for number in range(1, 251))
    assert numbers(read(world.forge)) == list(range(1, 251))
    assert world.forgejo.count_open(PATH) is None
    world.forgejo.close()


def test_server_with_smaller_pages_than_it_says_is_read_whole(gitea_lamp: ForgejoWorld) -> None:
    gitea_lamp.server.page_size = 30
    gitea_lamp.put_issues(issue(number) for number in range(1, 251))
    assert numbers(read(gitea_lamp.forge)) == list(range(1, 251))


def test_server_that_knows_no_types_gives_issues_only(gitea_lamp: ForgejoWorld) -> None:
    gitea_lamp.server.knows_types = False
    gitea_lamp.put_issues([issue(1)])
    gitea_lamp.put_pull_request(issue(2))
    gitea_lamp.put_pull_request(issue(3, is_open=False))
    assert numbers(read(gitea_lamp.forge)) == [1]


@pytest.mark.parametrize("is_ascending", [True, False])
def test_server_that_repeats_its_page_for_ever_is_left(
    lamp: ForgejoWorld, is_ascending: bool
) -> None:
    items = [issue_item(issue(number), path=PATH) for number in range(1, 51)]
    link = f'<{lamp.server.api}/repos/{PATH}/issues?page=2>; rel="next"'
    body = json.dumps(items if is_ascending else items[::-1]).encode()
    lamp.server.trouble(200, body, part="/issues", headers={"Link": link})
    pages = list(lamp.forge.issues(PATH))
    assert {one.number for page in pages for one in page.records} == set(range(1, 51))
    assert len(lamp.server.requests) < 20


# Whatever changes, whatever the server.


def _narrow(server: ForgejoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.become_gitea()
    monkeypatch.setattr("integrations.forgejo.lists.MOST_COLLECTED", 40)


def _old(server: ForgejoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.become_gitea()
    server.tells_total = False


@pytest.mark.parametrize("change_server", [None, _narrow, _old], ids=["sorts", "narrow", "old"])
def test_issues_that_stay_are_never_missed(
    forgejo_server: ForgejoServer,
    monkeypatch: pytest.MonkeyPatch,
    change_server: Callable[[ForgejoServer, pytest.MonkeyPatch], None] | None,
) -> None:
    """Issues change, close and are deleted between pages of 10, and the pull is cut anywhere."""
    if change_server:
        change_server(forgejo_server, monkeypatch)
    forgejo_server.page_size = 10
    world = ForgejoWorld(forgejo_server)
    paths = (f"acme/lamp-{number}" for number in count(1))

    @settings(max_examples=6, deadline=None)
    @given(data=st.data())
    def history(data: st.DataObject) -> None:
        path = next(paths)
        world.put_project(project(path, remote_id=path.rpartition("-")[2]))
        held, ours = _live_through(world, path, data)
        assert {number: ours.get(number) for number in held} == held

    history()
    world.forgejo.close()


def _live_through(
    world: ForgejoWorld, path: str, data: st.DataObject
) -> tuple[dict[int, IssueRecord], dict[int, IssueRecord]]:
    """Pull, now and then cut, while things change; give what the forge holds, and what came."""
    at, cursor = NOW, None
    held = {number: issue(number, path=path) for number in range(1, 61)}
    ours: dict[int, IssueRecord] = {}
    world.set_now(at)
    world.put_issues(held.values(), path=path)
    for _ in range(data.draw(st.integers(1, 4), label="pulls")):
        stops_after = data.draw(st.integers(1, 8), label="pages before the cut")
        for page in islice(world.forge.issues(path, cursor), stops_after):
            ours.update({record.number: record for record in page.records})
            cursor = page.cursor
            at += timedelta(seconds=data.draw(st.sampled_from([0, 1, 2, 60, 3600])))
            world.set_now(at)
            for number in data.draw(st.sets(st.integers(1, 75), max_size=15)):
                is_open = data.draw(st.booleans())
                held[number] = issue(number, path=path, updated_at=at, is_open=is_open)
            world.put_issues(held.values(), path=path)
            for number in data.draw(st.sets(st.sampled_from(sorted(held)), max_size=4)):
                world.delete_issue(number, path=path)
                del held[number]
    for _ in range(2):
        for page in world.forge.issues(path, cursor):
            ours.update({record.number: record for record in page.records})
            cursor = page.cursor
    return held, ours
