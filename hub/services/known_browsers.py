"""Tells people of browsers that signed in to their account for the first time, unless switched off.

Noted where a session begins, whichever way it does, and told by a worker within moments.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch, insert_missing
from hub.models import KnownBrowser, NoticeKind
from hub.services import mail, stop_links
from hub.services.accounts import address_of
from hub.services.mail_wishes import hold, kinds_of
from hub.services.notice_letters import Sender, new_browser_letter
from hub.services.tables import KNOWN_BROWSER

# Later it is of no use, and a hub that has just got a mail server tells no old stories.
LASTS = timedelta(days=2)
MOST_AT_ONCE = 50


def note(session: Session, person_id: int, browser: str, *, now: datetime) -> None:
    """Note that a browser signed in; the first of an account is no news to its owner."""
    known = fetch(
        session, select(KNOWN_BROWSER.c.browser).where(KNOWN_BROWSER.c.person_id == person_id)
    )
    row = {
        "person_id": person_id,
        "browser": browser,
        "first_at": now,
        "told_at": None if known else now,
    }
    insert_missing(session, KnownBrowser, [row])


def has_new(session: Session) -> bool:
    """Say whether a browser waits to be told of."""
    statement = select(KNOWN_BROWSER.c.person_id).where(KNOWN_BROWSER.c.told_at.is_(None)).limit(1)
    return bool(fetch(session, statement))


def tell_new(context: AppContext) -> int:
    """Write the letters of new browsers; returns how many."""
    with context.reading() as session:
        rows = fetch(
            session,
            select(KNOWN_BROWSER.c.person_id, KNOWN_BROWSER.c.browser)
            .where(KNOWN_BROWSER.c.told_at.is_(None))
            .order_by(KNOWN_BROWSER.c.first_at)
            .limit(MOST_AT_ONCE),
        )
    return sum(_tell(context, row.person_id, row.browser) for row in rows)


def _tell(context: AppContext, person_id: int, browser: str) -> bool:
    """Note that it was told and put the letter into the outbox, both or neither."""
    now = context.clock.now()
    with context.transaction() as session:
        taken = session.execute(
            update(KNOWN_BROWSER)
            .where(
                KNOWN_BROWSER.c.person_id == person_id,
                KNOWN_BROWSER.c.browser == browser,
                KNOWN_BROWSER.c.told_at.is_(None),
            )
            .values(told_at=now)
            .returning(KNOWN_BROWSER.c.first_at)
        ).all()
        address = address_of(session, person_id) if taken else None
        if address is None or taken[0].first_at <= now - LASTS:
            return False
        hold(session, person_id)
        if not kinds_of(session, person_id)[NoticeKind.ACCOUNT]:
            return False
        settings = context.settings
        letter = new_browser_letter(
            Sender(settings.name, settings.public_url),
            address,
            browser,
            taken[0].first_at,
            stop_path=stop_links.make(session, person_id, [NoticeKind.ACCOUNT], now=now),
        )
        mail.put(session, letter, now=now, ends_at=now + LASTS)
        return True
