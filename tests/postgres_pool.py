"""Databases of PostgreSQL for tests: one that a test is done with is emptied for the next.

Copying a template takes a quarter of a second, emptying a hundredth. What is not as the template
any more (another schema, jobs that ran) is dropped.
"""

from uuid import uuid4

from sqlalchemy import Connection, create_engine, text

# By the base of the server: what can be taken, and what the schema of the template is.
_free: dict[str, list[str]] = {}
_schemas: dict[str, str] = {}

_IS_ALONE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_SCHEMA = text(
    "SELECT md5(string_agg(concat_ws(' ', c.relname, a.attname, a.atttypid, a.attnotnull), ',' "
    "ORDER BY c.relname, a.attnum)) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
)
_HAS_JOBS = text("SELECT to_regclass('dbos.workflow_status') IS NOT NULL")
_HAD_JOBS = text("SELECT EXISTS (SELECT FROM dbos.workflow_status)")
_TABLES = text(
    "SELECT quote_ident(tablename) FROM pg_tables "
    "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)
_RESTART = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) "
    "FROM pg_sequences WHERE schemaname = 'public'"
)


def take(base: str) -> str:
    """Give the URL of an empty database; ``base`` is one with DATABASE for its name."""
    free = _free.setdefault(base, [])
    return free.pop() if free else _made(base)


def give_back(base: str, url: str) -> None:
    """Keep a database for the next test if it can be made as new, else drop it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(_IS_ALONE)
        is_as_new = _emptied(connection, _schemas[base])
    engine.dispose()
    if is_as_new:
        _free[base].append(url)
    else:
        _administered(base, f"DROP DATABASE {url.rpartition('/')[2].partition('?')[0]}")


def _made(base: str) -> str:
    name = f"hub_{uuid4().hex}"
    _administered(base, f"CREATE DATABASE {name} TEMPLATE hub_template")
    url = base.replace("DATABASE", name)
    if base not in _schemas:
        engine = create_engine(url)
        with engine.connect() as connection:
            _schemas[base] = connection.scalar(_SCHEMA)
        engine.dispose()
    return url


def _emptied(connection: Connection, schema: str) -> bool:
    if connection.scalar(_HAS_JOBS) and connection.scalar(_HAD_JOBS):
        return False
    if connection.scalar(_SCHEMA) != schema:
        return False
    # In this role no key is checked, so that the order of the tables is no matter.
    connection.execute(text("SET session_replication_role = replica"))
    for table in connection.scalars(_TABLES).all():
        connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(_RESTART)
    return True


def _administered(base: str, statement: str) -> None:
    admin = create_engine(base.replace("DATABASE", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
