"""Where jobs are kept: a file of its own beside an SQLite hub, a schema within PostgreSQL.

On SQLite a file has one writer at a time. In its own file, asking for a job never waits for the
transaction of a pull.
"""

import sqlite3
from pathlib import Path

from dbos import DBOS, DBOSClient
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry

APPLICATION = "otdhub"
SCHEMA = "dbos"
BUSY_TIMEOUT_MS = 15_000


def make_jobs_engine(database: Engine, data_dir: Path) -> Engine:
    """Make the connections to the jobs of the hub whose database this is; opens nothing yet."""
    if database.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{(data_dir / 'jobs.db').as_posix()}")
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
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
