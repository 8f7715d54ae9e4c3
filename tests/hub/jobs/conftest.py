"""A hub with jobs, on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import create_engine

from hub.jobs.asking import opened_jobs
from hub.jobs.storage import prepare
from tests.conftest import Database
from tests.hub.jobs.running import JobsHub
from tests.hub.running import put_lanternbus, running_hub
from tests.postgres_pool import PostgresPool


@pytest.fixture(scope="session")
def postgres_pool(postgres_pool: PostgresPool, postgres_server: str) -> PostgresPool:
    """Databases with the tables of jobs: making them takes seconds."""
    engine = create_engine(postgres_pool.take())
    prepare(engine)
    template = engine.url.database
    engine.dispose()
    assert template
    return PostgresPool(postgres_server, template)


@pytest.fixture
def jobs_hub(database: Database, tmp_path: Path) -> Iterator[JobsHub]:
    with running_hub(database, tmp_path) as hub:
        put_lanternbus(hub.forge)
        with opened_jobs(hub.context) as asked:
            yield JobsHub(hub, asked)
