"""What people did on forges: brought in on request, kept up to date, struck, and gone again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from hub.context import AppContext
from hub.errors import Conflict, NotFound
from hub.models import (
    Account,
    AccountEvent,
    Contribution,
    HistoryReading,
    JoinedAccount,
    Person,
    PersonSkill,
    StruckWork,
    What,
)
from hub.services import (
    facts,
    forge_sign_in,
    history_reading,
    history_rows,
    own_history,
    told_history,
)
from integrations.errors import ForgeUnavailable
from integrations.memory import MemoryForge
from integrations.records import AccountSpec, ContributionRecord, Page, WorkSort
from tests.conftest import Database
from tests.hub.running import RunningHub, running_hub

NOOR = AccountSpec("7", "noor")


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path / "hub") as running:
        yield running


def record(hub: RunningHub, number: int) -> ContributionRecord:
    return ContributionRecord(
        remote_id=str(number), project_path="noor/ferry", title=f"Fix the landing {number}",
        url=f"https://{hub.forge.host}/noor/ferry/{number}",
        done_at=hub.context.clock.now() - timedelta(days=50 - number), languages=("Rust",),
        labels=("bug",), repository_id="77",
    )  # fmt: skip


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


def ask(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.ask(context, session, account.person_id, account.id, now=context.clock.now())


def use(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.use(session, account.person_id, account.id, now=context.clock.now())


def read(hub: RunningHub) -> int:
    """Read what is due, as the job does; returns how many were tried."""
    count = 0
    while history_reading.read_next(hub.context, hub.forge.kind, hub.forge.host):
        count += 1
    return count


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


def test_what_was_struck_stays_away_until_it_is_brought_back(
    hub: RunningHub, account: JoinedAccount
) -> None:
    context, now = hub.context, hub.context.clock.now()
    assert account.id is not None
    ask(context, account)
    read(hub)
    first = held(context)[0].id
    assert first is not None
    with context.transaction() as session:
        own_history.strike(session, account.person_id, first, now=now)
        session.exec(select(HistoryReading)).one().cursor = None
    make_due(context)
    read(hub)
    assert [each.remote_id for each in held(context)] == ["2", "3", "4"]

    with context.transaction() as session:
        own_history.bring_back(session, account.person_id, account.id, "1", now=now)
    read(hub)
    assert len(held(context)) == 4


def test_ending_deletes_all_of_it(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    read(hub)
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


def test_a_forge_that_cannot_be_read_is_neither_offered_nor_taken(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert account.id is not None
    monkeypatch.setattr(MemoryForge, "reads_histories", lambda _: False)
    with hub.context.reading() as session:
        (history,) = told_history.histories(hub.context, session, account.person_id)
    assert not history.is_readable
    with pytest.raises(Conflict):
        ask(hub.context, account)


def past_of(hub: RunningHub, person_id: int) -> list[str]:
    with hub.context.reading() as session:
        return [each.title for each in facts._past(session, [person_id])[person_id]]


def test_nothing_comes_of_it_before_its_person_lets_it_be_used(
    hub: RunningHub, account: JoinedAccount
) -> None:
    assert account.id is not None
    ask(hub.context, account)
    read(hub)
    assert past_of(hub, account.person_id) == []

    use(hub.context, account)
    hub.forge.put_contribution(NOOR, record(hub, 5))
    make_due(hub.context)
    read(hub)
    assert len(past_of(hub, account.person_id)) == 5

    with hub.context.transaction() as session:
        own_history.rest(session, account.person_id, account.id, now=hub.context.clock.now())
    assert past_of(hub, account.person_id) == []
    assert len(held(hub.context)) == 5


def test_reviews_and_repositories_tell_of_skills_but_are_nothing_finished(
    hub: RunningHub, account: JoinedAccount
) -> None:
    for number, sort in ((5, WorkSort.REVIEW), (6, WorkSort.REPOSITORY), (7, WorkSort.ISSUE)):
        hub.forge.put_contribution(
            NOOR, replace(record(hub, number), sort=sort, languages=("Go",), topics=())
        )
    ask(hub.context, account)
    read(hub)
    use(hub.context, account)
    assert len(past_of(hub, account.person_id)) == 5
    with hub.context.reading() as session:
        (history,) = told_history.histories(hub.context, session, account.person_id)
    assert (history.count, history.finished) == (7, 5)
    assert "go" in {each.key for each in history.skills}
    [place] = history.places
    assert dict(place.counts) == {
        WorkSort.CHANGE: 4,
        WorkSort.ISSUE: 1,
        WorkSort.REVIEW: 1,
        WorkSort.REPOSITORY: 1,
    }


def test_a_repository_is_struck_with_all_that_comes_of_it(
    hub: RunningHub, account: JoinedAccount
) -> None:
    context = hub.context
    elsewhere = replace(record(hub, 5), project_path="noor/other", repository_id="78")
    hub.forge.put_contribution(NOOR, elsewhere)
    ask(context, account)
    read(hub)
    first = held(context)[0].id
    assert first is not None
    with context.transaction() as session:
        own_history.strike_repository(session, account.person_id, first, now=context.clock.now())
    assert [each.remote_id for each in held(context)] == ["5"]
    # Also what is done there later, and under another name.
    hub.forge.put_contribution(NOOR, replace(record(hub, 6), project_path="noor/renamed"))
    make_due(context)
    read(hub)
    assert [each.remote_id for each in held(context)] == ["5"]

    assert account.id is not None
    with context.transaction() as session:
        [struck] = session.exec(select(StruckWork)).all()
        own_history.bring_back(
            session, account.person_id, account.id, struck.remote_id, now=context.clock.now()
        )
    read(hub)
    assert len(held(context)) == 6


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


def test_what_happened_is_noted_for_oneself(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    read(hub)
    use(hub.context, account)
    end(hub.context, account)
    with hub.context.reading() as session:
        whats = [event.what for event in session.exec(select(AccountEvent)).all()]
        facts_of = session.exec(select(AccountEvent)).first()
    assert whats == [
        What.HISTORY_ASKED,
        What.HISTORY_READ,
        What.HISTORY_USED,
        What.HISTORY_FORGOTTEN,
    ]
    assert facts_of is not None
    assert facts_of.facts == {"account": f"noor on {hub.forge.host}"}


def test_what_was_found_is_listed_in_pages(
    hub: RunningHub, account: JoinedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert account.id is not None
    monkeypatch.setattr(told_history, "A_PAGE", 3)
    ask(hub.context, account)
    read(hub)
    with hub.context.reading() as session:
        first = told_history.works(session, account.person_id)
        assert [work.remote_id for work in first.works] == ["4", "3", "2"]
        rest = told_history.works(session, account.person_id, before=first.last)
        assert [work.remote_id for work in rest.works] == ["1"]
        assert rest.last is None
        assert told_history.works(session, account.person_id + 1).works == ()


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


def test_taking_the_account_off_takes_everything_along(
    hub: RunningHub, account: JoinedAccount
) -> None:
    assert account.id is not None
    now = hub.context.clock.now()
    ask(hub.context, account)
    read(hub)
    work = held(hub.context)[0].id
    assert work is not None
    with hub.context.transaction() as session:
        own_history.strike(session, account.person_id, work, now=now)
        address = "noor@people.example"
        session.add(Account(person_id=account.person_id, address=address, verified_at=now))
        # Another account at the same forge keeps what is its own.
        session.add(
            JoinedAccount(
                person_id=account.person_id, forge=account.forge, host=account.host,
                remote_id="8", handle="noor-too", joined_at=now,
            )
        )  # fmt: skip
    with hub.context.transaction() as session:
        forge_sign_in.part(session, account.person_id, account.id, hosts=(), now=now)
    with hub.context.reading() as session:
        for model in (Contribution, StruckWork, HistoryReading):
            assert session.exec(select(model)).first() is None


def test_others_can_neither_ask_nor_strike(hub: RunningHub, account: JoinedAccount) -> None:
    ask(hub.context, account)
    read(hub)
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
    read(hub)
    with hub.context.transaction() as session:
        assert session.exec(select(PersonSkill)).first() is None
        (history,) = told_history.histories(hub.context, session, account.person_id)
        assert "rust" in history.offered
        own_history.take_skill(session, account.person_id, "rust", now=hub.context.clock.now())
        (history,) = told_history.histories(hub.context, session, account.person_id)
        assert "rust" not in history.offered
