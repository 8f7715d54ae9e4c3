"""What keeps the jobs: turns between processes on SQLite."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from hub.jobs import storage
from hub.jobs.storage import make_jobs_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_jobs_engine(create_engine("sqlite://"), tmp_path)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE job (number INTEGER PRIMARY KEY)"))
    yield made
    made.dispose()


@contextmanager
def held(file: Path) -> Iterator[sqlite3.Connection]:
    """Hold the only place of a writer, as another process would."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


@contextmanager
def held_for(seconds: float, file: Path) -> Iterator[None]:
    with held(file) as other:
        timer = Timer(seconds, other.execute, ("COMMIT",))
        timer.start()
        try:
            yield
        finally:
            timer.join()  # a connection that is used must not be closed


def test_a_writer_takes_its_turn_when_the_one_before_ends(engine: Engine, tmp_path: Path) -> None:
    with held_for(0.2, tmp_path / "jobs.db"), engine.begin() as connection:
        connection.execute(text("INSERT INTO job VALUES (1)"))
        connection.execute(text("INSERT INTO job VALUES (2)"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM job")).scalars().all() == [1, 2]


def test_who_gets_no_turn_is_told(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "TURN_WITHIN_S", 0.05)
    with (
        held(tmp_path / "jobs.db"),
        pytest.raises(OperationalError, match="database is locked"),
        engine.begin() as connection,
    ):
        connection.execute(text("INSERT INTO job VALUES (1)"))


def test_a_mistake_is_no_reason_to_wait(engine: Engine) -> None:
    began_at = time.monotonic()
    with pytest.raises(OperationalError, match="no such table"), engine.begin() as connection:
        connection.execute(text("INSERT INTO jobs VALUES (1)"))
    assert time.monotonic() - began_at < storage.TURN_WITHIN_S / 3


def test_a_writer_of_many_rows_takes_its_turn_too(engine: Engine, tmp_path: Path) -> None:
    rows = [{"number": number} for number in range(1, 4)]
    with held_for(0.2, tmp_path / "jobs.db"), engine.begin() as connection:
        connection.execute(text("INSERT INTO job VALUES (:number)"), rows)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM job")).scalars().all() == [1, 2, 3]
