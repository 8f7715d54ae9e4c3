"""What people may do with what was brought in: use, strike, bring back, end."""

from dataclasses import replace

import pytest
from sqlmodel import select

from hub.errors import Conflict, NotFound
from hub.models import (
    Account,
    AccountEvent,
    Contribution,
    HistoryReading,
    JoinedAccount,
    PersonSkill,
    StruckWork,
    What,
)
from hub.services import (
    facts,
    forge_sign_in,
    own_history,
    told_history,
)
from integrations.memory import MemoryForge
from integrations.records import WorkSort
from tests.hub.running import RunningHub
from tests.hub.services.own_history.bringing_in import (
    NOOR,
    ask,
    end,
    held,
    make_due,
    read,
    record,
    use,
)


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
