"""The index follows the database: nothing hidden is found, nothing changed is missed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from hub.context import AppContext
from hub.documents import PEOPLE, PROJECTS, TASKS
from hub.models import Audience, Freshness, IndexReach, Person, Project, Repository, Task
from hub.services import indexing
from hub.services.index_rows import project_documents, task_documents
from hub.services.openness import open_to
from hub.services.sync import sync_source
from search.base import Filter, ResultPage, SearchQuery, Sort
from search.tantivy import TantivyEngine
from tests.conftest import NOW, Database
from tests.hub.running import RunningHub, issue, project, running_hub


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        running.forge.put_project(project("riders/lanternbus", topics=("transport",)))
        for number in range(1, 6):
            running.forge.put_issue("riders/lanternbus", issue(number))
        sync_source(running.context, running.add_source("riders"))
        indexing.index_changes(running.context)
        yield running


def found(hub: RunningHub, words: str = "", *, index: str = TASKS.name) -> ResultPage:
    facets = ("language",) if index == TASKS.name else ()
    return hub.context.engine.search(SearchQuery(index, words, facets=facets, limit=100))


def numbers(hub: RunningHub, words: str = "") -> set[int]:
    ids = [hit.id for hit in found(hub, words).hits]
    with hub.context.reading() as session:
        return {n or 0 for n in session.exec(select(Task.number).where(col(Task.id).in_(ids)))}


def stale(hub: RunningHub) -> int:
    with hub.context.reading() as session:
        return sum(indexing.count_stale(session).values())


def test_synced_tasks_and_projects_are_found(hub: RunningHub) -> None:
    assert numbers(hub) == {1, 2, 3, 4, 5}
    assert found(hub, "lanternbus", index=PROJECTS.name).total == 1
    assert found(hub).facets["language"][0].value == "Python"
    assert stale(hub) == 0


class AnotherEngine(TantivyEngine):
    """What a hub changes to."""

    name = "another"


@pytest.fixture
def changed_to(hub: RunningHub, tmp_path: Path) -> Iterator[RunningHub]:
    """The same hub with another engine."""
    engine = AnotherEngine(tmp_path / "another")
    yield replace(hub, context=replace(hub.context, engine=engine))
    engine.close()


def put_new_title(hub: RunningHub, number: int, title: str) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_issue("riders/lanternbus", issue(number, title=title, updated_at=hub.clock.now()))
    sync_source(hub.context, 1)


def test_change_of_engine_loses_nothing(hub: RunningHub, changed_to: RunningHub) -> None:
    indexing.rebuild(changed_to.context)
    put_new_title(hub, 1, "Paint the lighthouse")
    indexing.index_changes(hub.context)  # the hub that runs has not been started anew yet

    assert numbers(hub, "lighthouse") == {1}
    assert numbers(changed_to, "lighthouse") == set()
    hub.clock.move(timedelta(minutes=2))
    assert indexing.index_changes(changed_to.context) > 0
    assert numbers(changed_to, "lighthouse") == {1}
    assert found(changed_to).total == 5
    hub.clock.move(timedelta(minutes=2))
    assert indexing.index_changes(changed_to.context) == 0


def test_engine_that_is_left_is_fresh_until_then(hub: RunningHub, changed_to: RunningHub) -> None:
    put_new_title(hub, 2, "Paint the lighthouse")
    indexing.rebuild(changed_to.context)  # which marks what the first engine has not heard of

    indexing.index_changes(hub.context)

    assert numbers(hub, "lighthouse") == {2}


def test_two_engines_that_write_at_once_lose_nothing(
    hub: RunningHub, changed_to: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.rebuild(changed_to.context)
    put_new_title(hub, 1, "Paint the lighthouse")
    bring = indexing._bring

    def bring_while_the_other_writes(context: AppContext, *rest: Any) -> None:
        monkeypatch.setattr(indexing, "_bring", bring)
        bring(context, *rest)
        put_new_title(hub, 2, "Oil the lighthouse")
        indexing.index_changes(hub.context)

    monkeypatch.setattr(indexing, "_bring", bring_while_the_other_writes)
    indexing.index_changes(changed_to.context)
    assert numbers(changed_to, "lighthouse") == {1}
    for each in (changed_to, hub):
        hub.clock.move(timedelta(minutes=2))
        indexing.index_changes(each.context)
        assert numbers(each, "lighthouse") == {1, 2}
    hub.clock.move(timedelta(minutes=2))
    assert stale(hub) == 0


def test_build_beside_a_backlog_loses_nothing(
    hub: RunningHub, changed_to: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    put_new_title(hub, 1, "Paint the lighthouse")
    put_new_title(hub, 2, "Oil the lighthouse")
    bring = indexing._bring

    def bring_before_all_is_marked(context: AppContext, *rest: Any) -> None:
        monkeypatch.setattr(indexing, "_bring", bring)
        bring(context, *rest)
        indexing.rebuild(changed_to.context)

    monkeypatch.setattr(indexing, "_bring", bring_before_all_is_marked)
    indexing.index_changes(hub.context)
    hub.clock.move(timedelta(minutes=2))
    indexing.index_changes(hub.context)
    assert numbers(hub, "lighthouse") == {1, 2}


def test_engine_that_nobody_remembers_is_brought_everything(
    hub: RunningHub, changed_to: RunningHub
) -> None:
    indexing.rebuild(changed_to.context)
    with hub.context.transaction() as session:
        session.execute(delete(IndexReach).where(col(IndexReach.engine) == "another"))
    assert indexing.index_changes(changed_to.context) == 6
    assert stale(hub) == 0


def test_second_run_brings_nothing(hub: RunningHub) -> None:
    assert indexing.index_changes(hub.context) == 0


def test_closed_task_is_not_found(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.close_issue("riders/lanternbus", 2, at=hub.clock.now())
    sync_source(hub.context, 1)

    indexing.index_changes(hub.context)

    assert numbers(hub) == {1, 3, 4, 5}


def test_changed_title_is_found_and_the_old_one_is_not(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_issue(
        "riders/lanternbus", issue(2, title="Paint the lighthouse", updated_at=hub.clock.now())
    )
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)

    assert numbers(hub, "lighthouse") == {2}
    assert found(hub).total == 5


def test_tasks_of_a_repository_that_is_gone_or_archived_are_not_found(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_project(project("riders/lanternbus", is_archived=True, pushed_at=hub.clock.now()))
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)
    assert numbers(hub) == set()

    hub.clock.move(timedelta(hours=1))
    hub.forge.put_project(project("riders/lanternbus"))
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)
    assert numbers(hub) == {1, 2, 3, 4, 5}

    hub.clock.move(timedelta(hours=1))
    hub.forge.put_project(project("riders/another"))
    hub.forge.delete_project("riders/lanternbus")
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)
    assert numbers(hub) == set()


def test_project_counts_only_the_tasks_that_are_listed(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=1))
    for path in ("riders/another", "riders/quiet"):
        hub.forge.put_project(project(path))
        hub.forge.put_issue(path, issue(50, remote_id=path))
    sync_source(hub.context, 1)
    with hub.context.transaction() as session:
        project_id = session.exec(select(Task.project_id)).first()
        assert project_id is not None
        for row in session.exec(select(Repository)):
            row.project_id = project_id
            row.is_archived = row.path == "riders/another"
            row.has_issues = row.path != "riders/quiet"
        for task in session.exec(select(Task)):
            task.project_id = project_id

    with hub.context.reading() as session:
        [document] = project_documents(session, [project_id], hub.clock.now())
        ids = [task_id for task_id in session.exec(select(Task.id)) if task_id is not None]
        assert len(task_documents(session, ids, hub.clock.now())) == 5
    assert document.numbers["open_tasks"] == 5


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Lantern Bus", {"lanternbus"}),
        ("OpenLanternBus", {"open lantern bus"}),
        ("Lantern-OSSBus", {"lanternossbus", "lantern oss bus"}),
        ("lanternbus", set()),
        ("One two three four five six", set()),
    ],
)
def test_project_is_found_by_other_spellings_of_its_name(
    hub: RunningHub, name: str, spellings: set[str]
) -> None:
    with hub.context.transaction() as session:
        stored = session.exec(select(Project)).one()
        stored.name = name
        session.flush()
        [document] = project_documents(session, [stored.id or 0], hub.clock.now())
    assert set(document.text["spellings"].split("\n")) - {""} == spellings


def test_unlisted_project_is_not_found(hub: RunningHub) -> None:
    with hub.context.transaction() as session:
        stored = session.exec(select(Project)).one()
        stored.is_listed = False
        stored.changed_at = NOW + timedelta(seconds=1)
        for task in session.exec(select(Task)):
            task.changed_at = NOW + timedelta(seconds=1)

    indexing.index_changes(hub.context)

    assert found(hub, index=PROJECTS.name).total == 0
    assert found(hub).total == 0


def test_freshness_turns_by_time_alone(hub: RunningHub) -> None:
    hub.clock.move(timedelta(days=31))

    indexing.index_changes(hub.context)

    query = SearchQuery(TASKS.name, filters=(Filter("freshness", (Freshness.QUIET,)),))
    assert hub.context.engine.search(query).total == 5


def test_change_between_reading_and_marking_stays_stale(hub: RunningHub) -> None:
    """The mark says which state was indexed: a change that came after it is brought next time."""
    with hub.context.transaction() as session:
        task = session.exec(select(Task)).first()
        assert task is not None
        task.title, task.changed_at = "Paint the lighthouse", NOW - timedelta(days=1)

    assert stale(hub) == 1
    indexing.index_changes(hub.context)
    assert found(hub, "lighthouse").total == 1


def test_rebuilt_index_equals_the_incremental_one(hub: RunningHub) -> None:
    before = found(hub)

    counts = indexing.rebuild(hub.context)

    assert counts == {"tasks": 5, "projects": 1, "people": 0}
    assert {hit.id for hit in found(hub).hits} == {hit.id for hit in before.hits}
    assert found(hub).facets == before.facets
    indexing.index_changes(hub.context)
    assert stale(hub) == 0


def test_only_who_asked_for_it_is_in_the_index_of_people(hub: RunningHub) -> None:
    with hub.context.transaction() as session:
        session.add_all(
            open_to(
                Person(
                    handle=name,
                    name=name,
                    own_line="I draw icons",
                    suggested_since=since,
                    joined_at=NOW,
                    changed_at=NOW,
                ),
                Audience.EVERYONE,
            )
            for name, since in (("noor", NOW), ("jule", None))
        )
    indexing.index_changes(hub.context)
    assert found(hub, "icons", index=PEOPLE.name).total == 1

    with hub.context.transaction() as session:
        noor = session.exec(select(Person).where(Person.handle == "noor")).one()
        noor.suggested_since, noor.changed_at = None, NOW + timedelta(seconds=1)
    indexing.index_changes(hub.context)

    assert found(hub, "icons", index=PEOPLE.name).total == 0


def test_facts_of_a_repository_reach_its_tasks(hub: RunningHub) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_project(
        project("riders/lanternbus", languages=("Rust",), pushed_at=hub.clock.now())
    )
    hub.clock.move(timedelta(hours=1))
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)

    with hub.context.reading() as session:
        assert session.exec(select(Repository.languages)).one() == ("Rust",)
    assert [count.value for count in found(hub).facets["language"]] == ["Rust"]


def test_tasks_of_a_repository_whose_issue_list_was_turned_off_are_not_found(
    hub: RunningHub,
) -> None:
    hub.clock.move(timedelta(hours=1))
    hub.forge.put_project(project("riders/lanternbus", has_issues=False))
    sync_source(hub.context, 1)

    indexing.index_changes(hub.context)

    assert numbers(hub) == set()


def test_push_and_stars_reach_the_document_of_a_project(hub: RunningHub) -> None:
    hub.clock.move(timedelta(days=60))
    hub.forge.put_project(
        project("riders/lanternbus", stars=50, pushed_at=hub.clock.now() - timedelta(hours=1))
    )
    sync_source(hub.context, 1)
    indexing.index_changes(hub.context)
    incremental = projects_as_found(hub)

    indexing.rebuild(hub.context)

    assert projects_as_found(hub) == incremental


def test_life_of_a_project_turns_by_time_alone(hub: RunningHub) -> None:
    hub.clock.move(timedelta(days=200))
    indexing.index_changes(hub.context)
    incremental = projects_as_found(hub)

    indexing.rebuild(hub.context)

    assert projects_as_found(hub) == incremental


def projects_as_found(hub: RunningHub) -> tuple[object, object]:
    query = SearchQuery(PROJECTS.name, facets=("life",), sort=Sort("stars"))
    page = hub.context.engine.search(query)
    return page.facets, [hit.id for hit in page.hits]
