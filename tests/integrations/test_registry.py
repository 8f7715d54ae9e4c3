"""Every forge in the registry is a forge, is tested by the contract, and can be made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.base import Forge
from integrations.records import ForgeKind
from integrations.registry import FORGES

ROOM = Path(__file__).parent


@pytest.mark.parametrize("kind", FORGES)
def test_forge_is_made_with_its_host(kind: ForgeKind) -> None:
    entry = FORGES[kind]
    host = entry.default_host or "forge.example"
    forge = entry.make(host, now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    assert isinstance(forge, Forge)
    assert (forge.kind, forge.host) == (kind, host)
    assert forge.requests_made() == 0


@pytest.mark.parametrize("kind", FORGES)
def test_forge_keeps_the_contract(kind: ForgeKind) -> None:
    """A connector's tests subclass ForgeContract in a room named after it."""
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOM / kind).glob("test_*.py"))
    assert "(ForgeContract)" in tests, f"tests/integrations/{kind} has no contract test"
