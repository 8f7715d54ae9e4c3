"""Histories are read once a day, each thing once, and no more than is theirs and public."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from hub.models import (
    HistoryReading,
    JoinedAccount,
    Person,
)
from hub.services import (
    history_reading,
    history_rows,
)
from integrations.errors import ForgeUnavailable
from integrations.memory import MemoryForge
from integrations.records import AccountSpec, ContributionRecord, Page
from tests.hub.running import RunningHub
from tests.hub.services.own_history.bringing_in import (
    NOOR,
    ask,
    end,
    held,
    make_due,
    read,
    record,
)


def test_nothing_is_read_that_nobody_asked_for(hub: RunningHub, account: JoinedAccount) -> None:
    assert read(hub) == 0
    assert hub.forge.requests_made() == 0


def test_what_was_done_is_brought_in_once(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    assert read(hub) == 1
    make_due(hub.context)
    read(hub)

    found = held(hub.context)
    assert [each.remote_id for each in found] == ["1", "2", "3", "4"]
    assert "rust" in found[0].skills
    assert read(hub) == 0


def test_the_index_hears_of_it(hub: RunningHub, account: JoinedAccount) -> None:
    with hub.context.reading() as session:
        before = session.get_one(Person, account.person_id).changed_at
    ask(hub.context, account)
    read(hub)
    with hub.context.reading() as session:
        assert session.get_one(Person, account.person_id).changed_at > before


def test_what_is_read_while_it_is_ended_is_thrown_away(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(hub.context, account)
    contributions = MemoryForge.contributions

    def ended_meanwhile(
        forge: MemoryForge, whose: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        for page in contributions(forge, whose, cursor):
            end(hub.context, account)
            yield page

    monkeypatch.setattr(MemoryForge, "contributions", ended_meanwhile)
    read(hub)
    assert held(hub.context) == []


def test_a_forge_that_fails_midway_is_gone_on_with(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    retry_at = hub.context.clock.now() + timedelta(hours=3)
    hub.forge.fail(ForgeUnavailable("It is down.", retry_at=retry_at), after_requests=1)
    read(hub)
    assert len(held(hub.context)) == 3
    with hub.context.reading() as session:
        reading = session.exec(select(HistoryReading)).one()
    assert reading.due_at == retry_at
    assert reading.problem is not None
    assert hub.forge.host in reading.problem

    hub.forge.heal()
    hub.clock.move(timedelta(hours=4))
    before = hub.forge.requests_made()
    read(hub)
    assert hub.forge.requests_made() == before + 1
    assert len(held(hub.context)) == 4


def test_a_limit_holds_up_everyone_of_that_forge_and_is_no_fault_of_theirs(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    until = hub.context.clock.now() + timedelta(hours=2)
    hub.forge.limit_until(until)
    assert not history_reading.read_next(hub.context, hub.forge.kind, hub.forge.host)
    with hub.context.reading() as session:
        reading = session.exec(select(HistoryReading)).one()
        assert history_reading.due_forges(session, now=hub.context.clock.now()) == ()
        assert history_reading.due_forges(session, now=until) == ((hub.forge.kind, hub.forge.host),)
    assert reading.due_at == until
    assert reading.problem is None


def test_a_login_that_somebody_took_is_not_read_and_what_was_stays(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    read(hub)
    hub.forge.put_contribution(
        AccountSpec("666", "noor"), replace(record(hub, 9), title="Of a stranger")
    )
    make_due(hub.context)
    read(hub)
    assert [each.remote_id for each in held(hub.context)] == ["1", "2", "3", "4"]
    with hub.context.reading() as session:
        problem = session.exec(select(HistoryReading)).one().problem
    assert problem is not None
    assert "another account" in problem
    assert "sign in" in problem.lower()


def test_what_changed_is_changed_and_a_repository_that_moved_is_followed(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    read(hub)
    hub.forge.put_contribution(
        NOOR, replace(record(hub, 1), title="Mend the pier", project_path="noor/boats")
    )
    make_due(hub.context)
    read(hub)
    found = held(hub.context)
    assert len(found) == 4
    assert (found[0].title, found[0].place) == ("Mend the pier", f"{hub.forge.host}/noor/boats")


def test_what_is_not_public_any_more_goes_when_all_is_read_anew(
    hub: RunningHub, account: JoinedAccount
) -> None:
    ask(hub.context, account)
    read(hub)
    hub.forge.drop_contribution(NOOR, "2")
    hub.clock.move(timedelta(days=2))
    read(hub)
    assert len(held(hub.context)) == 4

    hub.clock.move(history_reading.WHOLE_EVERY)
    read(hub)
    assert [each.remote_id for each in held(hub.context)] == ["1", "3", "4"]


def test_a_long_history_is_read_in_short_turns(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_reading, "MOST_PAGES", 1)
    ask(hub.context, account)
    assert history_reading.read_next(hub.context, hub.forge.kind, hub.forge.host)
    with hub.context.reading() as session:
        assert session.get_one(JoinedAccount, account.id).history_read_at is None
    assert read(hub) >= 1
    assert len(held(hub.context)) == 4
    with hub.context.reading() as session:
        assert session.get_one(JoinedAccount, account.id).history_read_at is not None


def test_the_newest_of_many_are_kept(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_rows, "MOST_KEPT", 2)
    ask(hub.context, account)
    read(hub)
    assert [each.remote_id for each in held(hub.context)] == ["3", "4"]


def test_what_was_long_ago_is_left_out(hub: RunningHub, account: JoinedAccount) -> None:
    long_ago = hub.context.clock.now() - history_rows.REACHES_BACK - timedelta(days=1)
    hub.forge.put_contribution(NOOR, replace(record(hub, 1), done_at=long_ago))
    ask(hub.context, account)
    read(hub)
    assert [each.remote_id for each in held(hub.context)] == ["2", "3", "4"]


def test_hostile_records_are_left_out_or_cleaned(hub: RunningHub, account: JoinedAccount) -> None:
    hub.forge.put_contribution(NOOR, replace(record(hub, 5), url="javascript:alert(1)"))
    hub.forge.put_contribution(NOOR, replace(record(hub, 6), title="a\x00\u202e\n" * 50))
    hub.forge.put_contribution(NOOR, replace(record(hub, 7), remote_id="9" * 200))
    ask(hub.context, account)
    read(hub)
    found = held(hub.context)
    assert [each.remote_id for each in found] == ["1", "2", "3", "4", "6"]
    assert "\x00" not in found[-1].title
    assert "\n" not in found[-1].title
