"""What the GitHub connector can do besides, with a token (GraphQL) and without (REST)."""

from collections.abc import Iterator

import pytest

from tests.integrations.contract import ForgeContract
from tests.integrations.contract_abilities import (
    CensusContract,
    ManyProjectsContract,
    TalkContract,
)
from tests.integrations.github.graph_world import GitHubGraphWorld
from tests.integrations.github_server import GitHubServer
from tests.integrations.worlds import GitHubWorld


class TestGitHubByGraphQL(ForgeContract):
    @pytest.fixture
    def world(self, github_server: GitHubServer) -> Iterator[GitHubGraphWorld]:
        world = GitHubGraphWorld(github_server)
        yield world
        world.github.close()


class TestGitHubTalk(TalkContract):
    @pytest.fixture
    def world(self, world: GitHubWorld) -> GitHubWorld:
        return world


@pytest.fixture(params=["token", "no token"])
def either_world(
    request: pytest.FixtureRequest, github_server: GitHubServer
) -> Iterator[GitHubWorld]:
    tokens = ("ghp_of_the_test",) if request.param == "token" else ()
    world = GitHubWorld(github_server, tokens=tokens)
    yield world
    world.github.close()


class TestGitHubCensus(CensusContract):
    @pytest.fixture
    def world(self, either_world: GitHubWorld) -> GitHubWorld:
        return either_world


class TestGitHubManyProjects(ManyProjectsContract):
    @pytest.fixture
    def world(self, either_world: GitHubWorld) -> GitHubWorld:
        return either_world
