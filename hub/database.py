"""Connections and transactions, on SQLite and PostgreSQL alike. Knows no table.

SQLite runs in WAL mode: readers see one state and never wait; writers queue. A writing
transaction takes its place in the queue when it begins (``BEGIN IMMEDIATE``), because one that
starts by reading and writes later is refused at once if another wrote in between.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from pydantic_core import from_json
from sqlalchemy import Connection, Executable, Row, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel, create_engine

from hub.context import Transaction
from hub.errors import NotConfigured

BUSY_TIMEOUT_MS = 15_000
# Of the pool that runs routes (anyio's default).
THREADS = 40
WRITES = "hub_writes"

Fetched: TypeAlias = Row[*tuple[Any, ...]]
"""A row of chosen columns, read by name: the database's types are not seen by the checker."""


def make_engine(url: str) -> Engine:
    """Make the connection pool for a database URL; nothing is opened yet.

    Raises :class:`NotConfigured` for a URL that is not one of SQLite or PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:  # the second for a port that is no number
        raise NotConfigured(
            "HUB_DATABASE_URL is not a database URL. Use sqlite:///hub.db or "
            "postgresql+psycopg://user:password@host/name."
        ) from exc
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite_engine(url, file=parsed.database)
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            json_deserializer=_read_json,
        )
    raise NotConfigured(
        f"HUB_DATABASE_URL: the hub keeps its data in SQLite or PostgreSQL, not in {backend}."
    )


def make_transaction(engine: Engine) -> Transaction:
    """Make the opener of writing sessions: commit at the end of the block, rollback on error."""

    @contextmanager
    def transaction() -> Iterator[Session]:
        with Session(engine.execution_options(**{WRITES: True})) as session, session.begin():
            yield session

    return transaction


def make_reading(engine: Engine) -> Transaction:
    """Make the opener of reading sessions: what is changed in one is thrown away."""

    @contextmanager
    def reading() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    return reading


def fetch(
    session: Session, statement: Executable, *, parameters: Mapping[str, object] | None = None
) -> Sequence[Fetched]:
    """Read chosen columns without making objects of them: for many rows, or for hot pages.

    ``parameters`` fill the places that a statement made once leaves open.
    """
    return session.connection().execute(statement, parameters).all()


def insert_missing(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert rows; those that a constraint says are there already stay as they are."""
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.connection().execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _sqlite_engine(url: str, *, file: str | None) -> Engine:
    if file and file != ":memory:":
        Path(file).expanduser().parent.mkdir(parents=True, exist_ok=True)
    # As many as there are threads: a connection beyond the pool is set up anew each time. The last
    # one is used first: each that is used maps the whole file and fills a cache of its own.
    engine = create_engine(url, pool_size=THREADS, pool_use_lifo=True, json_deserializer=_read_json)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_json(text: str | bytes) -> object:
    """Read a column of JSON: short lists, of which one page reads a thousand.

    Half a surrogate pair, which only the slower parser takes, is read as it was written.
    """
    try:
        value: object = from_json(text)
    except ValueError:
        value = json.loads(text)
    return value


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transaction control would begin late and commit by itself: turn it off.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
        "mmap_size = 268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
