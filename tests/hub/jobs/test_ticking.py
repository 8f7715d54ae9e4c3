"""The tick asks for what is due, once, and forgets what ended long ago."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from hub.context import Letter
from hub.jobs import listing, ticking
from hub.jobs.asking import JobKind
from hub.models import LetterRhythm, OutgoingMail, Person, Source
from hub.services import mail
from tests.hub.jobs.running import JobsHub, hint


def ask(jobs_hub: JobsHub) -> int:
    return ticking.ask_for_due(jobs_hub.hub.context, jobs_hub.asked)


def test_due_source_is_asked_for_once(jobs_hub: JobsHub) -> None:
    jobs_hub.hub.add_source("riders")

    assert ask(jobs_hub) == 1
    assert ask(jobs_hub) == 0


def test_source_that_was_pulled_rests(jobs_hub: JobsHub) -> None:
    jobs_hub.hub.add_source("riders")
    ask(jobs_hub)
    jobs_hub.work_off()

    assert ask(jobs_hub) == 0
    jobs_hub.hub.clock.move(timedelta(days=8))
    assert ask(jobs_hub) == 1


def test_source_that_is_paused_or_of_an_unknown_forge_is_not_asked_for(jobs_hub: JobsHub) -> None:
    source_id = jobs_hub.hub.add_source("riders")
    with jobs_hub.hub.context.transaction() as session:
        session.get_one(Source, source_id).is_paused = True
        session.add(Source(forge="gitlab", host="strange.example", scope="owner", locator="x",
                           added_at=jobs_hub.hub.clock.now()))  # fmt: skip

    assert ask(jobs_hub) == 0


def test_cancelled_pull_is_not_asked_for_again_at_once(jobs_hub: JobsHub) -> None:
    context, asked = jobs_hub.hub.context, jobs_hub.asked
    job_id = asked.ask_for_source(jobs_hub.hub.add_source("riders"))

    listing.cancel_job(asked, listing.find_job(context, asked, job_id))

    assert ask(jobs_hub) == 0


def test_jobs_that_ended_long_ago_are_forgotten(jobs_hub: JobsHub) -> None:
    done = jobs_hub.asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    jobs_hub.work_off()
    waiting = jobs_hub.asked.ask_for_index()
    jobs_hub.hub.clock.instant = datetime.now(UTC) + ticking.FINISHED_KEPT_FOR - timedelta(hours=1)
    ticking.forget_old(jobs_hub.hub.context, jobs_hub.asked)
    assert jobs_hub.job(done).status == "SUCCESS"

    jobs_hub.hub.clock.move(timedelta(hours=2))
    ticking.forget_old(jobs_hub.hub.context, jobs_hub.asked)

    left = jobs_hub.asked.client.list_workflows()
    assert [job.workflow_id for job in left] == [waiting]


def test_routine_that_went_well_is_forgotten_after_an_hour(jobs_hub: JobsHub) -> None:
    context, asked = jobs_hub.hub.context, jobs_hub.asked
    pulled = asked.ask_for_source(jobs_hub.hub.add_source("riders"))
    looks = [asked.ask_for_repository(hint(f"some/where-{at}", f"d{at}")) for at in range(3)]
    jobs_hub.work_off()
    cancelled = asked.ask_for_repository(hint("some/where", "d9"))
    listing.cancel_job(asked, listing.find_job(context, asked, cancelled))
    jobs_hub.hub.clock.instant = datetime.now(UTC) + ticking.ROUTINE_KEPT_FOR - timedelta(minutes=5)
    ticking.forget_old(context, asked)
    assert {*looks} <= {job.workflow_id for job in asked.client.list_workflows()}

    jobs_hub.hub.clock.move(timedelta(minutes=10))
    forgotten = ticking.forget_old(context, asked, at_once=2)

    left = {job.workflow_id for job in asked.client.list_workflows()}
    assert left == {pulled, cancelled}
    assert forgotten >= len(looks)


def test_index_is_brought_once_a_minute_and_old_jobs_go_once_in_ten() -> None:
    hour = [datetime(2026, 1, 1, 12, minute, second, tzinfo=UTC)
            for minute in range(60) for second in range(0, 60, 10)]  # fmt: skip

    assert sum(map(ticking.is_time_to_index, hour)) == 60
    assert sum(map(ticking.is_time_to_tidy, hour)) == 6


def test_mail_is_asked_for_only_while_any_is_due(jobs_hub: JobsHub) -> None:
    context, now = jobs_hub.hub.context, jobs_hub.hub.clock.now()
    assert not ticking.ask_for_mail(context, jobs_hub.asked)
    with context.transaction() as session:
        letter = Letter("ada@people.example", "Sign in", "text", "<p>text")
        mail.put(session, letter, now=now, ends_at=now + timedelta(minutes=15))

    assert ticking.ask_for_mail(context, jobs_hub.asked)


def test_worker_sends_the_mail_that_waits(jobs_hub: JobsHub) -> None:
    letters: list[Letter] = []

    class Postbox:
        def send(self, letter: Letter, *, letter_id: str) -> None:
            letters.append(letter)

    context, now = jobs_hub.hub.context, jobs_hub.hub.clock.now()
    object.__setattr__(context, "mailer", Postbox())
    with context.transaction() as session:
        letter = Letter("ada@people.example", "Sign in", "text", "<p>text")
        mail.put(session, letter, now=now, ends_at=now + timedelta(minutes=15))
    job_id = jobs_hub.asked.ask_for_mail()

    jobs_hub.work_off()

    assert jobs_hub.outcome(job_id) == "Mails sent: 1."
    assert letters == [letter]
    with context.reading() as session:
        assert session.exec(select(OutgoingMail)).all() == []


def test_old_texts_are_looked_for_once_an_hour() -> None:
    begin = datetime(2026, 11, 23, 12, tzinfo=UTC)
    times = [begin + timedelta(seconds=10 * tick) for tick in range(360)]
    assert sum(map(ticking.is_time_to_forget_texts, times)) == 1


def test_letters_are_asked_for_only_while_any_is_due_and_mail_is_set_up(jobs_hub: JobsHub) -> None:
    context, asked = jobs_hub.hub.context, jobs_hub.asked
    settings = context.settings.model_copy(update={"mail_server": "x", "mail_from": "a@b.example"})
    with_mail = replace(context, settings=settings)
    assert not ticking.ask_for_notices(with_mail, asked)
    with context.transaction() as session:
        now = context.clock.now()
        person = Person(handle="ada", name="Ada", joined_at=now, changed_at=now)
        session.add(person)
        session.flush()
        session.add(LetterRhythm(person_id=person.id or 0, due_at=now))

    assert not ticking.ask_for_notices(context, asked)
    assert ticking.ask_for_notices(with_mail, asked)

    jobs_hub.work_off()
    [job] = asked.client.list_workflows(name=[JobKind.NOTICES])
    assert job.output == "Letters written: 0."
