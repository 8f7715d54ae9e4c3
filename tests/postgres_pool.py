"""Databases of PostgreSQL for tests: one that a test is done with is emptied for the next.

Copying a template takes a quarter of a second, emptying a hundredth. What is not as the template
any more (another schema, jobs that ran) is dropped.
"""

from uuid import uuid4

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_SCHEMA = text(
    "SELECT md5(string_agg(concat_ws(' ', n.nspname, c.relname, a.attname, a.atttypid, "
    "a.attnotnull), ',' ORDER BY n.nspname, c.relname, a.attnum)) FROM pg_attribute a "
    "JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname IN ('public', 'dbos') AND a.attnum > 0 AND NOT a.attisdropped"
)
_VERSION = text("SELECT version_num FROM alembic_version")
_TABLES = text(
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = :schema "
    "AND tablename NOT IN ('alembic_version', 'dbos_migrations')"
)
_RESTART = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) "
    "FROM pg_sequences WHERE schemaname = 'public'"
)


class PostgresPool:
    """Gives databases that are as the template is, ``base`` being a URL named DATABASE."""

    def __init__(self, base: str, template: str) -> None:
        self._base = base
        self._template = template
        self._free: list[str] = []
        with self._engine(template).connect() as connection:
            self._state = _state(connection)

    def take(self) -> str:
        """Give the URL of an empty database."""
        if self._free:
            return self._free.pop()
        name = f"hub_{uuid4().hex}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self._base.replace("DATABASE", name)

    def give_back(self, url: str) -> None:
        """Keep a database for the next test if it can be made as new, else drop it."""
        name = url.rpartition("/")[2].partition("?")[0]
        with self._engine(name).connect() as connection:
            connection.execute(_END_OTHERS)
            is_as_new = self._emptied(connection)
        if is_as_new:
            self._free.append(url)
        else:
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def _emptied(self, connection: Connection) -> bool:
        if _state(connection) != self._state or _had_jobs(connection):
            return False
        # In this role no key is checked, so that the order of the tables is no matter.
        connection.execute(text("SET session_replication_role = replica"))
        tables = connection.scalars(_TABLES, {"schema": "public"}).all()
        connection.execute(text("; ".join(f"DELETE FROM {table}" for table in tables)))
        connection.execute(_RESTART)
        return True

    def _administer(self, statement: str) -> None:
        with self._engine("postgres").connect() as connection:
            connection.execute(text(statement))

    def _engine(self, name: str) -> Engine:
        url = self._base.replace("DATABASE", name)
        return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def _state(connection: Connection) -> tuple[str, str]:
    """Tell of which schema and which version of it a database is."""
    return str(connection.scalar(_SCHEMA)), str(connection.scalar(_VERSION))


def _had_jobs(connection: Connection) -> bool:
    tables = connection.scalars(_TABLES, {"schema": "dbos"}).all()
    return any(connection.scalar(text(f"SELECT EXISTS (SELECT FROM {name})")) for name in tables)
