"""Brings a database to the tables this version needs, and says whether it has them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from hub.database import WRITES

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, *, to: str = "head") -> tuple[str | None, str | None]:
    """Run the missing steps; returns the revision before and after. Safe to run twice."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        before = current_revision(connection)
        command.upgrade(_config(connection), to)
        return before, current_revision(connection)


def is_current(engine: Engine) -> bool:
    """Say whether the database has every step."""
    with engine.connect() as connection:
        return current_revision(connection) == newest_revision()


def current_revision(connection: Connection) -> str | None:
    """Read the revision that the database is at; ``None`` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Name the newest revision that this version knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
