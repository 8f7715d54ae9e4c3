"""A hub whose forge knows of four things that somebody did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.models import (
    JoinedAccount,
    Person,
)
from tests.conftest import Database
from tests.hub.running import RunningHub, running_hub
from tests.hub.services.own_history.bringing_in import NOOR, record


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path / "hub") as running:
        yield running


@pytest.fixture
def account(hub: RunningHub) -> JoinedAccount:
    """A person with a joined account, and four things done there."""
    now = hub.context.clock.now()
    for number in range(1, 5):
        hub.forge.put_contribution(NOOR, record(hub, number))
    with hub.context.transaction() as session:
        person = Person(handle="noor", name="Noor", joined_at=now, changed_at=now)
        session.add(person)
        session.flush()
        assert person.id is not None
        row = JoinedAccount(
            person_id=person.id, forge=hub.forge.kind, host=hub.forge.host, remote_id="7",
            handle="noor", joined_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.refresh(row)
        session.expunge(row)
    return row
