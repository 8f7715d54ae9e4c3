"""What a pull finds: moves, listings of catalogues, and repositories without tasks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from hub.models import (
    Health,
    Project,
    Repository,
    RunStatus,
    Source,
)
from hub.services import sources
from hub.services.sync import sync_source
from integrations.errors import RecordInvalid
from integrations.records import ProjectRecord, SourceScope
from tests.conftest import NOW, Database
from tests.hub.running import (
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


def test_transfer_to_another_owner_leaves_the_source_as_it_is(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.put_project(project("riders/another"))
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    hub.clock.move(timedelta(days=1))

    assert sync_source(hub.context, source_id).status == RunStatus.DONE

    with hub.context.reading() as session:
        assert session.exec(select(Source.locator)).one() == "riders"
        paths = set(session.exec(select(Repository.path)))
    assert paths == {"riders/another", "night/lanternbus"}
    assert len(tasks(hub)) == 7


def test_unreadable_record_of_a_missing_repository_does_not_end_the_pull(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    hub.forge.put_project(project("riders/another"))
    hub.forge.put_issue("riders/another", issue(50))
    hub.clock.move(timedelta(days=1))
    hub.forge.fail(RecordInvalid("It could not be read."), path="riders/lanternbus")

    assert sync_source(hub.context, source_id).status == RunStatus.DONE

    assert 50 in tasks(hub)
    assert last_run(hub).problems == ("riders/lanternbus: It could not be read.",)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (project("riders/lanternbus", is_archived=True), "is archived"),
        (project("riders/lanternbus", has_issues=False), "issue list turned off"),
        (project("riders/lanternbus", is_empty=True), "is empty"),
    ],
)
def test_repository_that_offers_no_tasks_says_why(
    hub: RunningHub, record: ProjectRecord, words: str
) -> None:
    hub.forge.put_project(record)
    sync_source(hub.context, hub.add_source("riders"))

    with hub.context.reading() as session:
        [source] = sources.overview(session, page=1, now=hub.clock.now()).sources
    assert source.health == Health.GOOD
    assert [words in trouble for trouble in source.troubles] == [True]


def test_move_is_told_on_the_sources_page(hub: RunningHub) -> None:
    source_id = hub.add_source("riders/lanternbus", SourceScope.REPOSITORY)
    sync_source(hub.context, source_id)
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")

    sync_source(hub.context, source_id)

    assert last_run(hub).problems == (
        "riders/lanternbus has moved to night/lanternbus. This source follows it.",
    )
    assert last_run(hub).records_skipped == 0


def test_source_that_reads_a_listed_repository_takes_it_over(hub: RunningHub) -> None:
    with hub.context.transaction() as session:
        listing = Source(
            forge=hub.forge.kind, host=hub.forge.host, scope="repository",
            locator="riders/lanternbus", is_paused=True, added_at=NOW,
        )  # fmt: skip
        listed = Project(slug="lanternbus", name="Lanternbus", added_at=NOW, changed_at=NOW)
        session.add_all([listing, listed])
        session.flush()
        assert listed.id is not None
        session.add(
            Repository(
                project_id=listed.id, source_id=listing.id, forge=hub.forge.kind,
                host=hub.forge.host, path="riders/lanternbus", path_key="riders/lanternbus",
                url="https://x.example", changed_at=NOW,
            )
        )  # fmt: skip

    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)

    assert the_repository(hub).source_id == source_id


def test_new_topics_become_skills_without_a_push(hub: RunningHub) -> None:
    source_id = hub.add_source("riders")
    sync_source(hub.context, source_id)
    hub.forge.put_project(project("riders/lanternbus", topics=("transport", "django")))

    sync_source(hub.context, source_id)

    assert set(the_repository(hub).skills) >= {"python", "django"}
