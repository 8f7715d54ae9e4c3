"""A hub whose search index is not there: what every page has to stand without."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web.app import create_app
from search.tantivy import TantivyEngine


@contextmanager
def client_without_index(context: AppContext, folder: Path) -> Iterator[TestClient]:
    """Open a client to the same hub over an engine that has no index."""
    engine = TantivyEngine(folder / "no-index")
    try:
        with TestClient(create_app(replace(context, engine=engine))) as client:
            yield client
    finally:
        engine.close()
