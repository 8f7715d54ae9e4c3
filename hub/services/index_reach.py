"""Keeps the marks of indexed rows true while a hub changes from one search engine to another.

A row's mark does not say whose it is. So every engine notes when it marked, in the same
transaction, and how far it has come; one that sees marks of another since then doubts them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Table, update
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import insert_missing
from hub.models import IndexReach

CLOCK_SKEW = timedelta(minutes=1)


def engine_of(context: AppContext) -> str:
    """Name the engine and where it stands, so that two servers are two."""
    url = context.settings.search_url
    return f"{context.engine.name} at {url}" if url else context.engine.name


def note_marks(session: Session, index: str, engine: str, *, now: datetime) -> None:
    """Note that this engine marks rows, in the transaction that marks them."""
    _note(session, index, engine, {"marked_at": now}, now=now)


def doubt_marks_of_others(context: AppContext, index: str, table: Table) -> None:
    """Take as stale what this engine may lack because another one marked it."""
    with context.reading() as session:
        mine, others = _noted(session, index, engine_of(context))
        reached_at = mine.reached_at if mine else None
        since = reached_at - CLOCK_SKEW if reached_at else None
        may_lack = any(since is None or other.marked_at >= since for other in others)
    if may_lack:
        with context.transaction() as session:
            doubt(session, table, since=since)


def doubt(session: Session, table: Table, *, since: datetime | None) -> None:
    """Take as stale what has changed since then; everything if nothing is known."""
    doubted = update(table).values(indexed_at=None)
    if since is not None:
        doubted = doubted.where(table.c.changed_at >= since)
    session.connection().execute(doubted)


def note_reach(session: Session, index: str, engine: str, *, began_at: datetime) -> None:
    """Note that all that had changed before a run began is in the index of this engine.

    Not so where another one has marked rows meanwhile, which this run may not have seen.
    """
    _, others = _noted(session, index, engine)
    if not any(other.marked_at >= began_at - CLOCK_SKEW for other in others):
        note_build(session, index, engine, began_at=began_at)


def note_build(session: Session, index: str, engine: str, *, began_at: datetime) -> None:
    """Note the same of a build, which reads every row, whoever marked it."""
    _note(session, index, engine, {"reached_at": began_at}, now=began_at)


def _noted(
    session: Session, index: str, engine: str
) -> tuple[IndexReach | None, Sequence[IndexReach]]:
    noted = session.exec(select(IndexReach).where(col(IndexReach.index) == index)).all()
    mine = next((one for one in noted if one.engine == engine), None)
    return mine, [one for one in noted if one is not mine]


def _note(
    session: Session, index: str, engine: str, values: dict[str, datetime], *, now: datetime
) -> None:
    insert_missing(session, IndexReach, [{"index": index, "engine": engine, "marked_at": now}])
    mine = (col(IndexReach.index) == index, col(IndexReach.engine) == engine)
    session.connection().execute(update(IndexReach).where(*mine).values(**values))
