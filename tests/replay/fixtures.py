"""The replay server as a fixture; a conftest of another room imports it from here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replay.recordings import Exchange, load
from tests.replay.server import ReplayServer


@pytest.fixture(scope="session")
def recorded(shared_dir: Path) -> Path:
    """The folder of recorded answers."""
    return shared_dir / "data" / "recorded"


@pytest.fixture(scope="session")
def github_exchanges(recorded: Path) -> list[Exchange]:
    """Everything that was recorded from GitHub."""
    return load(recorded, forge="github")


@pytest.fixture
def github_replay(github_exchanges: list[Exchange]) -> Iterator[ReplayServer]:
    """GitHub as recorded, on a loopback port."""
    with ReplayServer(github_exchanges) as server:
        yield server


@pytest.fixture(scope="session")
def gitlab_exchanges(recorded: Path) -> list[Exchange]:
    """Everything that was recorded from GitLab."""
    return load(recorded, forge="gitlab")
