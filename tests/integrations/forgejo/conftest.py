"""Forgejo's connector with a local server behind it."""

from collections.abc import Iterator

import pytest

from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import project


@pytest.fixture
def forgejo_server() -> Iterator[ForgejoServer]:
    with ForgejoServer() as server:
        yield server


@pytest.fixture
def world(forgejo_server: ForgejoServer) -> Iterator[ForgejoWorld]:
    world = ForgejoWorld(forgejo_server)
    yield world
    world.forgejo.close()


@pytest.fixture
def gitea_world(forgejo_server: ForgejoServer) -> Iterator[ForgejoWorld]:
    forgejo_server.become_gitea()
    world = ForgejoWorld(forgejo_server)
    yield world
    world.forgejo.close()


@pytest.fixture
def lamp(world: ForgejoWorld) -> ForgejoWorld:
    world.put_project(project())
    return world


@pytest.fixture
def gitea_lamp(gitea_world: ForgejoWorld) -> ForgejoWorld:
    gitea_world.put_project(project())
    return gitea_world


@pytest.fixture(params=["lamp", "gitea_lamp"])
def any_lamp(request: pytest.FixtureRequest) -> ForgejoWorld:
    """One test runs twice: on a server that sorts by change, and on one that does not."""
    world: ForgejoWorld = request.getfixturevalue(request.param)
    return world
