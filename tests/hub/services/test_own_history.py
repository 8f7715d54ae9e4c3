"""What people did on forges: brought in on request, kept up to date, struck, and gone again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from hub.context import AppContext
from hub.errors import NotFound
from hub.models import Contribution, HistoryReading, JoinedAccount, Person, PersonSkill, StruckWork
from hub.services import history_reading, own_history
from integrations.errors import ForgeUnavailable
from integrations.memory import MemoryForge
from integrations.records import ContributionRecord, Page
from tests.conftest import Database
from tests.hub.running import RunningHub, running_hub


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path / "hub") as running:
        yield running


def record(hub: RunningHub, number: int) -> ContributionRecord:
    return ContributionRecord(
        remote_id=str(number), project_path="noor/ferry", title=f"Fix the landing {number}",
        url=f"https://{hub.forge.host}/noor/ferry/{number}",
        done_at=hub.context.clock.now() - timedelta(days=50 - number), languages=("Rust",),
        labels=("bug",),
    )  # fmt: skip


@pytest.fixture
def account(hub: RunningHub) -> JoinedAccount:
    """A person with a joined account, and four things done there."""
    now = hub.context.clock.now()
    for number in range(1, 5):
        hub.forge.put_contribution("noor", record(hub, number))
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


def ask(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.ask(session, account.person_id, account.id, now=context.clock.now())


def end(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.end(session, account.person_id, account.id, now=context.clock.now())


def held(context: AppContext) -> list[Contribution]:
    with context.reading() as session:
        return list(session.exec(select(Contribution).order_by(col(Contribution.remote_id))))


def make_due(context: AppContext) -> None:
    with context.transaction() as session:
        session.exec(select(HistoryReading)).one().due_at = context.clock.now()


def test_nothing_is_read_that_nobody_asked_for(hub: RunningHub, account: JoinedAccount) -> None:
    assert history_reading.read_due(hub.context) == 0
    assert hub.forge.requests_made() == 0


def test_what_was_done_is_brought_in_once(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    assert history_reading.read_due(hub.context) == 1
    make_due(hub.context)
    history_reading.read_due(hub.context)

    found = held(hub.context)
    assert [each.remote_id for each in found] == ["1", "2", "3", "4"]
    assert "rust" in found[0].skills
    assert history_reading.read_due(hub.context) == 0


def test_the_index_hears_of_it(hub: RunningHub, account: JoinedAccount) -> None:
    with hub.context.reading() as session:
        before = session.get_one(Person, account.person_id).changed_at
    ask(hub.context, account)
    history_reading.read_due(hub.context)
    with hub.context.reading() as session:
        assert session.get_one(Person, account.person_id).changed_at > before


def test_what_was_struck_stays_away_until_it_is_brought_back(
    hub: RunningHub, account: JoinedAccount
) -> None:
    context, now = hub.context, hub.context.clock.now()
    assert account.id is not None
    ask(context, account)
    history_reading.read_due(context)
    first = held(context)[0].id
    assert first is not None
    with context.transaction() as session:
        own_history.strike(session, account.person_id, first, now=now)
        session.exec(select(HistoryReading)).one().cursor = None
    make_due(context)
    history_reading.read_due(context)
    assert [each.remote_id for each in held(context)] == ["2", "3", "4"]

    with context.transaction() as session:
        own_history.bring_back(session, account.person_id, account.id, "1", now=now)
    history_reading.read_due(context)
    assert len(held(context)) == 4


def test_ending_deletes_all_of_it(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    history_reading.read_due(hub.context)
    work = held(hub.context)[0].id
    assert work is not None
    with hub.context.transaction() as session:
        own_history.strike(session, account.person_id, work, now=hub.context.clock.now())
    end(hub.context, account)
    with hub.context.reading() as session:
        for model in (Contribution, StruckWork, HistoryReading):
            assert session.exec(select(model)).first() is None


def test_what_is_read_while_it_is_ended_is_thrown_away(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(hub.context, account)
    read = MemoryForge.contributions

    def ended_meanwhile(
        forge: MemoryForge, login: str, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        yield from read(forge, login, cursor)
        end(hub.context, account)

    monkeypatch.setattr(MemoryForge, "contributions", ended_meanwhile)
    history_reading.read_due(hub.context)
    assert held(hub.context) == []


def test_a_forge_that_fails_midway_leaves_nothing_half_read(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    retry_at = hub.context.clock.now() + timedelta(hours=3)
    hub.forge.fail(ForgeUnavailable("It is down.", retry_at=retry_at), after_requests=1)
    history_reading.read_due(hub.context)
    assert held(hub.context) == []
    with hub.context.reading() as session:
        reading = session.exec(select(HistoryReading)).one()
    assert reading.due_at == retry_at
    assert reading.problem is not None
    assert hub.forge.host in reading.problem


def test_hostile_records_are_left_out_or_cleaned(hub: RunningHub, account: JoinedAccount) -> None:
    hub.forge.put_contribution("noor", replace(record(hub, 5), url="javascript:alert(1)"))
    hub.forge.put_contribution("noor", replace(record(hub, 6), title="a\x00\u202e\n" * 50))
    hub.forge.put_contribution("noor", replace(record(hub, 7), remote_id="9" * 200))
    ask(hub.context, account)
    history_reading.read_due(hub.context)
    found = held(hub.context)
    assert [each.remote_id for each in found] == ["1", "2", "3", "4", "6"]
    assert "\x00" not in found[-1].title
    assert "\n" not in found[-1].title


def test_others_can_neither_ask_nor_strike(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    history_reading.read_due(hub.context)
    now, work = hub.context.clock.now(), held(hub.context)[0].id
    assert work is not None
    assert account.id is not None
    other = account.person_id + 1
    with hub.context.transaction() as session:
        own_history.strike(session, other, work, now=now)
        with pytest.raises(NotFound):
            own_history.end(session, other, account.id, now=now)
    assert len(held(hub.context)) == 4


def test_a_skill_that_was_found_is_taken_by_one_press(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    history_reading.read_due(hub.context)
    with hub.context.transaction() as session:
        assert session.exec(select(PersonSkill)).first() is None
        (history,) = own_history.histories(session, account.person_id)
        assert "rust" in history.offered
        own_history.take_skill(session, account.person_id, "rust", now=hub.context.clock.now())
        (history,) = own_history.histories(session, account.person_id)
        assert "rust" not in history.offered
