"""Transactions, constraints and migrations, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, literal_column
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from hub import schema
from hub.database import insert_missing, make_engine
from hub.errors import NotConfigured
from hub.models import Author, Origin, Person, Project, Source, Task
from tests.conftest import NOW, Database

AUTHOR: dict[str, object] = {
    "forge": "github",
    "host": "github.com",
    "remote_id": "1",
    "login": "noor",
    "url": "https://github.com/noor",
    "is_bot": False,
}


def author(remote_id: str = "1") -> Author:
    return Author.model_validate(AUTHOR | {"remote_id": remote_id})


def test_migrations_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    assert differences == []


def test_upgrade_twice_changes_nothing(database: Database) -> None:
    before, after = schema.upgrade(database.engine)

    assert before == after == schema.newest_revision()
    assert schema.is_current(database.engine)


def test_connections_that_a_rush_opened_rest_afterwards(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    rush = [engine.connect() for _ in range(5)]
    for connection in rush:
        connection.close()

    used = set()
    for _ in range(5):
        with engine.connect() as connection:
            used.add(id(connection.connection.dbapi_connection))

    assert len(used) == 1
    engine.dispose()


def test_empty_database_is_not_current(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'hub.db'}")

    assert not schema.is_current(engine)
    assert schema.upgrade(engine) == (None, schema.newest_revision())
    engine.dispose()


def test_transaction_commits_at_its_end_and_rolls_back_on_an_error(database: Database) -> None:
    with database.transaction() as session:
        session.add(author("1"))
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([author("2"), author("1")])

    with database.reading() as session:
        assert session.exec(select(Author.remote_id)).all() == ["1"]


def test_reader_sees_one_state_while_another_writes(database: Database) -> None:
    with database.reading() as reading:
        if database.engine.dialect.name == "postgresql":
            reading.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        assert reading.exec(select(Author)).all() == []
        with database.transaction() as session:
            session.add(author())
        assert reading.exec(select(Author)).all() == []


def test_reading_session_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(author())
        session.flush()

    with database.reading() as session:
        assert session.exec(select(Author)).all() == []


def test_insert_missing_leaves_what_is_there(database: Database) -> None:
    with database.transaction() as session:
        insert_missing(session, Author, [AUTHOR])
        insert_missing(session, Author, [AUTHOR | {"login": "other"}, AUTHOR | {"remote_id": "2"}])
        insert_missing(session, Author, [])

    with database.reading() as session:
        assert session.exec(select(Author.login).order_by(Author.remote_id)).all() == [
            "noor",
            "noor",
        ]


def task(session: Session, **fields: object) -> Task:
    stored = Project(slug="p", name="P", added_at=NOW, changed_at=NOW)
    session.add(stored)
    session.flush()
    assert stored.id is not None
    made = Task(
        project_id=stored.id,
        origin=Origin.NEED,
        title="T",
        opened_at=NOW,
        updated_at=NOW,
        changed_at=NOW,
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"origin": Origin.ISSUE}, {"remote_id": "7"}, {"project_id": 999}],
    ids=["no title", "issue without a forge", "need with a forge's id", "no such project"],
)
def test_database_refuses_tasks_that_cannot_be(
    database: Database, fields: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(task(session, **fields))


def test_database_refuses_people_and_sources_that_cannot_be(database: Database) -> None:
    wrong = [
        Person(handle="a", name="", joined_at=NOW, changed_at=NOW),
        Person(handle="a", name="A", hours_per_week=0, joined_at=NOW, changed_at=NOW),
        Source(forge="github", host="h", scope="owner", locator="", added_at=NOW),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), database.transaction() as session:
            session.add(row)


def test_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="needs a time zone"), database.transaction() as session:
        session.add(
            Source(forge="github", host="h", scope="owner", locator="x",
                   added_at=NOW.replace(tzinfo=None))
        )  # fmt: skip


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "http://localhost/x"])
def test_url_of_no_database_says_what_to_set(url: str) -> None:
    with pytest.raises(NotConfigured):
        make_engine(url)


def test_lists_that_a_strict_parser_refuses_are_read(database: Database) -> None:
    stored = """'["half a pair: \\ud83d", "whole"]'"""
    is_sqlite = database.engine.dialect.name == "sqlite"
    column = literal_column(stored if is_sqlite else f"CAST({stored} AS JSON)", JSON)
    with database.reading() as session:
        read = session.connection().execute(select(column)).scalar_one()
    assert list(read) == ["half a pair: \ud83d", "whole"]
