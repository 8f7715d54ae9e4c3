"""What proves that a project is somebody's: an account on a forge that they lately signed in with.

It owns a repository of the project there, or the needs file of such a repository names it. Names
of accounts and of repositories change hands on forges, so both must have been seen to be theirs not
long ago.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.models import Health, Proof
from hub.normalise.project_files import NEEDS_FILE
from hub.normalise.project_files.values import from_plain
from hub.services.tables import JOINED_ACCOUNT, PROJECT_FILE, REPOSITORY

SIGNED_IN_WITHIN = timedelta(days=1)
READ_WITHIN = timedelta(days=7)


def proof_of(session: Session, person_id: int, project_id: int, *, now: datetime) -> Proof | None:
    """Say what proves that a project is a person's; ``None`` where nothing does.

    Forges tell names by no large letters, so neither do we. A name that two people here were
    known by proves nothing.
    """
    accounts = accounts_of(session, person_id, now=now)
    was_read = REPOSITORY.c.good_at > now - READ_WITHIN
    is_there = and_(REPOSITORY.c.health == Health.GOOD, REPOSITORY.c.remote_id.is_not(None))
    repositories = repositories_of(session, project_id, is_there, was_read)
    if any((row.host, _owner(row.path)) in accounts for row in repositories):
        return Proof.OWNER
    named = ((row.host, name.casefold()) for row in repositories for name in _named_in(row))
    return Proof.FILE if any(each in accounts for each in named) else None


def accounts_of(session: Session, person_id: int, *, now: datetime) -> Collection[tuple[str, str]]:
    """Give the accounts that a person lately signed in with, as host and handle.

    Left out are those by whose name somebody else was known here.
    """
    other = JOINED_ACCOUNT.alias()
    shared = exists().where(
        other.c.host == JOINED_ACCOUNT.c.host,
        func.lower(other.c.handle) == func.lower(JOINED_ACCOUNT.c.handle),
        other.c.person_id != person_id,
    )
    rows = fetch(
        session,
        select(JOINED_ACCOUNT.c.host, JOINED_ACCOUNT.c.handle).where(
            JOINED_ACCOUNT.c.person_id == person_id,
            JOINED_ACCOUNT.c.seen_at > now - SIGNED_IN_WITHIN,
            not_(shared),
        ),
    )
    return {(row.host, row.handle.casefold()) for row in rows}


def repositories_of(
    session: Session, project_id: int, *which: ColumnElement[bool]
) -> Sequence[Fetched]:
    """Read the repositories of a project that are not gone, with what their needs file says."""
    own_file = and_(
        PROJECT_FILE.c.repository_id == REPOSITORY.c.id, PROJECT_FILE.c.name == NEEDS_FILE
    )
    return fetch(
        session,
        select(REPOSITORY.c.host, REPOSITORY.c.path, PROJECT_FILE.c.said)
        .select_from(REPOSITORY.outerjoin(PROJECT_FILE, own_file))
        .where(REPOSITORY.c.project_id == project_id, REPOSITORY.c.health != Health.GONE, *which)
        .order_by(REPOSITORY.c.id),
    )


def _owner(path: str) -> str:
    return path.rpartition("/")[0].casefold()


def _named_in(row: Fetched) -> Sequence[str]:
    return (from_plain(row.said).stewards or ()) if row.said else ()
