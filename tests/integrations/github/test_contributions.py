"""What an account did on GitHub, over a socket: the contract, and what only GitHub has."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from integrations.errors import ForgeUnavailable, RateLimited
from integrations.github.history_query import SEARCHES, question
from integrations.history_cursor import Place as CursorPlace
from integrations.records import ContributionRecord
from tests.conftest import PROJECT_ROOT, skip_or_fail
from tests.integrations.contract_history import (
    EVERY_SORT,
    HistoryContract,
    found,
    pages_of,
    titles,
)
from tests.integrations.github.test_github_graph import SCHEMA
from tests.integrations.github_history import GitHubHistoryServer, GitHubHistoryWorld
from tests.integrations.history_worlds import Deed
from tests.integrations.worlds import NOW


@pytest.fixture
def world() -> Iterator[GitHubHistoryWorld]:
    with GitHubHistoryServer() as server:
        world = GitHubHistoryWorld(server)
        yield world
        world.github.close()


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    file = PROJECT_ROOT / SCHEMA
    if not file.exists():
        skip_or_fail("GitHub's schema is not installed: run `npm ci` in tests/graphql")
    return build_schema(file.read_text(encoding="utf-8"), assume_valid=True)


class TestGitHubHistory(HistoryContract):
    @pytest.fixture
    def world(self, world: GitHubHistoryWorld) -> GitHubHistoryWorld:
        return world


@pytest.mark.parametrize("names", [tuple(SEARCHES), ("changes",), ()])
def test_question_holds_against_the_schema(schema: GraphQLSchema, names: tuple[str, ...]) -> None:
    text, _ = question(
        "noor", {name: CursorPlace(NOW) for name in names}, wants_repositories=bool(names)
    )
    assert validate(schema, parse(text)) == []


def test_everything_is_one_question(world: GitHubHistoryWorld) -> None:
    for deed in EVERY_SORT:
        world.deeds.put(deed)
    assert len(found(pages_of(world))) == 3
    assert world.github.requests_made() == 1


def test_what_cannot_be_read_is_told_and_harms_no_other(world: GitHubHistoryWorld) -> None:
    for number in (1, 2):
        world.deeds.put(Deed(number))
    world.server.spoiled.add(1)
    [page] = pages_of(world)
    assert titles([page]) == ["Mend the lamp"]
    assert [problem.reason for problem in page.problems] == ["Its title could not be read."]


def test_without_a_token_it_is_not_offered(world: GitHubHistoryWorld) -> None:
    assert world.github.reads_histories()
    bare = GitHubHistoryWorld(world.server, tokens=())
    assert not bare.github.reads_histories()
    records: list[ContributionRecord] = []
    with pytest.raises(ForgeUnavailable, match="HUB_GITHUB_TOKENS"):
        records.extend(found(pages_of(bare)))
    bare.github.close()


def test_without_points_it_waits_as_at_any_limit(world: GitHubHistoryWorld) -> None:
    world.deeds.put(Deed(1))
    world.server.points_left = 0
    pages_of(world)
    with pytest.raises(RateLimited) as limited:
        pages_of(world)
    assert limited.value.retry_at is not None
    assert world.github.requests_made() == 1
