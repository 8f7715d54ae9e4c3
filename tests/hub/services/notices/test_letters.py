"""Letters of what is new: only what was asked for, each thing once, in step with the outbox."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, delete, select, update

from hub.context import AppContext
from hub.models import (
    Account,
    LetterRhythm,
    NoticeKind,
    NoticeTold,
    OutgoingMail,
    Person,
    Rhythm,
    StopLink,
    SuggestionShown,
    Task,
)
from hub.services import digest_news, digests, mail, mail_wishes, stop_links
from hub.services.notice_kinds import DIGESTED, NOTICES
from hub.services.retention import forget_ended
from search.tantivy import TantivyEngine
from tests.hub.mail_server import Postbox, html_of, text_of
from tests.hub.running import SetClock
from tests.hub.sample import HOSTILE, Sample
from tests.hub.services.notices.wishing import (
    choose,
    keep_search,
    next_day,
    open_anew,
    outbox,
    show,
)

ADDRESS = "noor@people.example"
ALL = frozenset(NoticeKind)


def test_letter_arrives_in_text_and_html_and_says_how_to_stop(
    hub: AppContext, sample: Sample, clock: SetClock, postbox: Postbox
) -> None:
    noor = sample.people["noor"]
    choose(hub, noor, NoticeKind.NEW_SUGGESTIONS, NoticeKind.WAS_SUGGESTED)
    show(hub, sample, "town")
    next_day(clock)

    assert digests.write_due(hub) == 1
    assert mail.send_due(hub) == 1

    [message] = postbox.messages
    plain, html = text_of(message), html_of(message)
    assert message["To"] == ADDRESS
    assert plain.startswith("You asked OTD Hub for")
    assert "Read the timetable table with a screen reader (Lanternbus)" in plain
    assert f"http://127.0.0.1:8000/tasks/{sample.tasks['screen-reader']}" in plain
    assert "You were suggested for 1 task" in plain
    assert "Because of skills that you have and a language that you speak." in plain
    stop = message["List-Unsubscribe"].strip("<>")
    assert stop.startswith("http://127.0.0.1:8000/mail/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop all mails like this: {stop}" in plain
    assert stop in html
    assert "max-width:560px" in html
    assert "<img" not in html


def test_nothing_is_told_twice(hub: AppContext, sample: Sample, clock: SetClock) -> None:
    noor = sample.people["noor"]
    search = keep_search(hub, noor, "/search?q=map")
    choose(hub, noor, *ALL, searches=(search,))
    show(hub, sample, "town")
    clock.move(timedelta(hours=1))
    open_anew(hub, sample, "arabic")
    next_day(clock)
    assert digests.write_due(hub) == 1
    show(hub, sample, "town")

    for _ in range(3):
        next_day(clock)
        assert digests.write_due(hub) == 0

    assert len(outbox(hub)) == 1


def test_what_is_new_meanwhile_is_told_alone(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    choose(hub, sample.people["noor"], NoticeKind.WAS_SUGGESTED)
    show(hub, sample, "town")
    next_day(clock)
    digests.write_due(hub)
    show(hub, sample, "town")
    show(hub, sample, "print")
    next_day(clock)

    digests.write_due(hub)

    later = outbox(hub)[-1]
    assert later.subject == ("You were suggested for 1 task: Print the map in black and white")
    assert "Explain how to add a town" not in later.text


def test_only_what_was_asked_for_is_sent(hub: AppContext, sample: Sample, clock: SetClock) -> None:
    """Whatever is switched on, a letter has these kinds and no other; without any there is none."""
    noor = sample.people["noor"]
    search = keep_search(hub, noor, "/search?q=map")
    titles = {each.key: f"“{each.title}”" for each in NOTICES}
    for count in range(4):
        for kinds in combinations(sorted(DIGESTED), count):
            with hub.transaction() as session:
                for table in (OutgoingMail, NoticeTold, LetterRhythm):
                    session.execute(delete(table))
            choose(hub, noor, *kinds, searches=(search,))
            open_anew(hub, sample, "arabic")
            with hub.transaction() as session:
                session.execute(delete(SuggestionShown))
                session.execute(text("UPDATE mailed_search SET since = '2020-01-01 00:00:00'"))
            show(hub, sample, "town")
            next_day(clock)

            assert digests.write_due(hub) == bool(kinds)

            told = "".join(letter.text for letter in outbox(hub))
            assert {kind for kind, title in titles.items() if title in told} == set(kinds)


def test_who_chose_nothing_or_never_gets_nothing(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    show(hub, sample, "town")
    next_day(clock, 8)
    assert digests.write_due(hub) == 0
    choose(hub, sample.people["noor"], *ALL, rhythm=Rhythm.NEVER)
    next_day(clock, 8)
    assert digests.write_due(hub) == 0
    assert outbox(hub) == []


@pytest.mark.parametrize("field", ["suggested_since", "paused_until"])
def test_new_tasks_are_for_who_asks_to_be_suggested(
    hub: AppContext, sample: Sample, clock: SetClock, field: str
) -> None:
    noor = sample.people["noor"]
    choose(hub, noor, NoticeKind.NEW_SUGGESTIONS)
    value = None if field == "suggested_since" else clock.now() + timedelta(days=9)
    with hub.transaction() as session:
        session.execute(update(Person).where(col(Person.id) == noor).values({field: value}))
    next_day(clock)
    assert digests.write_due(hub) == 0


def test_search_tells_what_is_newer_than_the_wish(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    noor = sample.people["noor"]
    tasks = keep_search(hub, noor, "/search?q=map&sort=old", "Maps")
    people = keep_search(hub, noor, "/search?q=noor&tab=people", "People")
    broken = keep_search(hub, noor, "/search?sort=splendid", "Broken")
    other = keep_search(hub, noor, "/search?q=map", "Not by mail")
    choose(hub, noor, NoticeKind.SAVED_SEARCH, searches=(tasks, people, broken))
    assert other
    next_day(clock)
    assert digests.write_due(hub) == 0
    open_anew(hub, sample, "arabic")
    next_day(clock)

    assert digests.write_due(hub) == 1

    [letter] = outbox(hub)
    assert "1 new in “Maps”" in letter.text
    assert "Bring the night bus map into Arabic" in letter.text
    assert "Print the map" not in letter.text


def test_search_of_another_cannot_be_mailed(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    search = keep_search(hub, sample.people["teodor"], "/search?q=map")
    choose(hub, sample.people["noor"], NoticeKind.SAVED_SEARCH, searches=(search,))
    open_anew(hub, sample, "arabic")
    next_day(clock)
    assert digests.write_due(hub) == 0


def test_hostile_titles_are_escaped_and_stay_out_of_headers(
    hub: AppContext, sample: Sample, clock: SetClock, postbox: Postbox
) -> None:
    choose(hub, sample.people["noor"], NoticeKind.WAS_SUGGESTED)
    with hub.transaction() as session:
        session.get_one(Task, sample.tasks["town"]).title = f"A\r\nBcc: e@x.example\u2028{HOSTILE}"
    show(hub, sample, "town")
    next_day(clock)
    digests.write_due(hub)

    assert mail.send_due(hub) == 1

    [message] = postbox.messages
    assert message["Bcc"] is None
    assert message["Subject"].startswith("You were suggested for 1 task: A Bcc: e@x.example")
    assert "<script>" not in html_of(message)
    assert "&lt;script&gt;" in html_of(message)


def test_two_workers_at_once_write_one_letter(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    choose(hub, sample.people["noor"], *ALL)
    show(hub, sample, "town")
    next_day(clock)
    with ThreadPoolExecutor(2) as threads:
        written = [*threads.map(digests.write_due, [hub, hub])]
    assert sum(written) == 1
    assert len(outbox(hub)) == 1


def test_crash_before_the_end_loses_nothing_and_doubles_nothing(
    hub: AppContext, sample: Sample, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(hub, sample.people["noor"], NoticeKind.WAS_SUGGESTED)
    show(hub, sample, "town")
    next_day(clock)

    def die(session: Session, *_arguments: object, **_names: object) -> None:
        session.flush()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("hub.services.digests.mail.put", die)
        with pytest.raises(KeyboardInterrupt):
            digests.write_due(hub)
    with hub.reading() as session:
        for table in (OutgoingMail, NoticeTold, StopLink):
            assert session.exec(select(table)).all() == []

    assert digests.write_due(hub) == 1
    assert digests.write_due(hub) == 0


def test_trouble_with_one_person_does_not_keep_the_others(
    hub: AppContext, sample: Sample, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor, teodor = sample.people["noor"], sample.people["teodor"]
    with hub.transaction() as session:
        account = Account(
            person_id=teodor, address="teodor@people.example", verified_at=clock.now()
        )
        session.add(account)
    for name in ("noor", "teodor"):
        choose(hub, sample.people[name], NoticeKind.WAS_SUGGESTED)
        show(hub, sample, "town", person=name)
    next_day(clock)
    news_for = digest_news.news_for

    def failing(session: Session, context: AppContext, person_id: int, *, now: datetime) -> object:
        if person_id == noor:
            raise ZeroDivisionError
        return news_for(session, context, person_id, now=now)

    with monkeypatch.context() as patched:
        patched.setattr(digests, "news_for", failing)
        assert digests.write_due(hub) == 1
        assert digests.write_due(hub) == 0
    clock.move(digests.TRIED_AGAIN_AFTER)

    assert digests.write_due(hub) == 1
    assert {letter.address for letter in outbox(hub)} == {ADDRESS, "teodor@people.example"}


def test_engine_that_is_away_postpones_the_letter(
    hub: AppContext, sample: Sample, clock: SetClock, tmp_path: Path
) -> None:
    choose(hub, sample.people["noor"], NoticeKind.NEW_SUGGESTIONS)
    next_day(clock)
    empty = TantivyEngine(tmp_path / "nothing-here")
    assert digests.write_due(replace(hub, engine=empty)) == 0
    empty.close()
    assert digests.write_due(hub) == 0
    clock.move(digests.TRIED_AGAIN_AFTER)
    assert digests.write_due(hub) == 1


def test_hub_without_mail_writes_nothing(hub: AppContext, sample: Sample, clock: SetClock) -> None:
    choose(hub, sample.people["noor"], *ALL)
    next_day(clock)
    settings = hub.settings.model_copy(update={"mail_server": ""})
    assert digests.write_due(replace(hub, settings=settings)) == 0
    assert digests.write_due(hub) == 1


def test_stopping_takes_back_what_waits(hub: AppContext, sample: Sample, clock: SetClock) -> None:
    noor = sample.people["noor"]
    choose(hub, noor, NoticeKind.NEW_SUGGESTIONS, NoticeKind.ACCOUNT)
    next_day(clock)
    digests.write_due(hub)
    secret = outbox(hub)[0].stop_address.rpartition("/")[2]

    for _ in range(2):
        with hub.transaction() as session:
            found = stop_links.find(session, secret)
            mail_wishes.stop(session, found.person_id, found.kinds, now=clock.now())

    assert outbox(hub) == []
    with hub.reading() as session:
        wishes = mail_wishes.read(session, noor)
        assert wishes.due_at is None
        assert not any(wishes.kinds[kind] for kind in DIGESTED)
        assert wishes.kinds[NoticeKind.ACCOUNT]
    next_day(clock, 8)
    assert digests.write_due(hub) == 0


def test_secret_of_a_stop_link_is_kept_as_a_hash_and_for_long(
    hub: AppContext, sample: Sample, clock: SetClock
) -> None:
    with hub.transaction() as session:
        path = stop_links.make(session, sample.people["noor"], DIGESTED, now=clock.now())
    with hub.reading() as session:
        assert path.rpartition("/")[2] not in session.exec(select(StopLink.secret_hash)).all()
    clock.move(timedelta(days=700))
    forget_ended(hub)
    with hub.reading() as session:
        assert len(session.exec(select(StopLink)).all()) == 1
    clock.move(timedelta(days=31))
    forget_ended(hub)
    with hub.reading() as session:
        assert session.exec(select(StopLink)).all() == []
