"""Keeps the search indexes in step with the database: a reconciliation, safe to run at any time.

A row is stale while the state it was indexed from (``indexed_at``) is not the state it is in
(``changed_at``). A crash between the engine and the mark leaves it stale, and the next run mends
it. The engine is called between transactions, never inside one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Select, update
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import fetch
from hub.documents import MEMBERS, PEOPLE, PROJECTS, TASKS
from hub.models import Person, Project, Task
from hub.services import index_reach, index_rows
from hub.services.freshness import turn_freshness, turn_lives
from hub.services.openness import A_MEMBER, VISITOR
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
class _Shelf:
    """One index: its schema, and how rows become documents.

    ``load`` leaves out rows that are not to be found (closed, hidden, withdrawn): those are
    deleted from the index.
    """

    schema: IndexSchema
    load: Load


@dataclass(frozen=True, slots=True)
class _Room:
    """A table and its indexes. A row's mark speaks of all of them: they are brought together."""

    name: str
    table: type[Task] | type[Project] | type[Person]
    shelves: tuple[_Shelf, ...]


ROOMS = (
    _Room("tasks", Task, (_Shelf(TASKS, index_rows.task_documents),)),
    _Room("projects", Project, (_Shelf(PROJECTS, index_rows.project_documents),)),
    _Room(
        "people",
        Person,
        (
            _Shelf(PEOPLE, partial(index_rows.person_documents, asker=VISITOR)),
            _Shelf(MEMBERS, partial(index_rows.person_documents, asker=A_MEMBER)),
        ),
    ),
)


def prepare(context: AppContext, *, progress: Progress = SILENCE) -> int:
    """Build the indexes that are missing or of another version; returns how many documents."""
    return sum(
        _rebuild(context, room, progress) for room in ROOMS if not _is_current(context, room)
    )


def index_changes(context: AppContext, *, progress: Progress = SILENCE) -> int:
    """Bring stale rows to the indexes; returns how many rows were brought."""
    follow_rules(context, most=MOST_READ_ANEW, progress=progress)
    _turn_due(context)
    total = prepare(context, progress=progress)
    for room in ROOMS:
        progress.begin(f"index of {room.name}")
        total += _bring_all(context, room, progress)
    return total


def rebuild(context: AppContext, *, progress: Progress = SILENCE) -> dict[str, int]:
    """Build every index anew from the database, beside the old one.

    Returns the documents of each table: of people those that members find.
    """
    _turn_due(context)
    return {room.name: _rebuild(context, room, progress) for room in ROOMS}


def count_stale(session: Session) -> dict[str, int]:
    """Count the rows that wait to be brought to each index; rows of people wait for two."""
    waiting = {room.name: len(fetch(session, _stale(room))) for room in ROOMS}
    return {shelf.schema.name: waiting[room.name] for room in ROOMS for shelf in room.shelves}


def _is_current(context: AppContext, room: _Room) -> bool:
    return all(context.engine.is_current(shelf.schema) for shelf in room.shelves)


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
    index_reach.doubt_marks_of_others(context, room.name, table_of(room.table))
    while stale := _next_stale(context, room):
        _bring(context, room, stale)
        total += len(stale)
        progress.step(len(stale))
    if total:
        with context.transaction() as session:
            engine = index_reach.engine_of(context)
            index_reach.note_reach(session, room.name, engine, began_at=began_at)
    return total


def _next_stale(context: AppContext, room: _Room) -> Stale:
    with context.reading() as session:
        return [(row.id, row.changed_at) for row in fetch(session, _stale(room).limit(BATCH))]


def _bring(context: AppContext, room: _Room, stale: Stale) -> None:
    ids = [row_id for row_id, _ in stale]
    for shelf in room.shelves:
        with context.reading() as session:
            documents = shelf.load(session, ids, context.clock.now())
        found = {document.id for document in documents}
        context.engine.upsert(shelf.schema.name, documents)
        if hidden := [row_id for row_id in ids if row_id not in found]:
            context.engine.delete(shelf.schema.name, hidden)
    _mark(context, room, stale)


def _mark(context: AppContext, room: _Room, stale: Stale) -> None:
    """Note which state was indexed; a row that has changed since stays stale."""
    rows = [{"id": row_id, "indexed_at": changed_at} for row_id, changed_at in stale]
    engine, now = index_reach.engine_of(context), context.clock.now()
    with context.transaction() as session:
        session.execute(update(room.table), rows)
        index_reach.note_marks(session, room.name, engine, now=now)


def _rebuild(context: AppContext, room: _Room, progress: Progress) -> int:
    started_at, count = context.clock.now(), 0
    seen: set[tuple[int, datetime]] | None = None
    for shelf in room.shelves:
        progress.begin(f"index of {shelf.schema.name}")
        in_this: list[tuple[int, datetime]] = []
        documents = _all_documents(context, room, shelf, in_this, progress)
        count = context.engine.rebuild(shelf.schema, documents)
        # A row that changed between two indexes is marked in neither of its states.
        seen = set(in_this) if seen is None else seen.intersection(in_this)
    # Another process may have put them into the old index during the build. What this build has
    # seen in that very state is marked right after.
    with context.transaction() as session:
        index_reach.doubt(session, table_of(room.table), since=started_at - index_reach.CLOCK_SKEW)
    rows = sorted(seen or ())
    for start in range(0, len(rows), BATCH):
        _mark(context, room, rows[start : start + BATCH])
    with context.transaction() as session:
        engine = index_reach.engine_of(context)
        index_reach.note_build(session, room.name, engine, began_at=started_at)
    return count


def _all_documents(
    context: AppContext,
    room: _Room,
    shelf: _Shelf,
    seen: list[tuple[int, datetime]],
    progress: Progress,
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
            documents = shelf.load(session, [row_id for row_id, _ in batch], context.clock.now())
        seen += batch
        last_id = batch[-1][0]
        yield from documents
        progress.step(len(batch))


def _stale(room: _Room) -> Select[int | None, datetime]:
    table = room.table
    return select(col(table.id), col(table.changed_at)).where(is_stale(table_of(table)))
