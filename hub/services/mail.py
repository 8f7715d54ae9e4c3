"""Mail that waits in the database until a worker sends it: tried again, but never sent twice.

A mail is marked as taken before it is given to the server, in a transaction of its own. Where the
server's answer is lost, or the worker dies, nobody knows whether it was sent: then it is not sent
again, and goes with the next tidying. Addresses and texts stay out of every log.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session, and_, col, delete, or_, select, update

from hub.context import AppContext, Letter
from hub.database import fetch
from hub.models import OutgoingMail
from hub.services.mail_errors import MailLost, MailPostponed, MailRefused
from hub.views.notices import WaitingMail

MOST_AT_ONCE = 50
MOST_TRIES = 60
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)

_log = structlog.get_logger("hub.mail")


def put(session: Session, letter: Letter, *, now: datetime, ends_at: datetime) -> None:
    """Put a letter into the outbox; it is of no use after ``ends_at``."""
    session.add(
        OutgoingMail(
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            try_at=now,
            ends_at=ends_at,
            notice=letter.notice,
            stop_address=letter.stop_address,
        )
    )


def drop_waiting(session: Session, address: str, notices: Iterable[str]) -> None:
    """Throw away notices to an address that no worker has taken yet."""
    session.execute(
        delete(OutgoingMail).where(
            col(OutgoingMail.address) == address,
            col(OutgoingMail.notice).in_(list(notices)),
            col(OutgoingMail.taken_at).is_(None),
        )
    )


def waiting(session: Session, address: str) -> tuple[WaitingMail, ...]:
    """List what waits to be sent to an address, the oldest first."""
    rows = session.exec(
        select(OutgoingMail.subject, OutgoingMail.try_at)
        .where(OutgoingMail.address == address)
        .order_by(col(OutgoingMail.id))
    )
    return tuple(WaitingMail(subject, try_at) for subject, try_at in rows)


def has_due(session: Session, *, now: datetime) -> bool:
    """Say whether there is anything to send or to tidy away."""
    waits = and_(col(OutgoingMail.try_at) <= now, col(OutgoingMail.taken_at).is_(None))
    found = session.exec(
        select(OutgoingMail.id).where(or_(waits, col(OutgoingMail.ends_at) <= now)).limit(1)
    )
    return found.first() is not None


def send_due(context: AppContext) -> int:
    """Send what is due; returns how many letters a server took."""
    sent = 0
    with context.transaction() as session:
        _tidy(session, now=context.clock.now())
    for mail_id in _due_ids(context):
        sent += _send_one(context, mail_id)
    return sent


def _tidy(session: Session, *, now: datetime) -> None:
    session.execute(delete(OutgoingMail).where(col(OutgoingMail.ends_at) <= now))


def _due_ids(context: AppContext) -> list[int]:
    with context.reading() as session:
        rows = fetch(
            session,
            select(OutgoingMail.id)
            .where(
                col(OutgoingMail.taken_at).is_(None),
                col(OutgoingMail.try_at) <= context.clock.now(),
            )
            .order_by(col(OutgoingMail.id))
            .limit(MOST_AT_ONCE),
        )
    return [row.id for row in rows]


def _send_one(context: AppContext, mail_id: int) -> bool:
    letter = _take(context, mail_id)
    if letter is None:
        return False
    try:
        context.mailer.send(letter, letter_id=str(mail_id))
    except MailPostponed as exc:
        _log.warning("mail.postponed", mail=mail_id, why=str(exc))
        _put_back(context, mail_id)
        return False
    except (MailRefused, MailLost) as exc:
        _log.warning("mail.given_up", mail=mail_id, why=str(exc))
        _forget(context, mail_id)
        return False
    _forget(context, mail_id)
    return True


def _take(context: AppContext, mail_id: int) -> Letter | None:
    """Take a letter for this worker alone; ``None`` if another has it, or it is gone."""
    now = context.clock.now()
    with context.transaction() as session:
        taken = session.execute(
            update(OutgoingMail)
            .where(col(OutgoingMail.id) == mail_id, col(OutgoingMail.taken_at).is_(None))
            .values(taken_at=now, tries=OutgoingMail.tries + 1)
            .returning(col(OutgoingMail.id))
        ).all()
        row = session.get(OutgoingMail, mail_id) if taken else None
        return _letter(row) if row else None


def _letter(row: OutgoingMail) -> Letter:
    return Letter(row.address, row.subject, row.text, row.html, row.notice, row.stop_address)


def _put_back(context: AppContext, mail_id: int) -> None:
    """Let it be tried again, each time after twice as long, up to an hour."""
    with context.transaction() as session:
        row = session.get(OutgoingMail, mail_id)
        if row is None:
            return
        if row.tries >= MOST_TRIES:
            session.delete(row)
            return
        row.taken_at = None
        row.try_at = context.clock.now() + min(FIRST_WAIT * 2 ** (row.tries - 1), LONGEST_WAIT)


def _forget(context: AppContext, mail_id: int) -> None:
    with context.transaction() as session:
        session.execute(delete(OutgoingMail).where(col(OutgoingMail.id) == mail_id))
