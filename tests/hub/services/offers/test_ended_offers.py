"""Offers that end: unanswered, for a closed task, with the last steward, and with who leaves."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from hub.context import AppContext
from hub.errors import NotFound
from hub.models import Offer, OfferState, Task
from hub.services import (
    ended_offers,
    offers,
    own_data,
    retention,
    stewards,
)
from hub.services.personal_offers import KEPT_FOR, SETTLED_KEPT_FOR
from tests.hub.at_once import at_once
from tests.hub.offering import (
    WORDS,
    desk_of,
    is_seen_by,
    make_steward,
    offer,
    states,
    take_back,
)
from tests.hub.sample import Sample


def test_offer_that_nobody_answers_ends_after_a_while(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    offer(context, noor, task_id)
    ends_at = context.clock.now() + ended_offers.UNANSWERED_FOR
    for now, state in (
        (ends_at - timedelta(seconds=1), OfferState.SENT),
        (ends_at, OfferState.ENDED),
    ):
        with context.transaction() as session:
            ended_offers.end_old(session, now=now)
        assert states(context) == [state]
    assert desk_of(context, teodor).waiting.shown == ()


def test_offer_for_a_task_that_was_closed_ends(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    offer(context, noor, task_id)
    with context.transaction() as session:
        session.get_one(Task, task_id).is_open = False
    retention.forget_ended(context)
    assert states(context) == [OfferState.ENDED]
    assert not is_seen_by(context, "noor", teodor)


def test_offers_end_with_the_last_steward(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    back, now = make_steward(context, sample, "back"), context.clock.now()
    offer(context, noor, task_id)
    with context.transaction() as session:
        stewards.step_down(session, teodor, "lanternbus", now=now)
    assert states(context) == [OfferState.SENT]
    with context.transaction() as session:
        own_data.leave(session, back, "Back Again", now=now)
    assert states(context) == [OfferState.ENDED]
    with pytest.raises(NotFound), context.transaction() as session:
        stewards.step_down(session, teodor, "lanternbus", now=now)


@pytest.mark.parametrize("leaves_words", [False, True])
def test_words_of_who_leaves_go_or_stay_without_a_name(
    context: AppContext, *, sample: Sample, noor: int, teodor: int, task_id: int, leaves_words: bool
) -> None:
    offer(context, noor, task_id, hours_per_week=3)
    taken = offer(context, noor, sample.tasks["town"], words="Taken back.")
    take_back(context, noor, taken)
    with context.transaction() as session:
        own_data.leave(session, noor, "Noor", now=context.clock.now(), leaves_words=leaves_words)
    with context.reading() as session:
        rows = session.exec(select(Offer)).all()
    if not leaves_words:
        assert rows == []
        return
    [row] = rows
    assert (row.person_id, row.words, row.hours_per_week) == (None, WORDS, None)
    assert row.state is OfferState.ENDED
    [left] = desk_of(context, teodor).left.shown
    assert left.has_left
    assert desk_of(context, teodor).waiting.shown == ()


def test_job_forgets_what_was_settled_and_what_nobody_answered(
    context: AppContext, sample: Sample, noor: int, teodor: int, task_id: int
) -> None:
    now, second = context.clock.now(), timedelta(seconds=1)
    with context.transaction() as session:
        for name, sent_at, settled_at in (
            ("town", now - timedelta(days=200), now - SETTLED_KEPT_FOR),
            ("arabic", now - timedelta(days=200), now - SETTLED_KEPT_FOR + second),
            ("bump", now - KEPT_FOR, None),
            ("print", now - KEPT_FOR + second, None),
        ):
            state = OfferState.ACCEPTED if settled_at else OfferState.SENT
            session.add(
                Offer(
                    person_id=noor, task_id=sample.tasks[name], words=name, state=state,
                    sent_at=sent_at, settled_at=settled_at,
                )
            )  # fmt: skip
    retention.forget_ended(context)
    with context.reading() as session:
        assert set(session.exec(select(Offer.words))) == {"arabic", "print"}


def test_who_leaves_while_an_offer_of_theirs_is_being_sent_takes_it_along(
    context: AppContext, noor: int, teodor: int, task_id: int
) -> None:
    now = context.clock.now()

    def send(session: Session) -> None:
        offers.send(context, session, noor, task_id, WORDS, hours_per_week=None, now=now)

    def leave(session: Session) -> None:
        own_data.leave(session, noor, "Noor", now=now)

    at_once(context, send, leave)
    assert states(context) == []
    assert desk_of(context, teodor).waiting.shown == ()
