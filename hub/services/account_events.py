"""What happened to a person's account and data, for their own eyes: noted where it happens.

Each is written in the transaction of what it tells, so that neither stands without the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, func, literal, select, true, tuple_
from sqlmodel import Session

from hub.database import fetch
from hub.models import AccountEvent, What
from hub.models.columns import Instant
from hub.services.tables import ACCOUNT_EVENT
from hub.views.accounts import EventView

EVENTS_A_PAGE = 50
KEPT_FOR = timedelta(days=365)
# Taking one's data again and again within this time is told once.
LATELY = timedelta(minutes=10)
_MOST_FACT_CHARS = 300


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some of what happened, the newest first; ``last`` is behind which the older ones stand.

    It names an instant and an id, and is ``None`` where there is nothing older.
    """

    events: tuple[EventView, ...]
    last: tuple[datetime, int] | None


def event_count(session: Session, person_id: int, what: What, *, since: datetime) -> int:
    """Count how often something happened to a person's account since then."""
    number = select(func.count()).where(
        ACCOUNT_EVENT.c.person_id == person_id,
        ACCOUNT_EVENT.c.what == what,
        ACCOUNT_EVENT.c.at >= since,
    )
    return session.connection().scalar(number) or 0


def note(
    session: Session, person_id: int, what: What, *, now: datetime, **facts: str | Sequence[str]
) -> None:
    """Note what happened, with a few plain facts; of a list, its members parted by commas.

    Facts are words that the person may read back: names of fields, of a browser, of a token. Never
    a secret, and never what stood in a field. Needs a session that may write.
    """
    session.add(
        AccountEvent(
            person_id=person_id,
            at=now,
            what=what,
            facts={name: _in_words(value) for name, value in facts.items()},
        )
    )


def note_once(session: Session, person_id: int, what: What, *, now: datetime, **facts: str) -> None:
    """Note what may be done many times in a row, such as reading one's data: once in ten minutes.

    Needs a session that may write.
    """
    lately = fetch(
        session,
        select(ACCOUNT_EVENT.c.facts).where(
            ACCOUNT_EVENT.c.person_id == person_id,
            ACCOUNT_EVENT.c.at > now - LATELY,
            ACCOUNT_EVENT.c.what == what,
        ),
    )
    if not any(row.facts == facts for row in lately):
        note(session, person_id, what, now=now, **facts)


def listing(
    session: Session, person_id: int, *, before: tuple[datetime, int] | None = None
) -> EventPage:
    """List what happened, the newest first, fifty on a page; ``before`` is where it begins."""
    place = tuple_(ACCOUNT_EVENT.c.at, ACCOUNT_EVENT.c.id)
    older = (
        place < tuple_(literal(before[0], Instant), literal(before[1], Integer))
        if before
        else true()
    )
    rows = fetch(
        session,
        select(ACCOUNT_EVENT)
        .where(ACCOUNT_EVENT.c.person_id == person_id, older)
        .order_by(ACCOUNT_EVENT.c.at.desc(), ACCOUNT_EVENT.c.id.desc())
        .limit(EVENTS_A_PAGE + 1),
    )
    kept = rows[:EVENTS_A_PAGE]
    return EventPage(
        events=tuple(EventView(row.at, row.what, row.facts) for row in kept),
        last=(kept[-1].at, kept[-1].id) if len(rows) > EVENTS_A_PAGE else None,
    )


def _in_words(value: str | Sequence[str]) -> str:
    text = value if isinstance(value, str) else ", ".join(value)
    return text[:_MOST_FACT_CHARS]
