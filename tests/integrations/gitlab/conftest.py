"""GitLab's connector with a local server behind it."""

from collections.abc import Iterator

import pytest

from tests.integrations.gitlab_server import GitLabServer
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import project


@pytest.fixture
def gitlab_server() -> Iterator[GitLabServer]:
    with GitLabServer() as server:
        yield server


@pytest.fixture
def world(gitlab_server: GitLabServer) -> Iterator[GitLabWorld]:
    world = GitLabWorld(gitlab_server)
    yield world
    world.gitlab.close()


@pytest.fixture
def lamp(world: GitLabWorld) -> GitLabWorld:
    world.put_project(project())
    return world
