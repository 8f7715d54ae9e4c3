"""Pulling sources: nothing twice, nothing lost, nothing ended by one bad record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from hub.errors import NotConfigured, NotFound
from hub.models import (
    Author,
    Freshness,
    Health,
    Project,
    Repository,
    RunStatus,
    Source,
    SyncRun,
    Task,
)
from hub.services.indexing import index_changes
from hub.services.sync import sync_source
from integrations.errors import ForgeUnavailable, RecordGone
from integrations.records import IssueRecord, LinkedChange, Page, SourceScope
from tests.conftest import NOW, Database
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


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        put_lanternbus(running.forge)
        yield running


def test_source_is_pulled_whole(hub: RunningHub) -> None:
    result = sync_source(hub.context, hub.add_source("riders"))

    assert result.status == RunStatus.DONE
    assert sorted(tasks(hub)) == list(range(1, 8))
    run = last_run(hub)
    assert (run.repositories_seen, run.issues_seen, run.tasks_changed) == (1, 7, 7)
    row = the_repository(hub)
    assert row.languages == ("Python",)
    assert row.health == Health.GOOD
    assert row.good_at == NOW


def test_second_pull_changes_nothing(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    before = tasks(hub)
    hub.clock.move(timedelta(hours=1))

    sync_source(hub.context, source_id)

    assert last_run(hub).tasks_changed == 0
    assert {n: t.changed_at for n, t in tasks(hub).items()} == {
        n: t.changed_at for n, t in before.items()
    }


def test_only_a_real_change_moves_changed_at(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_issue(
        "riders/lanternbus", issue(3, title="A new title", updated_at=hub.clock.now())
    )

    sync_source(hub.context, source_id)

    assert [n for n, t in tasks(hub).items() if t.changed_at == hub.clock.now()] == [3]
    assert tasks(hub)[3].title == "A new title"


def test_interrupted_pull_goes_on_where_it_stopped(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    # discover, complete (2), and the first page of three issues are answered
    hub.forge.fail(ForgeUnavailable("The line is dead."), after_requests=4)
    assert sync_source(hub.context, source_id).status == RunStatus.FAILED
    assert sorted(tasks(hub)) == [1, 2, 3]
    hub.forge.heal()

    assert sync_source(hub.context, source_id).status == RunStatus.DONE

    assert sorted(tasks(hub)) == list(range(1, 8))
    assert last_run(hub).issues_seen == 4


def test_closed_issue_closes_its_task(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.clock.move(timedelta(hours=1))
    hub.forge.close_issue("riders/lanternbus", 2, at=hub.clock.now())

    sync_source(hub.context, source_id)

    closed = tasks(hub)[2]
    assert not closed.is_open
    assert closed.freshness == Freshness.CLOSED


def test_rate_limit_ends_the_run_and_says_until_when(hub: RunningHub) -> None:
    until = NOW + timedelta(minutes=12)
    hub.forge.limit_until(until, after_requests=4)

    result = sync_source(hub.context, hub.add_source("riders"))

    assert result.status == RunStatus.WAITING
    assert result.retry_at == until
    with hub.context.reading() as session:
        source = session.exec(select(Source)).one()
    assert source.health == Health.WAITING
    assert source.retry_at == until


def test_bad_record_is_skipped_counted_and_said(hub: RunningHub) -> None:
    hub.forge.spoil_issue("riders/lanternbus", 4, reason="It has no title.")

    result = sync_source(hub.context, hub.add_source("riders"))

    assert result.status == RunStatus.DONE
    assert sorted(tasks(hub)) == [1, 2, 3, 5, 6, 7]
    assert last_run(hub).records_skipped == 1
    assert last_run(hub).problems == ("riders/lanternbus#4: It has no title.",)


def test_repository_that_refuses_does_not_end_the_pull(hub: RunningHub) -> None:
    hub.forge.put_project(project("riders/another"))
    hub.forge.put_issue("riders/another", issue(50))
    hub.forge.refuse("riders/lanternbus")

    result = sync_source(hub.context, hub.add_source("riders"))

    assert result.status == RunStatus.DONE
    assert sorted(tasks(hub)) == [50]
    with hub.context.reading() as session:
        health = dict(session.exec(select(Repository.path, Repository.health)).all())
    assert health == {"riders/lanternbus": Health.REFUSED, "riders/another": Health.GOOD}


def test_rename_keeps_the_repository_and_its_tasks(hub: RunningHub) -> None:
    source_id = hub.add_source("riders/lanternbus", SourceScope.REPOSITORY)
    sync_source(hub.context, source_id)
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")

    assert sync_source(hub.context, source_id).status == RunStatus.DONE

    row = the_repository(hub)
    assert (row.path, row.path_key) == ("night/lanternbus", "night/lanternbus")
    assert len(tasks(hub)) == 7
    with hub.context.reading() as session:
        assert session.exec(select(Source.locator)).one() == "night/lanternbus"


def test_new_repository_under_a_former_path_is_another_one(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.delete_project("riders/lanternbus")
    hub.forge.put_project(project("riders/lanternbus", remote_id="other"))
    hub.forge.put_issue("riders/lanternbus", issue(90))

    sync_source(hub.context, source_id)

    with hub.context.reading() as session:
        rows = session.exec(select(Repository.remote_id, Repository.path_key)).all()
    assert ("other", "riders/lanternbus") in rows
    assert len(rows) == 2


def test_deleted_repository_is_gone_and_its_tasks_are_kept_for_its_return(hub: RunningHub) -> None:
    hub.forge.put_project(project("riders/another"))
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.delete_project("riders/lanternbus")

    assert sync_source(hub.context, source_id).status == RunStatus.DONE

    with hub.context.reading() as session:
        row = session.exec(select(Repository).where(Repository.path == "riders/lanternbus")).one()
    assert row.health == Health.GONE
    assert row.issues_cursor is None
    assert row.message


def test_archived_repository_is_not_asked_for_issues(hub: RunningHub) -> None:
    hub.forge.put_project(project("riders/lanternbus", is_archived=True))

    sync_source(hub.context, hub.add_source("riders"))

    assert tasks(hub) == {}
    assert the_repository(hub).is_archived


def test_disabled_issue_list_is_no_failure(hub: RunningHub) -> None:
    hub.forge.put_project(project("riders/lanternbus", has_issues=False))

    assert sync_source(hub.context, hub.add_source("riders")).status == RunStatus.DONE

    assert the_repository(hub).health == Health.GOOD


def test_source_that_is_gone_says_so(hub: RunningHub) -> None:
    result = sync_source(hub.context, hub.add_source("nobody"))

    assert result.status == RunStatus.FAILED
    with hub.context.reading() as session:
        source = session.exec(select(Source)).one()
    assert source.health == Health.GONE
    assert source.message == result.message


def test_ghost_author_and_hostile_text_are_stored(hub: RunningHub) -> None:
    hostile = "<script>alert(1)</script> \u202e مرحبا 🦀 " + "x" * 65_536
    hub.forge.put_issue("riders/lanternbus", issue(8, author=None, body=hostile))

    sync_source(hub.context, hub.add_source("riders"))

    stored = tasks(hub)[8]
    assert stored.author_id is None
    assert stored.body.startswith("<script>alert(1)</script>")


def test_author_is_stored_once(hub: RunningHub) -> None:
    sync_source(hub.context, hub.add_source("riders"))

    with hub.context.reading() as session:
        assert session.exec(select(Author.login)).all() == ["noor"]


def test_unread_source_makes_its_tasks_unknown_after_two_days(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.refuse()
    hub.clock.move(timedelta(hours=1))
    sync_source(hub.context, source_id)
    index_changes(hub.context)
    assert tasks(hub)[1].freshness == Freshness.OPEN

    hub.clock.move(timedelta(days=2))
    index_changes(hub.context)
    assert tasks(hub)[1].freshness == Freshness.UNKNOWN

    hub.forge.heal()
    sync_source(hub.context, source_id)
    index_changes(hub.context)
    assert tasks(hub)[1].freshness == Freshness.OPEN


def test_unknown_source_and_unknown_forge_are_said(hub: RunningHub) -> None:
    with pytest.raises(NotFound, match="no source 77"):
        sync_source(hub.context, 77)
    with hub.context.transaction() as session:
        session.add(
            Source(forge="sourcehut", host="sr.ht", scope="owner", locator="x", added_at=NOW)
        )
    with pytest.raises(NotConfigured, match="cannot read sourcehut"):
        sync_source(hub.context, 1)


def test_task_cannot_exist_twice_for_one_issue(hub: RunningHub) -> None:
    sync_source(hub.context, hub.add_source("riders"))
    original = tasks(hub)[1]
    twin = Task(**(original.model_dump() | {"id": None}))

    with pytest.raises(IntegrityError), hub.context.transaction() as session:
        session.add(twin)


def test_interrupted_run_is_told_from_one_that_runs(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    with hub.context.transaction() as session:
        session.add(SyncRun(source_id=source_id, started_at=NOW - timedelta(hours=1)))

    sync_source(hub.context, source_id)

    with hub.context.reading() as session:
        statuses = session.exec(select(SyncRun.status).order_by(SyncRun.id)).all()  # type: ignore[arg-type]
    assert statuses == [RunStatus.INTERRUPTED, RunStatus.DONE]


def test_catalogue_listing_of_a_renamed_repository_is_folded_in(hub: RunningHub) -> None:
    sync_source(hub.context, hub.add_source("riders"))
    with hub.context.transaction() as session:
        listed = Project(slug="night", name="Night", added_at=NOW, changed_at=NOW)
        session.add(listed)
        session.flush()
        listed_id = listed.id
        assert listed_id is not None
        session.add(
            Repository(
                project_id=listed_id, forge=hub.forge.kind, host=hub.forge.host,
                path="night/lanternbus", path_key="night/lanternbus", url="https://x.example",
                changed_at=NOW,
            )
        )  # fmt: skip
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")

    sync_source(hub.context, hub.add_source("night"))

    assert the_repository(hub).path == "night/lanternbus"
    with hub.context.reading() as session:
        assert not session.get_one(Project, listed_id).is_listed
    assert len(tasks(hub)) == 7


def test_errors_of_a_forge_never_leave_a_run_open(hub: RunningHub) -> None:
    hub.forge.fail(RecordGone("It is gone."), path="riders/lanternbus", after_requests=3)

    assert sync_source(hub.context, hub.add_source("riders")).status == RunStatus.DONE
    assert last_run(hub).status == RunStatus.DONE


def test_task_with_an_open_change_is_in_review_until_that_is_closed(hub: RunningHub) -> None:
    """The change may come before or after the issue that it closes."""
    change = LinkedChange(f"https://{HOST}/pulls/9", is_open=True, closes=(1, 6))
    source_id = hub.add_source("riders")
    with changes_on_first_page(hub, change):
        sync_source(hub.context, source_id)
    index_changes(hub.context)

    assert {n for n, t in tasks(hub).items() if t.freshness == Freshness.REVIEW} == {1, 6}

    hub.clock.move(timedelta(hours=1))
    hub.forge.put_issue("riders/lanternbus", issue(7, title="News", updated_at=hub.clock.now()))
    with changes_on_first_page(hub, replace(change, is_open=False)):
        sync_source(hub.context, source_id)
    index_changes(hub.context)

    assert all(task.linked_change_url is None for task in tasks(hub).values())
    assert {task.freshness for task in tasks(hub).values()} == {Freshness.OPEN}


@contextmanager
def changes_on_first_page(hub: RunningHub, change: LinkedChange) -> Iterator[None]:
    """Let the forge list a change among its issues, as GitHub does."""
    usual = hub.forge.issues

    def issues(path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        for number, page in enumerate(usual(path, cursor)):
            yield replace(page, changes=(change,)) if number == 0 else page

    hub.forge.issues = issues  # type: ignore[method-assign]
    yield
    hub.forge.issues = usual  # type: ignore[method-assign]


def test_claimed_task_stays_taken_when_its_issue_changes(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    with hub.context.transaction() as session:
        task = session.exec(select(Task).where(Task.number == 3)).one()
        task.claimed_by, task.claimed_at, task.freshness_turns_at = "noor", NOW, NOW
    index_changes(hub.context)
    assert tasks(hub)[3].freshness == Freshness.TAKEN
    changed = replace(hub.forge.issue("riders/lanternbus", 3), title="New", updated_at=NOW)
    hub.forge.put_issue("riders/lanternbus", changed)
    sync_source(hub.context, source_id)
    assert (tasks(hub)[3].title, tasks(hub)[3].freshness) == ("New", Freshness.TAKEN)
    index_changes(hub.context)
    assert tasks(hub)[3].freshness == Freshness.TAKEN
