"""The in-memory forge keeps the contract that the real ones keep."""

import pytest

from integrations.base import ContributionHistory, Forge
from integrations.memory import MemoryForge
from tests.integrations.contract import ForgeContract
from tests.integrations.contract_abilities import CensusContract, TalkContract
from tests.integrations.contract_history import HistoryContract
from tests.integrations.history_worlds import MemoryHistoryWorld
from tests.integrations.worlds import MemoryWorld


class TestMemoryForge(ForgeContract):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld()


class TestMemoryTalk(TalkContract):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld()


class TestMemoryCensus(CensusContract):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld()


class TestMemoryHistory(HistoryContract):
    @pytest.fixture
    def world(self) -> MemoryHistoryWorld:
        return MemoryHistoryWorld()


def test_memory_forge_keeps_both_protocols() -> None:
    forge = MemoryForge()
    assert isinstance(forge, Forge)
    assert isinstance(forge, ContributionHistory)
