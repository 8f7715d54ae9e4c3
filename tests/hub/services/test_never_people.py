"""Who names another keeps the two apart: each is to the other as absent as who never was."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from hub.context import AppContext
from hub.errors import BadRequest, NotFound
from hub.models import (
    AccountEvent,
    Audience,
    Contribution,
    NeverPerson,
    Person,
    What,
)
from hub.services import discovery, never_people, own_data, people, suggestions
from hub.services.histories import history_of
from hub.services.indexing import index_changes
from hub.services.openness import VISITOR, Asker, member, open_to
from hub.views.accounts import NamedPerson
from hub.views.search import SearchRequest
from tests.conftest import Database
from tests.hub.sample import Sample
from tests.hub.services.test_learning import add_mentor, add_task

SHOWN = ("noor", "teodor", "back")
TEXTS = ("", "noor", "teodor", "mentor:accessibility", "speaks: en", "can do: rust")
Found = TypeVar("Found")
others = st.frozensets(st.sampled_from(SHOWN))


def name(context: AppContext, person_id: int, *handles: str) -> None:
    with context.transaction() as session:
        never_people.save(session, person_id, handles, now=context.clock.now())


def or_refusal(ask: Callable[[], Found]) -> Found | str:
    try:
        return ask()
    except NotFound as refusal:
        return str(refusal)


def seen_by(context: AppContext, sample: Sample, asker: Asker) -> dict[str, object]:
    """Give all that the hub tells somebody of people."""
    now, engine = context.clock.now(), context.engine
    seen: dict[str, object] = {}
    with context.reading() as session:
        seen["list"] = people.listing(session, page=1, now=now, asker=asker)
        seen["in order"] = people.after(session, 0, limit=50, asker=asker)
        seen["examples"] = discovery.people_examples(session, engine, now=now, asker=asker)
        for text in TEXTS:
            for tab in ("people", "tasks"):
                request = SearchRequest(text, tab=tab)
                answer = discovery.search(session, engine, request, now=now, asker=asker)
                counts = (answer.total, answer.totals_of_others, answer.facets, answer.page_count)
                seen[f"{text} among {tab}"] = (answer.people, counts, answer.widening)
            glimpse = discovery.glimpse(session, engine, text, now=now, asker=asker)
            seen[f"glimpse of {text}"] = (glimpse.people, glimpse.totals)
        for short in ("screen-reader", "gtfs", "print"):
            seen[f"beside {short}"] = suggestions.people_for(
                session, context, sample.tasks[short], now=now, asker=asker, limit=9
            )
        for handle in (*SHOWN, "resting", "private", "nobody"):
            view = partial(people.view, session, handle, now=now, asker=asker)
            seen[f"page of {handle}"] = or_refusal(view)
            person_id = sample.people.get(handle, 999)
            tasks = partial(
                suggestions.tasks_for, session, context, person_id, now=now, asker=asker
            )
            seen[f"tasks for {handle}"] = or_refusal(tasks)
    return seen


def show(context: AppContext, handles: Iterable[str], *, is_shown: bool) -> None:
    """Have people be seen by everyone, or be as absent as who never opened anything."""
    now = context.clock.now()
    with context.transaction() as session:
        for row in session.exec(select(Person).where(col(Person.handle).in_(handles))):
            open_to(row, Audience.EVERYONE if is_shown else Audience.ONESELF)
            row.suggested_since = row.findable_since = (
                now - timedelta(days=40) if is_shown else None
            )
            row.changed_at += timedelta(microseconds=1)
    index_changes(context)


@settings(
    max_examples=3, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asking=st.sampled_from((*SHOWN, "private")), named=others, naming=others)
@example(asking="teodor", named=frozenset({"noor"}), naming=frozenset())
@example(asking="noor", named=frozenset(), naming=frozenset({"teodor", "back"}))
def test_they_are_to_each_other_as_who_never_was(
    indexed: AppContext,
    sample: Sample,
    asking: str,
    named: frozenset[str],
    naming: frozenset[str],
) -> None:
    own_id = sample.people[asking]
    as_visitor = seen_by(indexed, sample, VISITOR)
    name(indexed, own_id, *(named - {asking}))
    for handle in naming - {asking}:
        name(indexed, sample.people[handle], asking)
    apart = (named | naming) - {asking}

    seen = seen_by(indexed, sample, member(own_id))
    # Mentors are named beside nobody from whom they keep apart, whoever looks: see below.
    shown = {what: each for what, each in seen_by(indexed, sample, VISITOR).items()
             if not what.startswith("tasks for")}  # fmt: skip

    assert shown == {what: as_visitor[what] for what in shown}
    show(indexed, apart, is_shown=False)
    with indexed.transaction() as session:
        session.execute(delete(NeverPerson))
    assert seen == seen_by(indexed, sample, member(own_id))
    show(indexed, apart, is_shown=True)


@pytest.mark.parametrize(("names", "named"), [("noor", "teodor"), ("teodor", "noor")])
def test_a_mentor_stands_beside_nobody_from_whom_they_keep_apart(
    indexed: AppContext, sample: Sample, names: str, named: str
) -> None:
    def mentors(asker: Asker) -> set[str]:
        with indexed.reading() as session:
            found = suggestions.tasks_for(
                session, indexed, sample.people["teodor"], now=indexed.clock.now(), asker=asker,
                limit=30,
            )  # fmt: skip
        return {each.way.mentor.handle for each in found if each.way and each.way.mentor}

    add_task(indexed, sample, is_newcomer_fit=False)
    add_mentor(indexed, sample, "noor")
    own = member(sample.people["teodor"])
    assert (mentors(own), mentors(VISITOR)) == ({"noor"}, {"noor"})
    name(indexed, sample.people[names], named)
    assert (mentors(own), mentors(VISITOR)) == (set(), set())
    add_mentor(indexed, sample, "back")
    assert (mentors(own), mentors(VISITOR)) == ({"back"}, {"back"})


def test_history_of_a_project_is_one_for_all_and_shows_nobody_to_whom_they_avoid(
    indexed: AppContext, sample: Sample
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    with indexed.transaction() as session:
        session.add(
            Contribution(
                person_id=noor, host="github.com", remote_id="1", project_path="riders/lanternbus",
                title="Read the timetable aloud", url="https://x.example/1", kinds=("a11y",),
                done_at=indexed.clock.now() - timedelta(days=9),
            )
        )  # fmt: skip
    name(indexed, noor, "private")
    now, place = indexed.clock.now(), "github.com/riders/lanternbus"
    private, teodor = (member(sample.people[each]) for each in ("private", "teodor"))
    with indexed.reading() as session:
        first = history_of(session, indexed, place, now=now, asker=private)
        assert history_of(session, indexed, place, now=now, asker=teodor) is first

        def beside(asker: Asker) -> set[str]:
            found = suggestions.people_for(session, indexed, task_id, now=now, asker=asker)
            return {each.person.handle for each in found}

        for _ in range(2):
            assert "noor" not in beside(private)
            assert "noor" in beside(teodor)


def named_by(database: Database, person_id: int, now: datetime) -> tuple[NamedPerson, ...]:
    with database.reading() as session:
        return never_people.listing(session, person_id, now=now)


def save(database: Database, person_id: int, handles: tuple[str, ...], now: datetime) -> None:
    with database.transaction() as session:
        never_people.save(session, person_id, handles, now=now)


def test_who_hides_and_who_never_was_are_kept_alike(
    database: Database, sample: Sample, now: datetime
) -> None:
    save(database, sample.people["back"], ("teodor",), now)
    save(database, sample.people["teodor"], ("nobody", "private", "resting", "back", "noor"), now)
    assert named_by(database, sample.people["teodor"], now) == (
        NamedPerson("back", None),
        NamedPerson("nobody", None),
        NamedPerson("noor", "Noor"),
        NamedPerson("private", None),
        NamedPerson("resting", None),
    )


def test_who_hides_is_kept_apart_all_the_same(
    database: Database, sample: Sample, now: datetime
) -> None:
    save(database, sample.people["teodor"], ("private",), now)
    hidden = member(sample.people["private"])
    with database.reading() as session:
        listed = people.listing(session, page=1, now=now, asker=hidden)
    assert {card.handle for card in listed.people} == {"noor", "back"}
    assert listed.total == 2


def test_list_is_replaced_as_a_whole_and_noted_without_names(
    database: Database, sample: Sample, now: datetime
) -> None:
    noor = sample.people["noor"]
    for handles in (("teodor", "back"), ("back", "teodor"), ("back",), ()):
        save(database, noor, handles, now)
        assert {each.handle for each in named_by(database, noor, now)} == set(handles)
    with database.reading() as session:
        events = session.exec(select(AccountEvent)).all()
    assert [(each.person_id, each.what) for each in events] == [
        (noor, What.NEVER_PEOPLE_CHANGED)
    ] * 3
    assert all(not each.facts for each in events)


def test_oneself_and_too_many_are_refused(
    database: Database, sample: Sample, now: datetime
) -> None:
    with pytest.raises(BadRequest, match="One of these is you"):
        save(database, sample.people["noor"], ("teodor", "noor"), now)
    with pytest.raises(BadRequest, match="Up to 200"):
        save(database, sample.people["noor"], tuple(f"p-{i}" for i in range(201)), now)
    assert named_by(database, sample.people["noor"], now) == ()


def names_in(session: Session) -> set[tuple[int, str]]:
    return {(each.person_id, each.handle) for each in session.exec(select(NeverPerson))}


def test_who_leaves_takes_their_list_along_and_leaves_all_others(
    database: Database, sample: Sample, now: datetime
) -> None:
    noor, teodor = sample.people["noor"], sample.people["teodor"]
    save(database, noor, ("teodor", "back"), now)
    save(database, teodor, ("noor", "private"), now)
    with database.transaction() as session:
        own_data.leave(session, noor, "Noor", now=now)
        assert names_in(session) == {(teodor, "private")}
        # Whoever gets that address next is somebody else.
        session.add(Person(handle="noor", name="Noor", joined_at=now, changed_at=now))
        session.flush()
        assert names_in(session) == {(teodor, "private")}


def test_export_holds_whom_one_named_and_not_by_whom_one_was_named(
    database: Database, sample: Sample, now: datetime
) -> None:
    save(database, sample.people["noor"], ("teodor",), now)
    held = {}
    with database.reading() as session:
        for each in ("noor", "teodor"):
            holdings = own_data.export(session, sample.people[each])
            [held[each]] = [each.rows for each in holdings if each.name == "never_person"]
    assert held == {"noor": ({"handle": "teodor"},), "teodor": ()}
