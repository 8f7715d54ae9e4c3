"""Fixtures for the hub: a database of each kind with the sample in it, and a context over it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from hub.context import AppContext
from hub.settings import Settings
from search.tantivy import TantivyEngine
from tests.conftest import Database
from tests.hub.kept_index import KeptIndex
from tests.hub.sample import Sample, build_sample


@dataclass(frozen=True)
class StoppedClock:
    """A clock that stands at one instant."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"Nothing may sleep in a test: {seconds} s")


@pytest.fixture
def sample(database: Database, now: datetime) -> Sample:
    with database.transaction() as session:
        return build_sample(session, now)


@pytest.fixture
def context(database: Database, tmp_path: Path, now: datetime) -> Iterator[AppContext]:
    """A hub without forges, with empty indexes."""
    engine = TantivyEngine(tmp_path / "index")
    made = AppContext(
        settings=Settings(_env_file=None, data_dir=tmp_path),
        database=database.engine,
        transaction=database.transaction,
        reading=database.reading,
        forges={},
        engine=engine,
        clock=StoppedClock(now),
    )
    yield made
    engine.close()


@pytest.fixture(scope="session")
def kept_index(tmp_path_factory: pytest.TempPathFactory) -> KeptIndex:
    return KeptIndex(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def indexed(
    context: AppContext, sample: Sample, kept_index: KeptIndex, tmp_path: Path
) -> AppContext:
    """The hub with the sample in its database and its indexes."""
    kept_index.lay(context, tmp_path / "index")
    return context
