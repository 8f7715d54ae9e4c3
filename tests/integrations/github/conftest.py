"""GitHub's connector with a local server behind it."""

from collections.abc import Iterator

import pytest

from tests.integrations.github_server import GitHubServer
from tests.integrations.worlds import GitHubWorld, project


@pytest.fixture
def world(github_server: GitHubServer) -> Iterator[GitHubWorld]:
    world = GitHubWorld(github_server)
    yield world
    world.github.close()


@pytest.fixture
def lamp(world: GitHubWorld) -> GitHubWorld:
    world.put_project(project())
    return world
