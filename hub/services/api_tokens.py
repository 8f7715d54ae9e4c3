"""Tokens of people for their own programs: made, shown once, found by their hash, ended.

A token acts as its person, as far as its scopes go, and never as an operator
(:mod:`hub.web.permissions`). It begins with ``otdhub_``, so that whoever looks for secrets in
texts that became public knows one when they see it.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session

from hub.database import Fetched, fetch, insert_missing
from hub.errors import BadRequest, Conflict
from hub.models import ApiToken, Scope, What
from hub.services.account_events import note
from hub.services.secrets import hash_of, new_secret
from hub.services.sessions import SEEN_EVERY
from hub.services.tables import API_TOKEN, PERSON
from hub.views.accounts import TokenHolder, TokenView

PREFIX = "otdhub_"
LASTS_DAYS = (7, 30, 90, 365)
MAX_NAME_CHARS = 80
MOST = 20
_FORM = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")


def make(
    session: Session, person_id: int, *, name: str, scopes: Sequence[str], days: int, now: datetime
) -> str:
    """Make a token; returns it, which is kept nowhere else. Needs a session that may write.

    Raises :class:`BadRequest` for a name, scopes or days that cannot be, and beyond 20 tokens;
    :class:`Conflict` for the name of another token: a form that is sent twice makes one token.
    """
    name = checked_name(name)
    chosen = _checked_scopes(scopes)
    if days not in LASTS_DAYS:
        raise BadRequest("Choose how long the token is to last.")
    if len(listing(session, person_id, now=now)) >= MOST:
        raise BadRequest(f"You have {MOST} tokens. End one first.")
    session.execute(
        delete(API_TOKEN).where(API_TOKEN.c.person_id == person_id, API_TOKEN.c.ends_at <= now)
    )
    secret = PREFIX + new_secret()
    row = {
        "person_id": person_id,
        "name": name,
        "secret_hash": hash_of(secret),
        "scopes": chosen,
        "made_at": now,
        "ends_at": now + timedelta(days=days),
    }
    insert_missing(session, ApiToken, [row])
    if _find_row(session, secret) is None:
        raise Conflict("You have a token of this name. End it, or choose another name.")
    note(session, person_id, What.PROGRAM_ADMITTED, now=now, token=name, scopes=chosen)
    return secret


def checked_name(text: str) -> str:
    """Give the name of a token in one line. Raises :class:`BadRequest` for none, or a long one."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not name or len(name) > MAX_NAME_CHARS:
        raise BadRequest(f"Give the token a name of 1 to {MAX_NAME_CHARS} letters.")
    return name


def listing(session: Session, person_id: int, *, now: datetime) -> tuple[TokenView, ...]:
    """List the tokens of a person that work now, the newest first."""
    rows = fetch(
        session,
        select(API_TOKEN)
        .where(API_TOKEN.c.person_id == person_id, API_TOKEN.c.ends_at > now)
        .order_by(API_TOKEN.c.made_at.desc(), API_TOKEN.c.id.desc()),
    )
    return tuple(
        TokenView(row.id, row.name, _scopes(row.scopes), row.made_at, row.used_at, row.ends_at)
        for row in rows
    )


def end(session: Session, person_id: int, token_id: int, *, now: datetime) -> None:
    """End a token of this person; others' are left alone. Needs a session that may write."""
    ended = session.execute(
        delete(API_TOKEN)
        .where(API_TOKEN.c.person_id == person_id, API_TOKEN.c.id == token_id)
        .returning(API_TOKEN.c.name)
    ).all()
    for row in ended:
        note(session, person_id, What.PROGRAM_SHUT_OUT, now=now, token=row.name)


def looks_like_token(text: str) -> bool:
    """Say whether a text can be a token at all; nothing else is looked for."""
    return _FORM.fullmatch(text) is not None


def find(session: Session, secret: str, *, now: datetime) -> TokenHolder | None:
    """Say whose token this is and what for; ``None`` for one that is not known, or has ended."""
    row = _find_row(session, secret)
    if row is None or row.ends_at <= now:
        return None
    return TokenHolder(
        person_id=row.person_id,
        handle=row.handle,
        token_id=row.id,
        scopes=frozenset(_scopes(row.scopes)),
        ends_at=row.ends_at,
        used_at=row.used_at,
    )


def is_use_to_be_noted(holder: TokenHolder, *, now: datetime) -> bool:
    """Say whether its last use was noted so long ago that this one is to be."""
    return holder.used_at is None or now - holder.used_at >= SEEN_EVERY


def note_used(session: Session, holder: TokenHolder, *, now: datetime) -> None:
    """Note that a token was used, to ten minutes, and its first use in what happened.

    Of two that come at the same moment the first one notes it. Needs a session that may write.
    """
    noted = session.execute(
        update(API_TOKEN)
        .where(
            API_TOKEN.c.id == holder.token_id,
            API_TOKEN.c.used_at.is_not_distinct_from(holder.used_at),
        )
        .values(used_at=now)
        .returning(API_TOKEN.c.name)
    ).all()
    for row in noted:
        if holder.used_at is None:
            note(session, holder.person_id, What.PROGRAM_CAME, now=now, token=row.name)


def _checked_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    chosen = tuple(scope.value for scope in Scope if scope in scopes)
    if not chosen or len(chosen) != len(set(scopes)):
        raise BadRequest("Choose what the token may do.")
    return chosen


def _scopes(words: Sequence[str]) -> tuple[Scope, ...]:
    """Read stored scopes; one that this version does not know opens nothing."""
    return tuple(scope for scope in Scope if scope in words)


def _find_row(session: Session, secret: str) -> Fetched | None:
    rows = fetch(
        session,
        select(API_TOKEN, PERSON.c.handle)
        .join(PERSON, PERSON.c.id == API_TOKEN.c.person_id)
        .where(API_TOKEN.c.secret_hash == hash_of(secret)),
    )
    return rows[0] if rows else None
