"""Fixtures of the forge tests."""

from collections.abc import Iterator

import pytest

from tests.integrations.github_server import GitHubServer


@pytest.fixture
def github_server() -> Iterator[GitHubServer]:
    with GitHubServer() as server:
        yield server
