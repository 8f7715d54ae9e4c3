"""Stored issues follow new rules from what is stored of them, and nothing else changes."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from hub.models import Freshness, Origin, Project, Repository, Task
from hub.normalise.version import rules_version
from hub.services.indexing import count_stale, index_changes
from hub.services.rules import Followed, count_waiting, follow_rules
from hub.services.sync import sync_source
from tests.conftest import NOW, Database
from tests.hub.running import RunningHub, issue, project, running_hub

LATER = timedelta(hours=1)


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        running.forge.put_project(project("riders/lanternbus", topics=("transport",)))
        running.forge.put_issue(
            "riders/lanternbus",
            issue(1, title="Redesign the icons", labels=("design", "priority: high")),
        )
        running.forge.put_issue("riders/lanternbus", issue(2, title="Fix a typo in the README"))
        running.forge.put_issue("riders/lanternbus", issue(3, labels=("in progress",)))
        sync_source(running.context, running.add_source("riders"))
        index_changes(running.context)
        yield running


def tasks_of(session: Session) -> dict[int, Task]:
    return {task.number or 0: task for task in session.exec(select(Task)).all()}


def read_by_older_rules(hub: RunningHub, number: int, **values: object) -> None:
    """Store an issue as rules did that are no more."""
    with hub.context.transaction() as session:
        task = tasks_of(session)[number]
        task.normalised_by = ""
        for name, value in values.items():
            setattr(task, name, value)


def seen(hub: RunningHub) -> dict[int, Task]:
    with hub.context.reading() as session:
        return tasks_of(session)


def test_stored_issues_are_read_by_the_rules_of_this_version(hub: RunningHub) -> None:
    tasks = seen(hub)

    assert {task.normalised_by for task in tasks.values()} == {rules_version()}
    assert (tasks[1].impact, tasks[1].estimated_effort) == ("high", None)
    assert (tasks[2].effort, tasks[2].estimated_effort) == (None, "small")
    assert tasks[2].estimate_basis == ("spelling", "text-file")
    assert follow_rules(hub.context) == Followed(0, 0)


def test_issue_of_older_rules_gets_the_values_of_the_new_ones(hub: RunningHub) -> None:
    before = seen(hub)
    read_by_older_rules(hub, 1, kinds=("media",), impact=None, skills=())
    hub.clock.move(LATER)

    done = follow_rules(hub.context)

    after = seen(hub)[1]
    assert done == Followed(read=1, changed=1)
    assert (after.kinds, after.impact, after.skills) == (("design",), "high", before[1].skills)
    assert after.changed_at == NOW + LATER
    assert after.normalised_by == rules_version()


def test_issue_that_says_the_same_by_new_rules_does_not_change(hub: RunningHub) -> None:
    changed_at = seen(hub)[2].changed_at
    read_by_older_rules(hub, 2)
    hub.clock.move(LATER)

    assert follow_rules(hub.context) == Followed(read=1, changed=0)

    assert seen(hub)[2].changed_at == changed_at
    with hub.context.reading() as session:
        assert count_stale(session)["tasks"] == 0


def test_following_twice_does_nothing_more(hub: RunningHub) -> None:
    read_by_older_rules(hub, 1, kinds=("media",))
    follow_rules(hub.context)
    changed_at = seen(hub)[1].changed_at
    hub.clock.move(LATER)

    assert follow_rules(hub.context) == Followed(0, 0)
    assert seen(hub)[1].changed_at == changed_at


def test_other_dictionaries_have_every_issue_read_anew(hub: RunningHub) -> None:
    with hub.context.reading() as session:
        assert count_waiting(session, version="0-older") == 3

    assert follow_rules(hub.context, version="0-older") == Followed(read=3, changed=0)

    with hub.context.reading() as session:
        assert count_waiting(session) == 3


def test_how_free_a_task_is_follows_the_labels_as_they_are_read_now(hub: RunningHub) -> None:
    read_by_older_rules(hub, 3, freshness=Freshness.OPEN, freshness_turns_at=NOW + 9 * LATER)

    index_changes(hub.context)

    assert seen(hub)[3].freshness is Freshness.TAKEN


def test_the_index_follows_by_itself(hub: RunningHub) -> None:
    read_by_older_rules(hub, 1, kinds=("media",))
    hub.clock.move(LATER)

    index_changes(hub.context)

    after = seen(hub)[1]
    assert after.kinds == ("design",)
    assert after.indexed_at == after.changed_at == NOW + LATER
    with hub.context.reading() as session:
        assert session.exec(select(Project)).one().changed_at == NOW + LATER


def test_labels_that_a_catalogue_names_go_on_to_count(hub: RunningHub) -> None:
    with hub.context.transaction() as session:
        session.exec(select(Project)).one().help_labels = ("in progress",)
    read_by_older_rules(hub, 3)

    follow_rules(hub.context)

    assert seen(hub)[3].wants_help


def test_need_of_a_project_is_left_as_its_file_says_it(hub: RunningHub) -> None:
    with hub.context.transaction() as session:
        place = session.exec(select(Repository)).one()
        session.add(
            Task(
                project_id=place.project_id,
                repository_id=place.id,
                origin=Origin.NEED,
                need_key="logo",
                title="Fix a typo",
                effort="large",
                expires_on=date(2027, 1, 1),
                opened_at=NOW,
                updated_at=NOW,
                changed_at=NOW,
            )
        )

    assert follow_rules(hub.context) == Followed(0, 0)

    with hub.context.reading() as session:
        need = session.exec(select(Task).where(col(Task.need_key) == "logo")).one()
    assert (need.effort, need.estimated_effort, need.normalised_by) == ("large", None, None)


def test_no_more_are_read_in_one_run_than_asked_for(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.services.rules.BATCH", 1)

    assert follow_rules(hub.context, version="0-older", most=2).read == 2
    assert follow_rules(hub.context, version="0-older", most=2).read == 1
