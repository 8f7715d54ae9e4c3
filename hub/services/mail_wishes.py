"""What a person wants to hear by mail: read, saved by them, and stopped from a letter.

Whoever changes it holds the person's row of the rhythm first, as the writer of letters does, so
that a letter is written either before a change or by it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session

from hub.database import fetch, insert_missing
from hub.models import LetterRhythm, MailedSearch, NoticeChoice, NoticeKind, Rhythm
from hub.services import mail
from hub.services.accounts import address_of
from hub.services.notice_kinds import DIGESTED, NOTICES, letter_of, with_defaults
from hub.services.rhythm import next_due
from hub.services.saved_searches import listing
from hub.services.tables import LETTER_RHYTHM, MAILED_SEARCH, NOTICE_CHOICE
from hub.views.notices import MailState, MailWishes


def read(session: Session, person_id: int) -> MailWishes:
    """Read what a person wants; the defaults where they chose nothing."""
    row = session.get(LetterRhythm, person_id)
    searches = fetch(
        session, select(MAILED_SEARCH.c.search_id).where(MAILED_SEARCH.c.person_id == person_id)
    )
    return MailWishes(
        kinds=kinds_of(session, person_id),
        rhythm=row.rhythm if row else Rhythm.WEEKLY,
        searches=frozenset(each.search_id for each in searches),
        due_at=row.due_at if row else None,
        looked_at=row.looked_at if row else None,
    )


def kinds_of(session: Session, person_id: int) -> dict[NoticeKind, bool]:
    """Say of every kind whether a person wants it."""
    rows = fetch(
        session,
        select(NOTICE_CHOICE.c.kind, NOTICE_CHOICE.c.is_on).where(
            NOTICE_CHOICE.c.person_id == person_id
        ),
    )
    return with_defaults({row.kind: row.is_on for row in rows})


def state(session: Session, person_id: int) -> MailState:
    """Read all that the page of mail shows."""
    address = address_of(session, person_id) or ""
    return MailState(
        wishes=read(session, person_id),
        searches=listing(session, person_id),
        waiting=mail.waiting(session, address),
        address=address,
    )


def save(
    session: Session,
    person_id: int,
    *,
    kinds: Collection[NoticeKind],
    rhythm: Rhythm,
    searches: Collection[int],
    now: datetime,
) -> None:
    """Save what a person chose: the kinds that are on, how often, and the searches with news.

    Searches of others are left aside. Needs a session that may write.
    """
    row = hold(session, person_id)
    _choose(session, person_id, {each.key: each.key in kinds for each in NOTICES}, now=now)
    _choose_searches(session, person_id, searches, now=now)
    is_same = row.rhythm is rhythm
    row.rhythm = rhythm
    if not DIGESTED & set(kinds):
        row.due_at = None
    elif row.due_at is None or not is_same:
        row.due_at = next_due(rhythm, now)
    _drop_unwanted(session, person_id)


def stop(session: Session, person_id: int, kinds: Iterable[NoticeKind], *, now: datetime) -> None:
    """Stop notices of some kinds, at once: what waits to be sent goes too. Twice does no harm."""
    row = hold(session, person_id)
    _choose(session, person_id, dict.fromkeys(kinds, False), now=now)
    if not any(kinds_of(session, person_id)[kind] for kind in DIGESTED):
        row.due_at = None
    address = address_of(session, person_id)
    if address is not None:
        # A letter of several kinds goes too: what is left of it is in none that comes later.
        mail.drop_waiting(session, address, {letter_of(kind) for kind in kinds})


def hold(session: Session, person_id: int) -> LetterRhythm:
    """Give the row of a person's rhythm, and keep everybody else from it until the end."""
    insert_missing(
        session, LetterRhythm, [{"person_id": person_id, "rhythm": Rhythm.WEEKLY, "due_at": None}]
    )
    return session.get_one(LetterRhythm, person_id, with_for_update=True, populate_existing=True)


def due_people(session: Session, *, now: datetime, limit: int) -> list[tuple[int, datetime]]:
    """Give people whose letter is due and since when, those who waited longest first."""
    rows = fetch(
        session,
        select(LETTER_RHYTHM.c.person_id, LETTER_RHYTHM.c.due_at)
        .where(LETTER_RHYTHM.c.due_at <= now)
        .order_by(LETTER_RHYTHM.c.due_at, LETTER_RHYTHM.c.person_id)
        .limit(limit),
    )
    return [(row.person_id, row.due_at) for row in rows]


def _choose(
    session: Session, person_id: int, chosen: dict[NoticeKind, bool], *, now: datetime
) -> None:
    for kind, is_on in chosen.items():
        session.merge(NoticeChoice(person_id=person_id, kind=kind, is_on=is_on, chosen_at=now))
    session.flush()


def _choose_searches(
    session: Session, person_id: int, searches: Collection[int], *, now: datetime
) -> None:
    own = {search.search_id for search in listing(session, person_id)} & set(searches)
    session.execute(
        delete(MAILED_SEARCH).where(
            MAILED_SEARCH.c.person_id == person_id, MAILED_SEARCH.c.search_id.not_in(own)
        )
    )
    rows = [{"search_id": each, "person_id": person_id, "since": now} for each in sorted(own)]
    insert_missing(session, MailedSearch, rows)


def _drop_unwanted(session: Session, person_id: int) -> None:
    """Throw away what waits of letters that nothing is left of."""
    kinds, address = kinds_of(session, person_id), address_of(session, person_id)
    wanted = {letter_of(kind) for kind, is_on in kinds.items() if is_on}
    if address is not None:
        mail.drop_waiting(session, address, {letter_of(kind) for kind in kinds} - wanted)
