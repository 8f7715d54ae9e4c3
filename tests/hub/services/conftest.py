"""Fixtures of several modules: an engine with nothing in it, a hub that reads catalogues."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.addresses import AddressGuard
from integrations.catalogues import CatalogueReader
from search.base import SearchEngine
from search.tantivy import TantivyEngine
from tests.conftest import Database
from tests.hub.running import RunningHub, running_hub
from tests.integrations.catalogues.test_fetching import CatalogueServer


@pytest.fixture
def engine_without_index(tmp_path: Path) -> Iterator[SearchEngine]:
    engine = TantivyEngine(tmp_path / "nothing-here")
    yield engine
    engine.close()


@pytest.fixture
def catalogue_server() -> Iterator[CatalogueServer]:
    with CatalogueServer() as running:
        yield running


@pytest.fixture
def catalogue_hub(
    database: Database, tmp_path: Path, catalogue_server: CatalogueServer
) -> Iterator[RunningHub]:
    host = catalogue_server.url.removeprefix("http://")
    reader = CatalogueReader(AddressGuard.allowing((host,)))
    with running_hub(database, tmp_path / "hub") as running:
        yield replace(running, context=replace(running.context, catalogues=reader))
