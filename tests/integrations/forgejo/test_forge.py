"""The Forgejo connector over a socket: the contract, on a server that sorts and on one that not."""

import pytest

from tests.integrations.contract import ForgeContract
from tests.integrations.forgejo_world import ForgejoWorld


class TestForgejoForge(ForgeContract):
    @pytest.fixture
    def world(self, world: ForgejoWorld) -> ForgejoWorld:
        return world


class TestForgejoForgeOnGitea(TestForgejoForge):
    @pytest.fixture
    def world(self, gitea_world: ForgejoWorld) -> ForgejoWorld:
        return gitea_world
