"""Where jobs are kept: a file of its own beside an SQLite hub, a schema within PostgreSQL.

On SQLite a file has one writer at a time. In its own file, asking for a job never waits for the
transaction of a pull, and short transactions take their turns quickly (:class:`TakingTurns`).
"""

import sqlite3
import time
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
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
            connect_args={"factory": _Connection, "timeout": 0},
        )
        event.listen(engine, "connect", _set_up_sqlite)
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
    ):
        connection.execute(f"PRAGMA {pragma}")


class TakingTurns(sqlite3.Cursor):
    """Begins a transaction as soon as the one of another process has ended.

    SQLite itself sleeps up to 100 ms between two looks, and a worker's next transaction gets in
    before that; a delivery of a forge would wait for several. Only what begins a transaction is
    tried again, so nothing is done twice.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> "TakingTurns":
        """Run a statement; raises :class:`sqlite3.OperationalError` if no turn comes in time."""
        until = time.monotonic() + TURN_WITHIN_S
        while True:
            try:
                super().execute(sql, parameters)
            except sqlite3.OperationalError as exc:
                is_taken = exc.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_taken or self.connection.in_transaction or time.monotonic() > until:
                    raise
                time.sleep(LOOKS_FOR_TURN_EVERY_S)
            else:
                return self


class _Connection(sqlite3.Connection):
    # The declared form takes a cursor of any kind; SQLAlchemy asks for none.
    def cursor(self, *_: object) -> TakingTurns:  # type: ignore[override]
        return super().cursor(TakingTurns)
