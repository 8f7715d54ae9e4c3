"""Where a skill is missing, a way to learn it stands under the reasons."""

from datetime import timedelta

from hub.context import AppContext
from hub.models import Freshness, Person, PersonSkill, Relation, Task
from hub.services.indexing import index_changes
from hub.services.suggestions import tasks_for
from hub.views.suggestions import EasierTask, Mentor, WayToLearn
from tests.hub.sample import Sample


def way_to(context: AppContext, sample: Sample, task_id: int) -> WayToLearn | None:
    with context.reading() as session:
        found = tasks_for(
            session, context, sample.people["teodor"], now=context.clock.now(), limit=30
        )
    [way] = [each.way for each in found if each.task.task_id == task_id]
    return way


def add_task(context: AppContext, sample: Sample, *, is_newcomer_fit: bool) -> int:
    """Add a task of code that asks for SQL, which Teodor lacks."""
    now = context.clock.now()
    with context.transaction() as session:
        repository_id = session.get_one(Task, sample.tasks["gtfs"]).repository_id
        row = Task(
            project_id=sample.projects["lanternbus"], repository_id=repository_id,
            remote_id=f"sql-{is_newcomer_fit}", title=f"Ask the tables, {is_newcomer_fit}",
            kinds=("code",), skills=("sql",), spoken="en", is_newcomer_fit=is_newcomer_fit,
            opened_at=now - timedelta(days=2), updated_at=now - timedelta(days=1),
            freshness=Freshness.OPEN, changed_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        assert row.id is not None
        task_id = row.id
    index_changes(context)
    return task_id


def add_mentor(context: AppContext, sample: Sample, name: str) -> None:
    with context.transaction() as session:
        session.add(
            PersonSkill(person_id=sample.people[name], skill="sql", relation=Relation.MENTOR)
        )


def test_easier_task_and_mentor_are_named(indexed: AppContext, sample: Sample) -> None:
    easier = add_task(indexed, sample, is_newcomer_fit=True)
    task = add_task(indexed, sample, is_newcomer_fit=False)
    add_mentor(indexed, sample, "noor")
    assert way_to(indexed, sample, task) == WayToLearn(
        "sql", "SQL", EasierTask(easier, "Ask the tables, True", "Lanternbus"),
        Mentor("noor", "Noor"),
    )  # fmt: skip
    own_way = way_to(indexed, sample, easier)
    assert own_way is not None
    assert own_way.easier is None


def test_without_an_easier_task_or_a_mentor_nothing_is_promised(
    indexed: AppContext, sample: Sample
) -> None:
    assert way_to(indexed, sample, add_task(indexed, sample, is_newcomer_fit=False)) is None


def test_who_did_not_ask_to_be_suggested_is_no_mentor(indexed: AppContext, sample: Sample) -> None:
    task = add_task(indexed, sample, is_newcomer_fit=False)
    for name in ("private", "resting"):
        add_mentor(indexed, sample, name)
    assert way_to(indexed, sample, task) is None


def test_mentor_is_found_behind_many_who_may_not_be_seen(
    indexed: AppContext, sample: Sample
) -> None:
    task = add_task(indexed, sample, is_newcomer_fit=False)
    now = indexed.clock.now()
    with indexed.transaction() as session:
        unseen = [
            Person(handle=f"unseen-{n}", name="Unseen", joined_at=now, changed_at=now)
            for n in range(400)
        ]
        session.add_all(unseen)
        session.flush()
        session.add_all(
            PersonSkill(person_id=each.id, skill="sql", relation=Relation.MENTOR)
            for each in unseen
            if each.id is not None
        )
    add_mentor(indexed, sample, "noor")
    way = way_to(indexed, sample, task)
    assert way is not None
    assert way.mentor == Mentor("noor", "Noor")


def test_easier_task_that_was_just_taken_is_not_named(indexed: AppContext, sample: Sample) -> None:
    easier = add_task(indexed, sample, is_newcomer_fit=True)
    task = add_task(indexed, sample, is_newcomer_fit=False)
    with indexed.transaction() as session:
        session.get_one(Task, easier).freshness = Freshness.TAKEN
    assert way_to(indexed, sample, task) is None


def test_who_has_the_skill_needs_no_way(indexed: AppContext, sample: Sample) -> None:
    add_mentor(indexed, sample, "noor")
    with indexed.transaction() as session:
        session.add(
            PersonSkill(person_id=sample.people["teodor"], skill="sql", relation=Relation.HAS)
        )
        session.get_one(Person, sample.people["teodor"]).changed_at = indexed.clock.now()
    assert way_to(indexed, sample, add_task(indexed, sample, is_newcomer_fit=False)) is None
