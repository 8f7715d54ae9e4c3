"""Writes the letters that are due: what is new for each person, once.

A letter goes into the outbox in the transaction that notes what it tells and when the next is due:
a crash neither loses nor doubles it. Of two workers that write for the same person, one finds that
the other has done it, because what was due is not due any more.
"""

from datetime import datetime, timedelta
from traceback import extract_tb

import structlog
from sqlmodel import Session

from hub.context import AppContext
from hub.models import Rhythm
from hub.services import known_browsers, mail, stop_links
from hub.services.accounts import address_of
from hub.services.digest_news import news_for, note_told
from hub.services.mail_wishes import due_people, hold, kinds_of
from hub.services.notice_kinds import DIGESTED
from hub.services.notice_letters import Sender, digest_letter
from hub.services.rhythm import next_due
from hub.views.notices import NewsPart
from search.errors import EngineUnavailable

# Each costs a ranking, some tens of milliseconds; the others go with the next run.
MOST_AT_ONCE = 25
TRIED_AGAIN_AFTER = timedelta(minutes=15)
_USE = {Rhythm.DAILY: timedelta(hours=20), Rhythm.WEEKLY: timedelta(days=3)}

_log = structlog.get_logger("hub.mail")


def has_due(session: Session, *, now: datetime) -> bool:
    """Say whether anybody's letter is due, or a new browser is to be told of."""
    return bool(due_people(session, now=now, limit=1)) or known_browsers.has_new(session)


def write_due(context: AppContext) -> int:
    """Write what is due into the outbox; returns how many letters. Without mail, nothing is."""
    if not context.settings.has_mail:
        return 0
    written = known_browsers.tell_new(context)
    with context.reading() as session:
        people = due_people(session, now=context.clock.now(), limit=MOST_AT_ONCE)
    for person_id, due_at in people:
        try:
            written += write_for(context, person_id, due_at)
        except EngineUnavailable:
            _log.warning("letter.postponed", person=person_id, why="The engine does not answer.")
            _postpone(context, person_id, due_at)
        except Exception as exc:
            # Whatever is wrong with the letter of one person, the others get theirs. Its message
            # may quote the letter, so it stays out of the log.
            place = extract_tb(exc.__traceback__)[-1]
            why, at = type(exc).__name__, f"{place.name}:{place.lineno}"
            _log.error("letter.failed", person=person_id, why=why, at=at)
            _postpone(context, person_id, due_at)
    return written


def write_for(context: AppContext, person_id: int, due_at: datetime) -> bool:
    """Write the letter of a person that was due at an instant; nothing where nothing is new.

    Nothing either where another worker wrote it, or the person changed their wishes meanwhile.
    """
    now = context.clock.now()
    with context.reading() as session:
        parts = news_for(session, context, person_id, now=now)
    with context.transaction() as session:
        row = hold(session, person_id)
        if row.due_at != due_at:
            return False
        lasts = _USE.get(row.rhythm, timedelta())
        row.looked_at, row.due_at = now, next_due(row.rhythm, now)
        session.flush()
        return _put(session, context, person_id, parts, now=now, lasts=lasts)


def _put(
    session: Session,
    context: AppContext,
    person_id: int,
    parts: tuple[NewsPart, ...],
    *,
    now: datetime,
    lasts: timedelta,
) -> bool:
    """Put the parts that are wanted still into one letter."""
    is_on = kinds_of(session, person_id)
    wanted = [part for part in parts if is_on[part.kind]]
    address = address_of(session, person_id)
    if not wanted or address is None:
        return False
    letter = digest_letter(
        Sender(context.settings.name, context.settings.public_url),
        address,
        wanted,
        stop_path=stop_links.make(session, person_id, DIGESTED, now=now),
    )
    note_told(session, person_id, wanted, now=now)
    mail.put(session, letter, now=now, ends_at=now + lasts)
    return True


def _postpone(context: AppContext, person_id: int, due_at: datetime) -> None:
    """Try it again later, so that nobody stands before all others for ever."""
    with context.transaction() as session:
        row = hold(session, person_id)
        if row.due_at == due_at:
            row.due_at = context.clock.now() + TRIED_AGAIN_AFTER
