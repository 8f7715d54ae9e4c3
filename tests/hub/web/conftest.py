"""Fixtures for pages and the API: a client that speaks to the app without a network."""

from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web import rendering
from hub.web.app import create_app
from hub.web.environment import make_environment
from hub.web.icons import Icons


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Compile each template once in a process: every test has an application of its own."""
    compiled = Compiled()

    def with_compiled(templates_dir: Path, icons: Icons) -> Environment:
        environment = make_environment(templates_dir, icons)
        environment.bytecode_cache = compiled
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "make_environment", with_compiled)
        yield


class Compiled(BytecodeCache):
    """Keeps the code of templates in memory; the name of each stands with a hash of its text."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture
def client(indexed: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(indexed)) as opened:
        yield opened
