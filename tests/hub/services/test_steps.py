"""A pull made of steps: what was done is not done again, and a crash between loses nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from pickle import dumps, loads
from typing import TypeVar

import pytest
from sqlmodel import select

from hub.models import RunStatus, Source
from hub.services.schedule import due_sources
from hub.services.sync import refresh_source, sync_source
from integrations.records import CommentRecord
from tests.conftest import NOW, Database
from tests.hub.running import (
    SPEAKER,
    RunningHub,
    issue,
    last_run,
    project,
    put_lanternbus,
    running_hub,
    tasks,
)

Outcome = TypeVar("Outcome")


class Crash(Exception):
    """The process is killed."""


class Remembering:
    """Runs steps as a durable runner does: what a step returned is kept, pickled, for later."""

    def __init__(self) -> None:
        self.done: list[tuple[str, bytes]] = []
        self.crashes_after: int | None = None
        self.executed: list[str] = []
        self._position = 0

    def start(self, *, crashes_after: int | None = None) -> "Remembering":
        self._position = 0
        self.executed = []
        self.crashes_after = crashes_after
        return self

    def __call__(self, name: str, step: Callable[..., Outcome], /, *arguments: object) -> Outcome:
        if self._position < len(self.done):
            known, result = self.done[self._position]
            assert known == name, "the order of steps must follow from their results alone"
        else:
            if self.crashes_after == len(self.done):
                raise Crash
            result = dumps(step(*loads(dumps(arguments))))
            self.executed.append(name)
            self.done.append((name, result))
        self._position += 1
        return loads(result)  # type: ignore[no-any-return]


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        put_lanternbus(running.forge)
        running.forge.put_project(project("riders/another"))
        running.forge.put_issue("riders/another", issue(50))
        yield running


def test_pull_that_crashes_between_any_two_steps_ends_as_if_it_had_not(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    runner = Remembering()
    for crashes_after in range(100):
        try:
            result = sync_source(
                hub.context, source_id, run=runner.start(crashes_after=crashes_after)
            )
        except Crash:
            assert len(runner.executed) <= 1
            continue
        break

    assert result.status == RunStatus.DONE
    assert crashes_after > 8
    assert sorted(tasks(hub)) == [*range(1, 8), 50]
    run = last_run(hub)
    assert (run.issues_seen, run.tasks_changed, run.repositories_seen) == (8, 8, 2)
    assert run.requests_made == hub.forge.requests_made()


def test_comments_are_read_though_the_pull_died_before_the_last_page_was_noted(
    hub: RunningHub,
) -> None:
    source_id = hub.add_source("riders")
    said_at = NOW - timedelta(hours=60)
    for path, number in (("riders/lanternbus", 7), ("riders/another", 50)):
        claim = CommentRecord("c1", number, SPEAKER, "I'd like to work on this.", said_at, said_at)
        hub.forge.put_comment(path, claim)

    def die_at_the_last_page(
        name: str, step: Callable[..., Outcome], /, *arguments: object
    ) -> Outcome:
        outcome = step(*arguments)
        if name == "page" and len(tasks(hub)) == 8:
            raise Crash
        return outcome

    with pytest.raises(Crash):
        sync_source(hub.context, source_id, run=die_at_the_last_page)
    sync_source(hub.context, source_id)

    assert tasks(hub)[7].claimed_by == tasks(hub)[50].claimed_by == SPEAKER.login


def test_page_is_a_step(hub: RunningHub) -> None:
    runner = Remembering()

    sync_source(hub.context, hub.add_source("riders"), run=runner.start())

    # three pages and the end of the one, one page and the end of the other
    assert runner.executed.count("page") == 6


def test_refresh_reads_only_what_is_due(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    hub.forge.put_issue("riders/another", issue(50, hours_ago=24 * 300))
    hub.forge.put_project(project("riders/another", pushed_at=NOW - timedelta(days=300)))
    refresh_source(hub.context, source_id)
    assert len(tasks(hub)) == 8
    hub.clock.move(timedelta(hours=3))
    before = hub.forge.requests_made()

    result = refresh_source(hub.context, source_id)

    assert result.status == RunStatus.DONE
    # the list, and the repository that was pushed to a day ago; not the one that rests a week
    assert hub.forge.requests_made() - before == 2


def test_nothing_is_due_before_its_time(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    with hub.context.reading() as session:
        assert due_sources(session, now=NOW, limit=9) == [source_id]
    refresh_source(hub.context, source_id)

    with hub.context.reading() as session:
        due_at = session.exec(select(Source.due_at)).one()
        assert due_at is not None
        assert due_sources(session, now=due_at - timedelta(seconds=1), limit=9) == []
        assert due_sources(session, now=due_at, limit=9) == [source_id]


def test_source_that_was_told_to_wait_is_due_at_that_very_moment(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    until = NOW + timedelta(minutes=12)
    hub.forge.limit_until(until, after_requests=3)

    assert refresh_source(hub.context, source_id).retry_at == until

    with hub.context.reading() as session:
        assert due_sources(session, now=until - timedelta(seconds=1), limit=9) == []
        assert due_sources(session, now=until, limit=9) == [source_id]
