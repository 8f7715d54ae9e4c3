"""Keeps the search indexes in step with the database: a reconciliation, safe to run at any time.

A row is stale while the state it was indexed from (``indexed_at``) is not the state it is in
(``changed_at``). A crash between the engine and the mark leaves it stale, and the next run mends
it. The engine is called between transactions, never inside one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, update
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import fetch
from hub.documents import PEOPLE, PROJECTS, TASKS
from hub.models import Person, Project, Task
from hub.services import index_reach, index_rows
from hub.services.freshness import turn_freshness, turn_lives
from hub.services.progress import SILENCE, Progress
from hub.services.rules import follow_rules
from hub.services.tables import is_stale, table_of
from search.base import Document, IndexSchema

BATCH = 1_000
# Of new rules, in one run: what changed meanwhile shall not wait for a million issues.
MOST_READ_ANEW = 10_000

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
    follow_rules(context, most=MOST_READ_ANEW, progress=progress)
    _turn_due(context)
    total = prepare(context, progress=progress)
    for room in ROOMS:
        progress.begin(f"index of {room.schema.name}")
        total += _bring_all(context, room, progress)
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


def _bring_all(context: AppContext, room: _Room, progress: Progress) -> int:
    """Bring the stale rows of one index; what another engine marked is taken as stale too."""
    began_at, total = context.clock.now(), 0
    index_reach.doubt_marks_of_others(context, room.schema.name, table_of(room.table))
    while stale := _next_stale(context, room):
        _bring(context, room, stale)
        total += len(stale)
        progress.step(len(stale))
    if total:
        with context.transaction() as session:
            engine = index_reach.engine_of(context)
            index_reach.note_reach(session, room.schema.name, engine, began_at=began_at)
    return total


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
    engine, now = index_reach.engine_of(context), context.clock.now()
    with context.transaction() as session:
        session.execute(update(room.table), rows)
        index_reach.note_marks(session, room.schema.name, engine, now=now)


def _rebuild(context: AppContext, room: _Room, progress: Progress) -> int:
    progress.begin(f"index of {room.schema.name}")
    started_at = context.clock.now()
    seen: list[tuple[int, datetime]] = []
    count = context.engine.rebuild(room.schema, _all_documents(context, room, seen, progress))
    # Another process may have put them into the old index during the build. What this build has
    # seen in that very state is marked right after.
    with context.transaction() as session:
        index_reach.doubt(session, table_of(room.table), since=started_at - index_reach.CLOCK_SKEW)
    for start in range(0, len(seen), BATCH):
        _mark(context, room, seen[start : start + BATCH])
    with context.transaction() as session:
        engine = index_reach.engine_of(context)
        index_reach.note_build(session, room.schema.name, engine, began_at=started_at)
    return count


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
