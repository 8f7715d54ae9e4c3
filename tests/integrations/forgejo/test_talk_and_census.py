"""What the Forgejo connector can do besides: comments together, and a count of open issues."""

import pytest

from tests.integrations.contract_abilities import CensusContract, TalkContract
from tests.integrations.forgejo_world import ForgejoWorld


class TestForgejoTalk(TalkContract):
    @pytest.fixture
    def world(self, world: ForgejoWorld) -> ForgejoWorld:
        return world


class TestForgejoCensus(CensusContract):
    @pytest.fixture
    def world(self, world: ForgejoWorld) -> ForgejoWorld:
        return world


class TestGiteaCensus(CensusContract):
    @pytest.fixture
    def world(self, gitea_world: ForgejoWorld) -> ForgejoWorld:
        return gitea_world
