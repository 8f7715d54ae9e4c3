"""Letters about offers: to who asked for them, once, and about the task alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import Session, select

from hub.context import AppContext
from hub.models import Account, LetterRhythm, NoticeKind, OutgoingMail
from hub.services import mail, offer_notices, own_data
from hub.services.mail_wishes import hold
from tests.hub.mail_server import Postbox
from tests.hub.offering import WORDS, answer, make_steward, offer, states, take_back
from tests.hub.sample import Sample
from tests.hub.services.notices.wishing import choose

TITLE = "Read the timetable table with a screen reader"


def outbox(hub: AppContext) -> list[OutgoingMail]:
    with hub.reading() as session:
        return list(session.exec(select(OutgoingMail)))


def with_address(hub: AppContext, person_id: int, name: str) -> None:
    with hub.transaction() as session:
        address = f"{name}@people.example"
        session.add(Account(person_id=person_id, address=address, verified_at=hub.clock.now()))


def test_stewards_who_asked_are_told_of_an_offer_and_of_the_task_alone(
    hub: AppContext, sample: Sample, postbox: Postbox
) -> None:
    teodor, back = make_steward(hub, sample, "teodor"), make_steward(hub, sample, "back")
    with_address(hub, teodor, "teodor")
    with_address(hub, back, "back")
    choose(hub, teodor, NoticeKind.OFFER_ARRIVED)
    for _ in range(2):
        offer(hub, sample.people["noor"], sample.tasks["screen-reader"])
    [letter] = outbox(hub)
    assert letter.address == "teodor@people.example"
    assert letter.subject == f"An offer to help: {TITLE}"
    assert "/desk" in letter.text
    assert "/mail/stop/" in letter.stop_address
    assert not [word for word in ("Noor", WORDS) if word in letter.text + letter.html]
    assert mail.send_due(hub) == 1
    assert len(postbox.messages) == 1


def test_offers_that_come_and_go_within_a_day_are_told_of_once(
    hub: AppContext, sample: Sample
) -> None:
    teodor, noor = make_steward(hub, sample, "teodor"), sample.people["noor"]
    with_address(hub, teodor, "teodor")
    choose(hub, teodor, NoticeKind.OFFER_ARRIVED)
    for name in ("screen-reader", "screen-reader", "town"):
        take_back(hub, noor, offer(hub, noor, sample.tasks[name]))
    assert len(outbox(hub)) == 1


def test_who_offered_and_asked_for_it_is_told_of_the_answer(
    hub: AppContext, sample: Sample
) -> None:
    teodor, noor = make_steward(hub, sample, "teodor"), sample.people["noor"]
    choose(hub, noor, NoticeKind.OFFER_ANSWERED)
    first = offer(hub, noor, sample.tasks["screen-reader"])
    second = offer(hub, noor, sample.tasks["town"])
    answer(hub, teodor, first, is_yes=True, words="Between us.")
    answer(hub, teodor, second, is_yes=False)
    yes, no = outbox(hub)
    assert yes.subject == f"They said yes: {TITLE}"
    assert no.subject.startswith("Not this time: ")
    assert "Between us." not in yes.text + yes.html
    assert "Teodor" not in yes.text + no.text
    assert "/account/offers" in yes.text


def test_nobody_is_told_who_did_not_ask(hub: AppContext, sample: Sample) -> None:
    teodor = make_steward(hub, sample, "teodor")
    with_address(hub, teodor, "teodor")
    made = offer(hub, sample.people["noor"], sample.tasks["screen-reader"])
    answer(hub, teodor, made, is_yes=True)
    assert outbox(hub) == []


def test_hub_without_mail_writes_none(indexed: AppContext, sample: Sample) -> None:
    teodor = make_steward(indexed, sample, "teodor")
    with_address(indexed, teodor, "teodor")
    choose(indexed, teodor, NoticeKind.OFFER_ARRIVED)
    offer(indexed, sample.people["noor"], sample.tasks["screen-reader"])
    assert outbox(indexed) == []


def test_who_leaves_while_an_offer_of_theirs_is_answered_waits_for_that(
    hub: AppContext, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    teodor, noor, now = make_steward(hub, sample, "teodor"), sample.people["noor"], hub.clock.now()
    choose(hub, noor, NoticeKind.OFFER_ANSWERED)
    made, reached, real_hold = offer(hub, noor, sample.tasks["screen-reader"]), Event(), hold

    def hold_later(session: Session, person_id: int) -> LetterRhythm:
        reached.set()
        time.sleep(0.5)  # so that who leaves comes in between
        return real_hold(session, person_id)

    monkeypatch.setattr(offer_notices, "hold", hold_later)
    with ThreadPoolExecutor(1) as threads:
        answering = threads.submit(answer, hub, teodor, made, is_yes=True)
        assert reached.wait(10)
        with hub.transaction() as session:
            own_data.leave(session, noor, "Noor", now=now)
        answering.result(timeout=20)
    assert states(hub) == []
