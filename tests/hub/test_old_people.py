"""A hub that was there before people chose who sees what: nobody is seen by more than before."""

from pathlib import Path

from sqlalchemy import Engine, text

from hub import schema
from hub.database import WRITES, make_engine

ASKED, PAUSED_UNTIL = "2026-01-01 00:00:00", "2026-02-01 00:00:00"


def add_person(engine: Engine, handle: str, asked: str | None, paused: str | None) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (handle, name, kinds, causes, spoken, never_projects,"
                " suggested_since, paused_until, joined_at, changed_at)"
                " VALUES (:handle, :handle, '[]', '[]', '[]', '[]', :asked, :paused, :now, :now)"
            ),
            {"handle": handle, "asked": asked, "paused": paused, "now": ASKED},
        )


def test_who_asked_to_be_suggested_stays_seen_and_nobody_else_is(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    schema.upgrade(engine, to="0013")
    add_person(engine, "asked", ASKED, None)
    add_person(engine, "paused", ASKED, PAUSED_UNTIL)
    add_person(engine, "private", None, None)

    schema.upgrade(engine)

    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT handle, name_seen_by, own_line_seen_by, findable_since FROM person")
        ).all()
    engine.dispose()
    assert {row.handle: tuple(row)[1:3] for row in found} == {
        "asked": ("everyone", "everyone"),
        "paused": ("everyone", "everyone"),
        "private": ("members", "oneself"),
    }
    assert [row.handle for row in found if row.findable_since] == ["asked"]
