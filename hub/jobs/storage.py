"""Where jobs are kept: a file of its own beside an SQLite hub, a schema within PostgreSQL.

On SQLite a file has one writer at a time. In its own file, asking for a job never waits for the
transaction of a pull, and short transactions take their turns quickly (:func:`_run_in_turn`).
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dbos import DBOS, DBOSClient
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, ExecutionContext
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

APPLICATION = "otdhub"
SCHEMA = "dbos"
TURN_WITHIN_S = 15.0
LOOKS_FOR_TURN_EVERY_S = 0.002


def make_jobs_engine(database: Engine, data_dir: Path) -> Engine:
    """Make the connections to the jobs of the hub whose database this is; opens nothing yet."""
    if database.dialect.name == "sqlite":
        engine = create_engine(
            f"sqlite:///{(data_dir / 'jobs.db').as_posix()}",
            connect_args={"timeout": TURN_WITHIN_S},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "do_execute", _execute_in_turn)
        event.listen(engine, "do_executemany", _execute_many_in_turn)
        return engine
    return create_engine(database.url, pool_pre_ping=True, pool_size=10)


def make_client(engine: Engine) -> DBOSClient:
    """Make what asks for jobs and reads them; it runs none."""
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        application_name=APPLICATION,
        retry_connection_errors=False,
        lazy=True,
    )


def prepare(engine: Engine) -> None:
    """Make the tables of jobs, or bring them up to date. Safe to run at any time."""
    DBOS.migrate(engine.url.render_as_string(hide_password=False), schema=SCHEMA)


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # dbos relies on writers that take their place when they begin.
    connection.isolation_level = "IMMEDIATE"
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        # From here on we wait by ourselves.
        "busy_timeout = 0",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _execute_in_turn(
    cursor: DBAPICursor,
    statement: str,
    parameters: Sequence[object],
    _context: ExecutionContext | None,
) -> bool:
    _run_in_turn(cursor, lambda: cursor.execute(statement, parameters))
    return True  # it is done, SQLAlchemy need not


def _execute_many_in_turn(
    cursor: DBAPICursor,
    statement: str,
    parameters: Sequence[Sequence[object]],
    _context: ExecutionContext | None,
) -> bool:
    _run_in_turn(cursor, lambda: cursor.executemany(statement, parameters))
    return True


def _run_in_turn(cursor: DBAPICursor, run: Callable[[], object]) -> None:
    """Begin a transaction as soon as the one of another process has ended.

    SQLite itself sleeps up to 100 ms between two looks, and a worker's next transaction gets in
    before that; a delivery of a forge would wait for several. Only what begins a transaction is
    tried again, so nothing is done twice. Raises :class:`sqlite3.OperationalError` if no turn
    comes in time.
    """
    until = time.monotonic() + TURN_WITHIN_S
    while True:
        try:
            run()
        except sqlite3.OperationalError as exc:
            is_taken = getattr(exc, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not is_taken or cursor.connection.in_transaction or time.monotonic() > until:
                raise
            time.sleep(LOOKS_FOR_TURN_EVERY_S)
        else:
            return
