"""Offers of help: sent once, answered once, and shown as far as their person opens it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.errors import BadRequest, Conflict, NotFound, TooOften
from hub.models import AccountEvent, Audience, Offer, OfferState, Person, Task, What
from hub.services import (
    desk,
    never_people,
    offers,
    people,
    stewards,
)
from hub.services.openness import member, steward
from tests.hub.at_once import at_once
from tests.hub.offering import (
    WORDS,
    answer,
    desk_of,
    is_seen_by,
    make_steward,
    narrow,
    offer,
    states,
    take_back,
)
from tests.hub.sample import Sample


def test_offer_waits_on_the_desk_with_the_words_and_the_person(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    offer(context, noor, task_id, hours_per_week=2.0)
    [waiting] = desk_of(context, teodor).waiting.shown
    assert (waiting.words, waiting.hours_per_week, waiting.task_id) == (WORDS, 2.0, task_id)
    assert waiting.person
    assert waiting.person.card.handle == "noor"
    with context.reading() as session:
        [own] = offers.listing(session, noor)
    assert (own.state, own.words) == (OfferState.SENT, WORDS)


def test_oldest_stands_first(context: AppContext, sample: Sample, noor: int, teodor: int) -> None:
    first = offer(context, noor, sample.tasks["town"])
    second = offer(context, sample.people["back"], sample.tasks["arabic"])
    with context.transaction() as session:
        session.get_one(Offer, second).sent_at -= timedelta(hours=1)
    assert [each.offer_id for each in desk_of(context, teodor).waiting.shown] == [second, first]


def test_desk_says_that_more_waits_than_it_shows(
    context: AppContext, sample: Sample, noor: int, teodor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = offer(context, noor, sample.tasks["town"])
    assert not desk_of(context, teodor).waiting.has_more
    offer(context, sample.people["back"], sample.tasks["arabic"])
    monkeypatch.setattr("hub.services.desk.MOST_SHOWN", 1)
    waiting = desk_of(context, teodor).waiting
    assert [each.offer_id for each in waiting.shown] == [first]
    assert waiting.has_more


def test_nobody_but_its_stewards_sees_or_answers_an_offer(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    made = offer(context, noor, task_id)
    other = make_steward(context, sample, "back", project="seedswap")
    for stranger in (other, sample.people["private"], noor):
        assert desk_of(context, stranger).waiting.shown == ()
        with pytest.raises(NotFound):
            answer(context, stranger, made, is_yes=True)
        assert not is_seen_by(context, "noor", stranger)
    assert states(context) == [OfferState.SENT]
    assert is_seen_by(context, "noor", teodor)


@pytest.mark.parametrize("is_yes", [True, False])
def test_answer_reaches_who_offered(
    context: AppContext, noor: int, teodor: int, task_id: int, is_yes: bool
) -> None:
    made = offer(context, noor, task_id)
    answer(context, teodor, made, is_yes=is_yes, words="Begin with the table.")
    with context.reading() as session:
        [own] = offers.listing(session, noor)
    assert own.state is (OfferState.ACCEPTED if is_yes else OfferState.DECLINED)
    assert own.answer == "Begin with the table."
    assert own.settled_at == context.clock.now()
    assert len(desk_of(context, teodor).accepted.shown) == is_yes


@pytest.mark.parametrize(
    ("end", "is_shown"), [("none", True), ("yes", True), ("no", False), ("back", False),
                          ("yes and back", False), ("stepped down", False)],
)  # fmt: skip
def test_fields_are_open_to_stewards_only_as_long_as_an_offer_stands(
    context: AppContext, *, noor: int, teodor: int, task_id: int, end: str, is_shown: bool
) -> None:
    narrow(context, noor, Audience.STEWARDS)
    assert not is_seen_by(context, "noor", teodor)
    made = offer(context, noor, task_id)
    assert is_seen_by(context, "noor", teodor)
    if end.startswith(("yes", "no")) and end != "none":
        answer(context, teodor, made, is_yes=end != "no")
    if end.endswith("back"):
        take_back(context, noor, made)
    if end == "stepped down":
        with context.transaction() as session:
            stewards.step_down(session, teodor, "lanternbus", now=context.clock.now())
    now = context.clock.now()
    with context.reading() as session:
        seen = people.views(session, [noor], now=now, asker=steward(teodor))
        assert people.views(session, [noor], now=now, asker=member(teodor)) == {}
    assert bool(seen) is is_shown
    assert is_seen_by(context, "noor", teodor) is is_shown


def test_name_bounds_all_and_words_arrive_all_the_same(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    with context.transaction() as session:
        session.get_one(Person, noor).name_seen_by = Audience.ONESELF
    offer(context, noor, task_id)
    [waiting] = desk_of(context, teodor).waiting.shown
    assert waiting.person is None
    assert not waiting.has_left
    assert waiting.words == WORDS
    with context.reading() as session:
        assert offers.opened_to_stewards(session, noor) == ()


def test_one_offer_stands_for_a_task_and_a_no_is_not_asked_again(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    first = offer(context, noor, task_id)
    assert offer(context, noor, task_id) == first
    take_back(context, noor, first)
    second = offer(context, noor, task_id)
    assert second != first
    answer(context, teodor, second, is_yes=False)
    with pytest.raises(Conflict):
        offer(context, noor, task_id)
    assert states(context) == [OfferState.TAKEN_BACK, OfferState.DECLINED]


def test_ten_wait_at_once_and_no_more(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    now = context.clock.now()
    with context.transaction() as session:
        pattern = session.get_one(Task, task_id)
        for number in range(offers.MOST_WAITING):
            task = Task(
                project_id=pattern.project_id, repository_id=pattern.repository_id,
                remote_id=f"more-{number}", title="More", opened_at=now, updated_at=now,
                freshness=pattern.freshness, changed_at=now,
            )  # fmt: skip
            session.add(task)
            session.flush()
            session.add(Offer(person_id=noor, task_id=task.id or 0, words="x", sent_at=now))
    with pytest.raises(BadRequest, match="10 offers of yours wait"):
        offer(context, noor, task_id)
    with context.transaction() as session:
        made = session.exec(select(Offer).order_by(col(Offer.id)).limit(1)).one()
        made.state, made.settled_at = OfferState.TAKEN_BACK, now
    offer(context, noor, task_id)


def test_thirty_a_day_and_no_more_though_they_were_taken_back(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    for _ in range(offers.MOST_A_DAY):
        take_back(context, noor, offer(context, noor, task_id))
    with pytest.raises(TooOften):
        offer(context, noor, task_id)
    with context.transaction() as session:
        oldest = session.exec(select(Offer).order_by(col(Offer.id)).limit(1)).one()
        oldest.sent_at -= timedelta(days=1)
    offer(context, noor, task_id)


@pytest.mark.parametrize("task", ["closed", "hidden"])
def test_task_that_is_not_open_takes_no_offer(
    context: AppContext, sample: Sample, noor: int, teodor: int, task: str
) -> None:
    with pytest.raises(NotFound):
        offer(context, noor, sample.tasks[task])
    with pytest.raises(NotFound):
        offer(context, noor, 2**40)


def test_project_without_a_steward_and_ones_own_take_none(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    with pytest.raises(BadRequest, match="Nobody looks after"):
        offer(context, noor, sample.tasks["need"])
    with pytest.raises(BadRequest, match="yourself"):
        offer(context, teodor, task_id)


@pytest.mark.parametrize("who_names", ["noor", "teodor"])
def test_who_keeps_apart_does_not_meet_by_an_offer(
    context: AppContext, *, sample: Sample, noor: int, teodor: int, task_id: int, who_names: str
) -> None:
    other = "teodor" if who_names == "noor" else "noor"
    now = context.clock.now()
    with context.transaction() as session:
        never_people.save(session, sample.people[who_names], [other], now=now)
    with context.reading() as session:
        assert not offers.is_wanted(session, task_id, now=now, asker=member(noor))
    with pytest.raises(BadRequest, match="Nobody looks after"):
        offer(context, noor, task_id)
    back = make_steward(context, sample, "back")
    made = offer(context, noor, task_id)
    assert len(desk_of(context, back).waiting.shown) == 1
    assert desk_of(context, teodor).waiting.shown == ()
    assert not is_seen_by(context, "noor", teodor)
    with pytest.raises(NotFound):
        answer(context, teodor, made, is_yes=True)


def test_names_that_a_steward_avoids_do_not_tell_who_offers_without_one(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    offer(context, noor, task_id)
    narrow(context, noor, Audience.ONESELF)
    with context.transaction() as session:
        never_people.save(session, teodor, ["noor"], now=context.clock.now())
    [waiting] = desk_of(context, teodor).waiting.shown
    assert waiting.person is None


@pytest.mark.parametrize("who_names", ["noor", "teodor"])
def test_names_that_somebody_avoids_do_not_tell_who_looks_after_a_project_unseen(
    context: AppContext, *, sample: Sample, noor: int, teodor: int, task_id: int, who_names: str
) -> None:
    narrow(context, teodor, Audience.ONESELF)
    other = "teodor" if who_names == "noor" else "noor"
    now = context.clock.now()
    with context.transaction() as session:
        never_people.save(session, sample.people[who_names], [other], now=now)
    with context.reading() as session:
        assert offers.is_wanted(session, task_id, now=now, asker=member(noor))
        seen = stewards.of_slug(session, "lanternbus", now=now, asker=member(noor))
        assert seen.more == 1
    offer(context, noor, task_id)
    assert states(context) == [OfferState.SENT]


def test_list_made_later_hides_what_was_sent_before(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    offer(context, noor, task_id)
    with context.transaction() as session:
        never_people.save(session, noor, ["teodor"], now=context.clock.now())
    assert desk_of(context, teodor).waiting.shown == ()
    assert not is_seen_by(context, "noor", teodor)


def test_what_happened_is_noted_for_each_without_the_other(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    made = offer(context, noor, task_id)
    answer(context, teodor, made, is_yes=True)
    take_back(context, noor, made)
    with context.reading() as session:
        events = session.exec(select(AccountEvent).order_by(col(AccountEvent.id))).all()
    assert [(each.person_id, each.what) for each in events] == [
        (noor, What.OFFERED), (teodor, What.OFFER_ANSWERED), (noor, What.OFFER_TAKEN_BACK),
    ]  # fmt: skip
    assert all(each.facts == {"project": "lanternbus"} for each in events)
    assert states(context) == [OfferState.ENDED]


def test_of_two_stewards_who_answer_at_once_one_is_told(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    back, made = make_steward(context, sample, "back"), offer(context, noor, task_id)
    now = context.clock.now()

    def say_yes(session: Session) -> None:
        desk.answer(context, session, teodor, made, is_yes=True, words="", now=now)

    def say_no(session: Session) -> None:
        desk.answer(context, session, back, made, is_yes=False, words="No.", now=now)

    with pytest.raises(Conflict, match="meanwhile"):
        at_once(context, say_yes, say_no)
    assert states(context) == [OfferState.ACCEPTED]


def test_offer_that_is_sent_twice_at_once_is_one(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    def send(session: Session) -> None:
        now = context.clock.now()
        offers.send(context, session, noor, task_id, WORDS, hours_per_week=None, now=now)

    at_once(context, send, send)
    assert states(context) == [OfferState.SENT]
