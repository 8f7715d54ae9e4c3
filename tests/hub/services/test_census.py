"""Issues that left a forge without a word: deleted, or moved to another repository."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.documents import TASKS
from hub.models import Freshness, Health, RunStatus
from hub.services.indexing import index_changes
from hub.services.sync import refresh_source, sync_repository, sync_source
from integrations.memory import MemoryForge
from integrations.records import ForgeKind
from tests.conftest import Database
from tests.hub.running import (
    HOST,
    RunningHub,
    issue,
    last_run,
    project,
    put_lanternbus,
    running_hub,
    tasks,
    the_repository,
)

PATH = "riders/lanternbus"


class SparingForge(MemoryForge):
    """A forge that leaves a list for later, unless it is told not to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.asked_all: list[str] = []

    def asking_all(self, cursor: str) -> str:
        self.asked_all.append(cursor)
        return cursor


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        put_lanternbus(running.forge)
        sync_source(running.context, running.add_source("riders"))
        index_changes(running.context)
        yield running


def found(hub: RunningHub) -> int:
    return hub.context.engine.count(TASKS.name)


def test_deleted_issue_is_noticed_within_a_day(hub: RunningHub) -> None:
    hub.forge.delete_issue(PATH, 3)
    hub.clock.move(timedelta(hours=21))

    refresh_source(hub.context, 1)
    index_changes(hub.context)

    gone = tasks(hub)[3]
    assert (gone.is_gone, gone.is_open, gone.freshness) == (True, False, Freshness.CLOSED)
    assert gone.closed_at == hub.clock.now()
    assert sum(task.is_open for task in tasks(hub).values()) == 6
    assert last_run(hub).records_gone == 1
    assert found(hub) == 6


def test_count_costs_one_request_a_day_while_nothing_left(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=21))
    before = hub.forge.requests_made()
    sync_source(hub.context, 1)
    with_count = hub.forge.requests_made() - before

    hub.clock.move(timedelta(minutes=1))
    before = hub.forge.requests_made()
    sync_source(hub.context, 1)

    assert with_count - (hub.forge.requests_made() - before) == 1
    assert not any(task.is_gone for task in tasks(hub).values())


def test_hint_that_an_issue_left_is_followed_at_once(hub: RunningHub) -> None:
    hub.forge.delete_issue(PATH, 5)
    row_id = the_repository(hub).id
    assert row_id is not None

    sync_repository(hub.context, row_id, has_lost_issues=True)

    assert tasks(hub)[5].is_gone


def test_hint_about_the_repository_reads_its_facts_anew(hub: RunningHub) -> None:
    row_id = the_repository(hub).id
    assert row_id is not None
    hub.forge.rename_project(PATH, "night/lanternbus")
    hub.forge.put_project(project("night/lanternbus", remote_id=PATH, is_archived=True))

    sync_repository(hub.context, row_id, has_new_facts=True)

    row = the_repository(hub)
    assert (row.path, row.is_archived) == ("night/lanternbus", True)


def test_hint_leaves_no_list_for_later(hub: RunningHub) -> None:
    forge = SparingForge(ForgeKind.FORGEJO, HOST, page_size=3, now=hub.clock.now)
    put_lanternbus(forge)
    context = replace(hub.context, forges={(forge.kind, forge.host): forge})
    row = the_repository(hub)
    assert row.id is not None

    sync_source(context, 1)
    assert forge.asked_all == []

    sync_repository(context, row.id)
    assert forge.asked_all == [row.issues_cursor]


def test_hint_that_a_repository_was_deleted_takes_its_tasks_away(hub: RunningHub) -> None:
    row_id = the_repository(hub).id
    assert row_id is not None
    hub.forge.delete_project(PATH)
    hub.clock.move(timedelta(minutes=1))

    result = sync_repository(hub.context, row_id, has_new_facts=True)
    index_changes(hub.context)

    assert result.status == RunStatus.DONE
    assert the_repository(hub).health == Health.GONE
    assert found(hub) == 0


def test_issue_that_comes_back_is_open_again(hub: RunningHub) -> None:
    hub.forge.delete_issue(PATH, 3)
    hub.clock.move(timedelta(hours=21))
    sync_source(hub.context, 1)
    hub.forge.put_issue(PATH, issue(3, updated_at=hub.clock.now()))

    sync_source(hub.context, 1)

    back = tasks(hub)[3]
    assert (back.is_gone, back.is_open, back.closed_at) == (False, True, None)


def test_issue_closed_meanwhile_is_closed_and_not_gone(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=21))
    hub.forge.close_issue(PATH, 2, at=hub.clock.now())

    sync_source(hub.context, 1)

    assert (tasks(hub)[2].is_gone, tasks(hub)[2].is_open) == (False, False)
