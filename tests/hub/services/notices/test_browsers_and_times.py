"""New browsers are told of; letters have their times and their words."""

from datetime import UTC, datetime, timedelta

from hub.context import AppContext
from hub.models import (
    NoticeKind,
    Rhythm,
    Side,
)
from hub.services import digests, mail, sessions
from hub.services.rhythm import next_due
from hub.services.shown_for import WORDS, shown_this_week
from tests.hub.mail_server import Postbox, text_of
from tests.hub.running import SetClock
from tests.hub.sample import Sample
from tests.hub.services.notices.wishing import choose, next_day, show
from tests.hub.web.signing_in import FIREFOX

ADDRESS = "noor@people.example"
ALL = frozenset(NoticeKind)


def sign_in(hub: AppContext, person_id: int, agent: str) -> None:
    with hub.transaction() as session:
        sessions.begin(session, person_id, user_agent=agent, now=hub.clock.now())


def test_new_browser_is_told_of_once_and_the_first_never(
    hub: AppContext, sample: Sample, postbox: Postbox
) -> None:
    noor = sample.people["noor"]
    sign_in(hub, noor, FIREFOX)
    assert digests.write_due(hub) == 0
    for _ in range(2):
        sign_in(hub, noor, "Mozilla/5.0 (iPhone) Safari/605")
    sign_in(hub, noor, FIREFOX)

    assert digests.write_due(hub) == 1
    assert digests.write_due(hub) == 0

    mail.send_due(hub)
    [message] = postbox.messages
    assert message["Subject"] == "New at your account: Safari on iOS"
    assert "http://127.0.0.1:8000/account" in text_of(message)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_new_browser_is_not_told_of_where_that_is_off(hub: AppContext, sample: Sample) -> None:
    noor = sample.people["noor"]
    choose(hub, noor)
    for agent in (FIREFOX, "Mozilla/5.0 (iPhone) Safari/605"):
        sign_in(hub, noor, agent)
    assert digests.write_due(hub) == 0
    choose(hub, noor, NoticeKind.ACCOUNT)
    assert digests.write_due(hub) == 0


def test_letters_are_due_at_six_each_day_or_on_mondays() -> None:
    monday = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    moment = timedelta(seconds=1)
    assert next_due(Rhythm.DAILY, monday - moment) == monday
    assert next_due(Rhythm.DAILY, monday) == monday + timedelta(days=1)
    assert next_due(Rhythm.WEEKLY, monday - moment) == monday
    assert next_due(Rhythm.WEEKLY, monday) == monday + timedelta(days=7)
    assert next_due(Rhythm.WEEKLY, monday + timedelta(days=3)) == monday + timedelta(days=7)
    assert next_due(Rhythm.NEVER, monday) is None


def test_shown_this_week_says_why_as_it_was_noted(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    noor = sample.people["noor"]
    show(hub, sample, "arabic")
    next_day(clock, 8)
    for _ in range(2):
        show(hub, sample, "town")
        next_day(clock)
    show(hub, sample, "hidden")
    show(hub, sample, "print", Side.PERSON)

    with hub.reading() as session:
        [found] = shown_this_week(session, noor, now=clock.now())
        assert shown_this_week(session, sample.people["teodor"], now=clock.now()) == ()
    assert found.title == "Explain how to add a town"
    assert found.why == ("skills that you have", "a language that you speak")
    assert found.values == {"skills that you have": 0.5, "a language that you speak": 1.0}


def test_every_signal_has_its_words() -> None:
    from hub.matching.signals import SIGNALS

    assert WORDS.keys() == SIGNALS.keys()
