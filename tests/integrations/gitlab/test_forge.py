"""The GitLab connector over a socket: the contract, with and without pages by place."""

import pytest

from tests.integrations.contract import ForgeContract
from tests.integrations.gitlab_world import GitLabWorld


class TestGitLabForge(ForgeContract):
    @pytest.fixture
    def world(self, world: GitLabWorld) -> GitLabWorld:
        return world


class TestOlderGitLabForge(ForgeContract):
    """Before 18.3 GitLab numbers the pages of issues, and leads from an old path in silence."""

    @pytest.fixture
    def world(self, world: GitLabWorld) -> GitLabWorld:
        world.server.pages_by_place = False
        world.server.moves_by_redirect = False
        world.server.is_filtering = False
        world.server.refuses_disabled = True
        return world
