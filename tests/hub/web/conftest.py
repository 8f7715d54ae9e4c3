"""Fixtures for pages and the API: a client that speaks to the app without a network."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web.app import create_app


@pytest.fixture
def client(indexed: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(indexed)) as opened:
        yield opened
