"""Keeps the search indexes in step with the database: a reconciliation, safe to run at any time.

A row is stale while the state it was indexed from (``indexed_at``) is not the state it is in
(``changed_at``). A crash between the engine and the mark leaves it stale, and the next run mends
it. The engine is called between transactions, never inside one.

Marks are of the engine that wrote last. Where a hub changes from one to another, both may write for
a while; each notes how far it has come, and doubts the marks behind that when the other one wrote.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, update
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import fetch
from hub.documents import PEOPLE, PROJECTS, TASKS
from hub.models import IndexReach, Person, Project, Task
from hub.services import index_rows
from hub.services.freshness import turn_freshness, turn_lives
from hub.services.progress import SILENCE, Progress
from hub.services.tables import is_stale, table_of
from search.base import Document, IndexSchema

BATCH = 1_000
CLOCK_SKEW = timedelta(minutes=1)

Stale = Sequence[tuple[int, datetime]]
Load = Callable[[Session, Sequence[int], datetime], list[Document]]


@dataclass(frozen=True, slots=True)
class _Room:
    """One index: its schema, the table behind it, and how rows become documents.

    ``load`` leaves out rows that are not to be found (closed, hidden, withdrawn): those are
    deleted from the index.
    """

    schema: IndexSchema
    table: type[Task] | type[Project] | type[Person]
    load: Load


ROOMS = (
    _Room(TASKS, Task, index_rows.task_documents),
    _Room(PROJECTS, Project, index_rows.project_documents),
    _Room(PEOPLE, Person, index_rows.person_documents),
)


def prepare(context: AppContext, *, progress: Progress = SILENCE) -> int:
    """Build the indexes that are missing or of another version; returns how many documents."""
    outdated = [room for room in ROOMS if not context.engine.is_current(room.schema)]
    return sum(_rebuild(context, room, progress) for room in outdated)


def index_changes(context: AppContext, *, progress: Progress = SILENCE) -> int:
    """Bring stale rows to the indexes; returns how many rows were brought."""
    _turn_due(context)
    total = prepare(context, progress=progress)
    for room in ROOMS:
        progress.begin(f"index of {room.schema.name}")
        began_at = context.clock.now()
        is_behind = _doubt_marks_of_others(context, room)
        while stale := _next_stale(context, room):
            _bring(context, room, stale)
            total += len(stale)
            progress.step(len(stale))
            is_behind = True
        if is_behind:
            _note_reach(context, room, began_at)
    return total


def rebuild(context: AppContext, *, progress: Progress = SILENCE) -> dict[str, int]:
    """Build every index anew from the database, beside the old one; returns documents of each."""
    _turn_due(context)
    return {room.schema.name: _rebuild(context, room, progress) for room in ROOMS}


def count_stale(session: Session) -> dict[str, int]:
    """Count the rows of each index that wait to be brought to it."""
    return {room.schema.name: len(fetch(session, _stale(room))) for room in ROOMS}


def _turn_due(context: AppContext) -> None:
    """Work out anew what time alone has changed."""
    for turn in (turn_freshness, turn_lives):
        while True:
            with context.transaction() as session:
                if not turn(session, now=context.clock.now(), limit=BATCH):
                    break


def _next_stale(context: AppContext, room: _Room) -> Stale:
    with context.reading() as session:
        return [(row.id, row.changed_at) for row in fetch(session, _stale(room).limit(BATCH))]


def _bring(context: AppContext, room: _Room, stale: Stale) -> None:
    ids = [row_id for row_id, _ in stale]
    with context.reading() as session:
        documents = room.load(session, ids, context.clock.now())
    found = {document.id for document in documents}
    context.engine.upsert(room.schema.name, documents)
    if hidden := [row_id for row_id in ids if row_id not in found]:
        context.engine.delete(room.schema.name, hidden)
    _mark(context, room, stale)


def _mark(context: AppContext, room: _Room, stale: Stale) -> None:
    """Note which state was indexed; a row that has changed since stays stale."""
    rows = [{"id": row_id, "indexed_at": changed_at} for row_id, changed_at in stale]
    with context.transaction() as session:
        session.execute(update(room.table), rows)


def _rebuild(context: AppContext, room: _Room, progress: Progress) -> int:
    progress.begin(f"index of {room.schema.name}")
    started_at = context.clock.now()
    seen: list[tuple[int, datetime]] = []
    count = context.engine.rebuild(room.schema, _all_documents(context, room, seen, progress))
    # Another process may have put them into the old index during the build. What this build has
    # seen in that very state is marked right after.
    with context.transaction() as session:
        _doubt(session, room, since=started_at - CLOCK_SKEW)
    for start in range(0, len(seen), BATCH):
        _mark(context, room, seen[start : start + BATCH])
    _note_reach(context, room, started_at)
    return count


def _doubt_marks_of_others(context: AppContext, room: _Room) -> bool:
    """Take as stale what this engine may lack, if another one wrote last.

    Says whether that was so, or nobody has noted anything yet.
    """
    with context.transaction() as session:
        noted = session.exec(
            select(IndexReach).where(col(IndexReach.index) == room.schema.name)
        ).all()
        last = max(noted, key=lambda one: one.wrote_at, default=None)
        if last is None or last.engine == context.engine.name:
            return last is None
        mine = next((one for one in noted if one.engine == context.engine.name), None)
        _doubt(session, room, since=mine.reached_at - CLOCK_SKEW if mine else None)
        return True


def _note_reach(context: AppContext, room: _Room, reached_at: datetime) -> None:
    """Note that all that had changed before is in the index of this engine."""
    row = IndexReach(
        index=room.schema.name,
        engine=context.engine.name,
        reached_at=reached_at,
        wrote_at=context.clock.now(),
    )
    with context.transaction() as session:
        session.merge(row)


def _doubt(session: Session, room: _Room, *, since: datetime | None) -> None:
    """Take as stale what has changed since then; everything if nothing is known."""
    doubted = update(room.table).values(indexed_at=None)
    if since is not None:
        doubted = doubted.where(col(room.table.changed_at) >= since)
    session.connection().execute(doubted)


def _all_documents(
    context: AppContext, room: _Room, seen: list[tuple[int, datetime]], progress: Progress
) -> Iterator[Document]:
    """Yield every document, by id; notes in ``seen`` which state of each row went in."""
    last_id = 0
    while True:
        with context.reading() as session:
            rows = fetch(
                session,
                select(col(room.table.id), col(room.table.changed_at))
                .where(col(room.table.id) > last_id)
                .order_by(col(room.table.id))
                .limit(BATCH),
            )
            batch = [(row.id, row.changed_at) for row in rows]
            if not batch:
                return
            documents = room.load(session, [row_id for row_id, _ in batch], context.clock.now())
        seen += batch
        last_id = batch[-1][0]
        yield from documents
        progress.step(len(batch))


def _stale(room: _Room) -> Select[int | None, datetime]:
    table = room.table
    return select(col(table.id), col(table.changed_at)).where(is_stale(table_of(table)))
