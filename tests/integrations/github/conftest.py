"""GitHub's connector with a local server behind it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

import pytest

from integrations.github import GitHubForge
from tests.integrations.github_server import GitHubServer
from tests.integrations.worlds import NOW, GitHubWorld, issue, project


@pytest.fixture
def world(github_server: GitHubServer) -> Iterator[GitHubWorld]:
    world = GitHubWorld(github_server)
    yield world
    world.github.close()


@pytest.fixture
def lamp(world: GitHubWorld) -> GitHubWorld:
    world.put_project(project())
    return world


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


class Connect(Protocol):
    """Makes a connector of the same server with tokens of its own; it is closed by the fixture."""

    def __call__(self, *tokens: str, base_url: str | None = None) -> GitHubForge: ...


@pytest.fixture
def connect(github_server: GitHubServer) -> Iterator[Connect]:
    forges: list[GitHubForge] = []

    def connected(*tokens: str, base_url: str | None = None) -> GitHubForge:
        forge = GitHubForge(
            "github.com",
            base_url=base_url or github_server.url,
            tokens=tokens,
            now=lambda: github_server.now,
            private_hosts=("127.0.0.1",),
        )
        forges.append(forge)
        return forge

    yield connected
    for forge in forges:
        forge.close()
