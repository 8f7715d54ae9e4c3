"""Makes people of a hub wish for notices, and things happen to be told."""

from datetime import timedelta

from sqlmodel import col, select

from hub.context import AppContext
from hub.models import (
    NoticeKind,
    OutgoingMail,
    Rhythm,
    SavedSearch,
    Side,
    SuggestionShown,
    Task,
)
from hub.services import mail_wishes
from hub.services.indexing import index_changes
from tests.hub.running import SetClock
from tests.hub.sample import Sample

ADDRESS = "noor@people.example"
ALL = frozenset(NoticeKind)


def choose(
    hub: AppContext,
    person_id: int,
    *kinds: NoticeKind,
    rhythm: Rhythm = Rhythm.DAILY,
    searches: tuple[int, ...] = (),
) -> None:
    with hub.transaction() as session:
        mail_wishes.save(
            session,
            person_id,
            kinds=kinds,
            rhythm=rhythm,
            searches=searches,
            now=hub.clock.now(),
        )


def keep_search(hub: AppContext, person_id: int, address: str, name: str = "Mine") -> int:
    with hub.transaction() as session:
        row = SavedSearch(person_id=person_id, name=name, address=address, kept_at=hub.clock.now())
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def show(
    hub: AppContext, sample: Sample, task: str, side: Side = Side.PROJECT, person: str = "noor"
) -> None:
    """Note that a person was shown beside a task now."""
    now = hub.clock.now()
    with hub.transaction() as session:
        session.add(
            SuggestionShown(
                task_id=sample.tasks[task], person_id=sample.people[person], shown_on=now.date(),
                shown_at=now, side=side, score=1.0, values={"skills": 0.5, "spoken": 1.0},
                weights_version="1",
            )
        )  # fmt: skip


def open_anew(hub: AppContext, sample: Sample, task: str, **fields: object) -> None:
    """Have a task look as if it was opened a moment ago, and bring that to the index."""
    now = hub.clock.now()
    with hub.transaction() as session:
        row = session.get_one(Task, sample.tasks[task])
        row.opened_at = row.updated_at = row.changed_at = now
        for name, value in fields.items():
            setattr(row, name, value)
    index_changes(hub)


def outbox(hub: AppContext) -> list[OutgoingMail]:
    with hub.reading() as session:
        return list(session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id))))


def next_day(clock: SetClock, days: int = 1) -> None:
    clock.move(timedelta(days=days))
