"""Histories are read by jobs, each of one forge, which wait for the turn of that forge alone."""

from threading import Event

import pytest
from sqlmodel import select

from hub.jobs import ticking
from hub.models import Contribution, HistoryReading, JoinedAccount, Person
from hub.services import own_history
from integrations.memory import MemoryForge
from integrations.records import AccountSpec, ContributionRecord, ForgeKind
from tests.hub.jobs.running import JobsHub, until

ELSEWHERE = "elsewhere.example"


def bring_in(jobs_hub: JobsHub, forge: MemoryForge) -> None:
    """Join an account at a forge, with one thing done there, and ask for it."""
    context = jobs_hub.hub.context
    now = context.clock.now()
    forge.put_contribution(
        AccountSpec("7", "noor"),
        ContributionRecord(
            "1", "noor/ferry", "Fix the landing", f"https://{forge.host}/noor/ferry/1", now
        ),
    )
    with context.transaction() as session:
        person = Person(handle=f"at-{forge.host}", name="Noor", joined_at=now, changed_at=now)
        session.add(person)
        session.flush()
        assert person.id is not None
        account = JoinedAccount(
            person_id=person.id, forge=forge.kind, host=forge.host, remote_id="7",
            handle="noor", joined_at=now,
        )  # fmt: skip
        session.add(account)
        session.flush()
        assert account.id is not None
        own_history.ask(context, session, person.id, account.id, now=now)


def read_at(jobs_hub: JobsHub) -> set[str]:
    with jobs_hub.hub.context.reading() as session:
        return set(session.exec(select(Contribution.host)).all())


def test_they_are_asked_for_only_where_any_is_due(jobs_hub: JobsHub) -> None:
    context, asked = jobs_hub.hub.context, jobs_hub.asked
    assert ticking.ask_for_histories(context, asked) == 0
    bring_in(jobs_hub, jobs_hub.hub.forge)
    assert ticking.ask_for_histories(context, asked) == 1
    assert ticking.ask_for_histories(context, asked) == 1
    assert len(asked.client.list_workflows()) == 1

    jobs_hub.work_off()

    assert read_at(jobs_hub) == {jobs_hub.hub.forge.host}
    assert ticking.ask_for_histories(context, asked) == 0


def test_a_forge_that_keeps_us_waiting_holds_up_no_other(
    jobs_hub: JobsHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, asked = jobs_hub.hub.context, jobs_hub.asked
    other = MemoryForge(ForgeKind.GITHUB, ELSEWHERE)
    forges = {**context.forges, (other.kind, other.host): other}
    object.__setattr__(context, "forges", forges)
    for forge in (jobs_hub.hub.forge, other):
        bring_in(jobs_hub, forge)
    opened, is_reached = Event(), Event()
    slow = jobs_hub.hub.forge
    reads = slow.reads_histories

    def waiting() -> bool:
        is_reached.set()
        opened.wait(60)
        return reads()

    monkeypatch.setattr(slow, "reads_histories", waiting)
    ticking.ask_for_histories(context, asked)
    with jobs_hub.worker():
        until(is_reached.is_set)
        until(lambda: ELSEWHERE in read_at(jobs_hub))
        assert slow.host not in read_at(jobs_hub)
        opened.set()
        until(jobs_hub.is_idle)
    assert read_at(jobs_hub) == {slow.host, ELSEWHERE}
    with context.reading() as session:
        assert {reading.problem for reading in session.exec(select(HistoryReading))} == {None}
