"""Where a person is signed in: begun by a link or a forge, ended by them or by time."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select, update

from hub.database import fetch
from hub.models import SignedIn, What
from hub.services import known_browsers
from hub.services.account_events import note
from hub.services.secrets import form_token, hash_of, new_secret
from hub.services.tables import PERSON, SIGNED_IN, STEWARD
from hub.views.accounts import BrowserView, Viewer

IDLE_FOR = timedelta(days=14)
ENDS_AFTER = timedelta(days=90)
# Writing down each request would tell more than anybody needs to know, and cost a write each.
SEEN_EVERY = timedelta(minutes=10)
_WITH_PERSON = SIGNED_IN.join(PERSON, PERSON.c.id == SIGNED_IN.c.person_id)


def begin(session: Session, person_id: int, *, user_agent: str, now: datetime) -> str:
    """Sign a person in; returns the secret for the cookie, which is kept nowhere else."""
    secret, browser = new_secret(), browser_name(user_agent)
    known_browsers.note(session, person_id, browser, now=now)
    session.add(
        SignedIn(
            person_id=person_id,
            secret_hash=hash_of(secret),
            browser=browser,
            began_at=now,
            seen_at=now,
            ends_at=now + ENDS_AFTER,
        )
    )
    note(session, person_id, What.SIGNED_IN, now=now, browser=browser)
    return secret


def find(session: Session, secret: str, *, now: datetime) -> Viewer | None:
    """Say who holds the cookie; ``None`` once the session has ended in any way."""
    rows = fetch(
        session,
        sql_select(
            PERSON.c.id,
            PERSON.c.handle,
            PERSON.c.name,
            PERSON.c.is_operator,
            SIGNED_IN.c.id.label("signed_in_id"),
            SIGNED_IN.c.seen_at,
            exists().where(STEWARD.c.person_id == PERSON.c.id).label("is_steward"),
        )
        .select_from(_WITH_PERSON)
        .where(
            SIGNED_IN.c.secret_hash == hash_of(secret),
            SIGNED_IN.c.ends_at > now,
            SIGNED_IN.c.seen_at > now - IDLE_FOR,
        ),
    )
    for row in rows:
        return Viewer(
            person_id=row.id,
            handle=row.handle,
            name=row.name,
            is_operator=row.is_operator,
            signed_in_id=row.signed_in_id,
            seen_at=row.seen_at,
            form_token=form_token(secret),
            is_steward=row.is_steward,
        )
    return None


def note_seen(session: Session, signed_in_id: int, *, now: datetime) -> None:
    """Note that the browser was here."""
    session.execute(update(SignedIn).where(col(SignedIn.id) == signed_in_id).values(seen_at=now))


def listing(session: Session, person_id: int, *, now: datetime) -> tuple[BrowserView, ...]:
    """List the browsers in which a person is signed in, the one seen last first."""
    rows = session.exec(
        select(SignedIn)
        .where(
            SignedIn.person_id == person_id,
            SignedIn.ends_at > now,
            SignedIn.seen_at > now - IDLE_FOR,
        )
        .order_by(col(SignedIn.seen_at).desc(), col(SignedIn.id).desc())
    ).all()
    return tuple(BrowserView(row.id or 0, row.browser, row.began_at, row.seen_at) for row in rows)


def end(session: Session, person_id: int, signed_in_ids: Sequence[int], *, now: datetime) -> None:
    """End sessions of this person; ids of others are left alone."""
    _end(
        session, col(SignedIn.person_id) == person_id, col(SignedIn.id).in_(signed_in_ids), now=now
    )


def end_by_secret(session: Session, secret: str, *, now: datetime) -> None:
    """End the session that a cookie stands for, whoever's it is."""
    _end(session, col(SignedIn.secret_hash) == hash_of(secret), now=now)


def _end(session: Session, *which: ColumnElement[bool], now: datetime) -> None:
    ended = session.execute(
        delete(SignedIn).where(*which).returning(col(SignedIn.person_id), col(SignedIn.browser))
    ).all()
    for person_id, browser in ended:
        note(session, person_id, What.SESSION_ENDED, now=now, browser=browser)


# The first that fits: browsers name those whom they descend from as well.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone|iPad", "iOS"), ("Windows", "Windows"),
            ("Mac OS X|Macintosh", "macOS"), ("Linux", "Linux"))  # fmt: skip


def browser_name(user_agent: str) -> str:
    """Say in words which browser this is: as much as its owner needs to know it again."""
    browser = _first(_BROWSERS, user_agent) or "A browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: Sequence[tuple[str, str]], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")
