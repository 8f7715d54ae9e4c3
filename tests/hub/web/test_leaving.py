"""Who leaves takes everything along: nothing of them is left in the database, index or logs."""

from collections.abc import Iterator
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.services.indexing import index_changes, rebuild
from hub.services.retention import forget_ended
from hub.web.app import create_app
from search.base import SearchQuery
from tests.hub.sample import Sample
from tests.hub.web.canaries import CLOSED, EVERYTHING, HANDLE, OPENED, Choices, prepared
from tests.hub.web.signing_in import send, sign_in

WORDS = {HANDLE, *OPENED.values(), *CLOSED.values()}


def left_in_tables(context: AppContext) -> Iterator[str]:
    """Say in which table which word stands."""
    with context.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.connection().execute(select(table)).all():
                text = str(tuple(row)).lower()
                yield from (f"{word} in {table.name}" for word in WORDS if word.lower() in text)


def left_in_files(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes().lower()
            yield from (f"{word} in {file.name}" for word in WORDS if word.lower().encode() in held)


def test_nothing_is_left_of_who_left(indexed: AppContext, sample: Sample, tmp_path: Path) -> None:
    prepared(indexed, sample, Choices(asks=True, pauses=False, filled=EVERYTHING, is_findable=True))
    assert set(left_in_tables(indexed))
    with structlog.testing.capture_logs() as logs, TestClient(create_app(indexed)) as client:
        sign_in(client, indexed, HANDLE)
        exported = client.get("/account/export.json").text
        assert {word for word in WORDS if word not in exported} == set()

        answer = send(client, "/account/delete", {"typed_name": OPENED["name"]})

        assert answer.status_code == 303
        index_changes(indexed)
        forget_ended(indexed)
    assert set(left_in_tables(indexed)) == set()
    # What the engine has deleted goes from its files when it merges them; a rebuild does it now.
    rebuild(indexed)
    assert set(left_in_files(tmp_path / "index")) == set()
    for word in WORDS:
        for index in ("people", "members", "tasks", "projects"):
            assert indexed.engine.search(SearchQuery(index, f"{word} ", is_exact=True)).total == 0
    assert {word for word in WORDS if word.lower() in str(logs).lower()} == set()
