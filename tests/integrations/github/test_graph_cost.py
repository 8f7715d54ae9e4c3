"""What questions by GraphQL cost, and how many repositories go into one."""

import json
from datetime import timedelta

import pytest

from integrations.records import ProjectRecord
from tests.integrations.contract import numbers, read
from tests.integrations.github.graph_world import asked, pull
from tests.integrations.worlds import NOW, PATH, GitHubWorld, issue, project


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


def test_five_thousand_issues_cost_fifty_questions(lamp: GitHubWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 5001))
    found, _ = pull(lamp.github, [(PATH, None)])
    assert numbers(found[PATH]) == list(range(1, 5001))
    assert len(asked(lamp)) == 50


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
