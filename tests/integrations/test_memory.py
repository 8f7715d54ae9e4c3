"""The in-memory forge keeps the contract that the real ones keep."""

from datetime import timedelta

import pytest

from integrations.base import ContributionHistory, Forge
from integrations.errors import RecordGone
from integrations.memory import MemoryForge
from integrations.records import ContributionRecord
from tests.integrations.contract import ForgeContract
from tests.integrations.contract_abilities import CensusContract, TalkContract
from tests.integrations.worlds import NOW, MemoryWorld


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


def _done(number: int) -> ContributionRecord:
    return ContributionRecord(
        str(number),
        "acme/lamp",
        f"Mend lamp {number}",
        "https://x.example",
        NOW + timedelta(number),
    )


def test_memory_forge_keeps_both_protocols() -> None:
    forge = MemoryForge()
    assert isinstance(forge, Forge)
    assert isinstance(forge, ContributionHistory)


def test_contributions_come_oldest_first_and_resume() -> None:
    forge = MemoryForge(page_size=2)
    for number in (3, 1, 5, 2, 4):
        forge.put_contribution("Noor", _done(number))
    pages = list(forge.contributions("noor"))
    assert [done.remote_id for page in pages for done in page.records] == list("12345")
    rest = list(forge.contributions("noor", pages[0].cursor))
    assert [done.remote_id for page in rest for done in page.records] == list("345")


def test_unknown_login_has_no_contributions() -> None:
    with pytest.raises(RecordGone, match="nobody"):
        list(MemoryForge().contributions("nobody"))
