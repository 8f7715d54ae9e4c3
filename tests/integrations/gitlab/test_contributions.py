"""What an account did on GitLab, over a socket: the contract, and what only GitLab has."""

from collections.abc import Iterator

import pytest

from integrations.records import WorkSort
from tests.integrations.contract_history import (
    EVERY_SORT,
    HistoryContract,
    found,
    many,
    pages_of,
    titles,
)
from tests.integrations.gitlab_history import GitLabHistoryServer, GitLabHistoryWorld
from tests.integrations.history_worlds import MIREMBE, NOOR, Deed, Place


@pytest.fixture
def world() -> Iterator[GitLabHistoryWorld]:
    with GitLabHistoryServer() as server:
        world = GitLabHistoryWorld(server)
        yield world
        world.gitlab.close()


class TestGitLabHistory(HistoryContract):
    @pytest.fixture
    def world(self, world: GitLabHistoryWorld) -> GitLabHistoryWorld:
        return world


def test_a_confidential_issue_never_comes(world: GitLabHistoryWorld) -> None:
    world.deeds.put(Deed(5, WorkSort.ISSUE, author=MIREMBE, title="Secret"))
    world.deeds.put(Deed(6, WorkSort.ISSUE, author=MIREMBE))
    world.server.confidential.add(5)
    assert titles(pages_of(world)) == ["Mend the lamp"]


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("issues_access_level", {WorkSort.CHANGE, WorkSort.REVIEW}),
        ("merge_requests_access_level", {WorkSort.ISSUE}),
    ],
)
def test_what_a_public_project_keeps_to_its_members_never_comes(
    world: GitLabHistoryWorld, part: str, left: set[WorkSort]
) -> None:
    for deed in EVERY_SORT:
        world.deeds.put(deed)
    world.server.closed_parts.add(part)
    assert {done.sort for done in found(pages_of(world))} == left


def test_each_project_is_asked_for_once(world: GitLabHistoryWorld) -> None:
    for deed in many(40):
        world.deeds.put(deed)
    pages_of(world)
    # The account, its projects, three lists, one project and its languages.
    assert world.gitlab.requests_made() == 7


def test_own_projects_are_told_again_only_when_something_happened(
    world: GitLabHistoryWorld,
) -> None:
    world.deeds.put_own(NOOR, Place("noor/ferry", 90))
    pages = pages_of(world)
    assert len(found(pages)) == 1
    assert found(pages_of(world, cursor=pages[-1].cursor)) == []


def test_what_cannot_be_read_is_told_and_harms_no_other(world: GitLabHistoryWorld) -> None:
    for number in (1, 2):
        world.deeds.put(Deed(number))
    world.server.spoiled.add(1)
    pages = pages_of(world)
    assert titles(pages) == ["Mend the lamp"]
    [problem] = [problem for page in pages for problem in page.problems]
    assert problem.reason == "Its title could not be read."
