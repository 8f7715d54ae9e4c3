"""Texts that had their time are forgotten, and come back when the issue does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from hub.models import Author, Repository, Source, Task
from hub.normalise.issues import normalise_issue
from hub.services import old_texts, retention, rules
from hub.services.indexing import index_changes
from hub.services.issues import store_issues
from hub.services.sync import sync_source
from integrations.records import IssueRecord
from tests.conftest import Database
from tests.hub.running import RunningHub, issue, project, running_hub, tasks, the_repository

PATH = "riders/lanternbus"


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as made:
        made.forge.put_project(project(PATH))
        yield made


def texts(hub: RunningHub) -> dict[int, str]:
    return {number: task.body for number, task in tasks(hub).items()}


def mark(hub: RunningHub, number: int, **columns: object) -> None:
    with hub.context.transaction() as session:
        task = session.exec(select(Task).where(Task.number == number)).one()
        for name, value in columns.items():
            setattr(task, name, value)


def test_text_of_a_lost_issue_goes_after_a_month(hub: RunningHub) -> None:
    for number in (1, 2, 3):
        hub.forge.put_issue(PATH, issue(number))
    sync_source(hub.context, hub.add_source("riders"))
    now = hub.clock.now()
    kept = now - old_texts.GONE_KEPT_FOR + timedelta(seconds=1)
    mark(hub, 1, is_gone=True, is_open=False, closed_at=now - old_texts.GONE_KEPT_FOR)
    mark(hub, 2, is_gone=True, is_open=False, closed_at=kept)

    retention.forget_old_texts(hub.context)

    assert texts(hub) == {1: "", 2: "Please help.", 3: "Please help."}
    assert tasks(hub)[1].title == "Task number 1"


def test_text_is_forgotten_once_and_the_index_follows_once(hub: RunningHub) -> None:
    hub.forge.put_issue(PATH, issue(1))
    sync_source(hub.context, hub.add_source("riders"))
    index_changes(hub.context)
    mark(hub, 1, is_gone=True, is_open=False, closed_at=hub.clock.now() - old_texts.GONE_KEPT_FOR)
    hub.clock.move(timedelta(minutes=1))

    assert old_texts.forget_texts(hub.context) == 1
    assert old_texts.forget_texts(hub.context) == 0
    index_changes(hub.context)
    assert index_changes(hub.context) == 0
    assert rules.follow_rules(hub.context, version="other").read == 0


def test_issue_that_comes_back_brings_its_text(hub: RunningHub) -> None:
    hub.forge.put_issue(PATH, issue(1))
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    mark(hub, 1, is_gone=True, is_open=False, closed_at=hub.clock.now() - old_texts.GONE_KEPT_FOR)
    retention.forget_old_texts(hub.context)
    hub.forge.put_issue(PATH, issue(1, hours_ago=0))

    sync_source(hub.context, source_id)

    assert texts(hub) == {1: "Please help."}
    assert tasks(hub)[1].normalised_by is not None


def test_text_of_what_was_closed_long_ago_is_not_stored_anew(hub: RunningHub) -> None:
    now = hub.clock.now()
    closed = issue(1, hours_ago=1, is_open=False, closed_at=now - timedelta(hours=1))
    hub.forge.put_issue(PATH, closed)
    sync_source(hub.context, hub.add_source("riders"))
    hub.clock.move(old_texts.CLOSED_KEPT_FOR - timedelta(hours=2))
    retention.forget_old_texts(hub.context)
    assert texts(hub) == {1: "Please help."}
    hub.clock.move(timedelta(hours=1))
    retention.forget_old_texts(hub.context)
    assert texts(hub) == {1: ""}

    assert store(hub, closed) == 0
    assert store(hub, replace(closed, updated_at=hub.clock.now())) == 1
    assert texts(hub) == {1: "Please help."}


def store(hub: RunningHub, record: IssueRecord) -> int:
    """Store an issue as any pull that meets it does; returns how many changed."""
    now = hub.clock.now()
    values = normalise_issue(record, languages=("Python",), topics=(), now=now)
    with hub.context.transaction() as session:
        row = session.exec(select(Repository)).one()
        return store_issues(session, row, [(record, values)], now=now)


def test_text_of_a_removed_source_goes_and_comes_back_with_it(hub: RunningHub) -> None:
    hub.forge.put_issue(PATH, issue(1))
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    with hub.context.transaction() as session:
        session.delete(session.get_one(Source, source_id))
    retention.forget_old_texts(hub.context)
    assert texts(hub) == {1: "Please help."}
    hub.clock.move(old_texts.GONE_KEPT_FOR)

    retention.forget_old_texts(hub.context)
    assert texts(hub) == {1: ""}
    assert the_repository(hub).issues_cursor is None

    sync_source(hub.context, hub.add_source("riders"))
    assert texts(hub) == {1: "Please help."}


def test_logins_that_no_task_names_are_forgotten(hub: RunningHub, now: datetime) -> None:
    hub.forge.put_issue(PATH, issue(1))
    sync_source(hub.context, hub.add_source("riders"))
    with hub.context.transaction() as session:
        session.add_all(
            Author(forge="forgejo", host="forge.example", remote_id=str(number), login="x", url="u")
            for number in range(1000, 2100)
        )

    assert old_texts.forget_authors(hub.context) == 1100
    assert old_texts.forget_authors(hub.context) == 0
    with hub.context.reading() as session:
        assert session.exec(select(Author.login)).all() == ["noor"]
