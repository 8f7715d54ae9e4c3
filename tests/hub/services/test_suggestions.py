"""People for tasks and tasks for people, over the real engine and a real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel, col

from hub.context import AppContext
from hub.errors import NotFound
from hub.matching.facts import Fit
from hub.models import (
    Contribution,
    Freshness,
    Health,
    Person,
    PersonSkill,
    Project,
    Relation,
    Repository,
    Task,
)
from hub.services import suggestions
from hub.services.facts import own_skills, suggested_people, with_past
from hub.services.indexing import index_changes
from hub.views.suggestions import SuggestedPerson, SuggestedTask
from search.errors import SearchError
from search.tantivy import TantivyEngine
from tests.hub.matching.told import about, source, to
from tests.hub.sample import Sample


def people(context: AppContext, task_id: int, *, limit: int = 9) -> tuple[SuggestedPerson, ...]:
    with context.reading() as session:
        return suggestions.people_for(
            session, context, task_id, now=context.clock.now(), limit=limit
        )


def tasks(context: AppContext, person_id: int, *, limit: int = 20) -> tuple[SuggestedTask, ...]:
    with context.reading() as session:
        return suggestions.tasks_for(
            session, context, person_id, now=context.clock.now(), limit=limit
        )


def handles(found: Sequence[SuggestedPerson]) -> list[str]:
    return [each.person.handle for each in found]


def ids(found: Sequence[SuggestedTask]) -> list[int]:
    return [each.task.task_id for each in found]


def change(context: AppContext, table: type[SQLModel], row_id: int, **values: object) -> None:
    """Change a row behind the back of the index, as a moment between two reconciliations does."""
    with context.transaction() as session:
        session.execute(
            update(table).where(table.__table__.c.id == row_id).values(**values)  # type: ignore[attr-defined]
        )


def add(context: AppContext, *rows: SQLModel) -> None:
    with context.transaction() as session:
        session.add_all(rows)


def test_a_task_is_suggested_to_whom_it_suits_with_every_reason(
    indexed: AppContext, sample: Sample
) -> None:
    found = people(indexed, sample.tasks["screen-reader"])
    assert found[0].person.handle == "noor"
    sentences = [about(reason) for reason in found[0].suggestion.reasons]
    assert any(sentence.startswith("Wants to help with accessibility") for sentence in sentences)
    assert "Speaks English." in sentences
    assert found[0].suggestion.score == sum(r.weight * r.value for r in found[0].suggestion.reasons)


def test_limit_is_kept(indexed: AppContext, sample: Sample) -> None:
    assert len(people(indexed, sample.tasks["screen-reader"], limit=1)) == 1
    assert len(tasks(indexed, sample.people["noor"], limit=2)) == 2


def test_who_did_not_ask_or_pauses_is_never_suggested(indexed: AppContext, sample: Sample) -> None:
    for name in ("private", "resting"):
        change(indexed, Person, sample.people[name], kinds=("a11y",), spoken=("en",))
    found = handles(people(indexed, sample.tasks["screen-reader"]))
    assert "noor" in found
    assert not {"private", "resting"} & set(found)


@pytest.mark.parametrize("withdrawal", ["consent", "pause"])
def test_a_stale_index_cannot_show_who_withdrew(
    indexed: AppContext, sample: Sample, withdrawal: str
) -> None:
    noor = sample.people["noor"]
    if withdrawal == "consent":
        change(indexed, Person, noor, suggested_since=None)
    else:
        change(indexed, Person, noor, paused_until=indexed.clock.now() + timedelta(hours=1))
    assert "noor" not in handles(people(indexed, sample.tasks["screen-reader"]))
    with pytest.raises(NotFound):
        tasks(indexed, noor)


def test_a_pause_that_is_over_counts_no_more(indexed: AppContext, sample: Sample) -> None:
    change(indexed, Person, sample.people["back"], kinds=("a11y",))
    add(indexed, PersonSkill(person_id=sample.people["back"], skill="accessibility",
                             relation=Relation.HAS))  # fmt: skip
    change(indexed, Person, sample.people["back"], changed_at=indexed.clock.now())
    index_changes(indexed)
    assert "back" in handles(people(indexed, sample.tasks["screen-reader"]))


def test_a_skill_that_is_never_wanted_shuts_the_door_at_once(
    indexed: AppContext, sample: Sample
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    with indexed.transaction() as session:
        session.execute(
            update(PersonSkill)
            .where(col(PersonSkill.person_id) == noor, col(PersonSkill.skill) == "accessibility")
            .values(relation=Relation.NEVER)
        )
    assert "noor" not in handles(people(indexed, task_id))
    assert task_id not in ids(tasks(indexed, noor))


def test_a_project_that_is_never_wanted_is_never_suggested(
    indexed: AppContext, sample: Sample
) -> None:
    teodor, task_id = sample.people["teodor"], sample.tasks["town"]
    change(indexed, Person, teodor, kinds=("doc",))
    assert task_id in ids(tasks(indexed, teodor))
    change(indexed, Person, teodor, never_projects=("lanternbus",))
    assert task_id not in ids(tasks(indexed, teodor))
    assert "teodor" not in handles(people(indexed, task_id))


@pytest.mark.parametrize("task", ["gtfs", "print", "closed", "hidden"])
def test_nobody_is_suggested_for_what_is_not_free(
    indexed: AppContext, sample: Sample, task: str
) -> None:
    assert people(indexed, sample.tasks[task]) == ()


@pytest.mark.parametrize("task_id", [0, -1, 2**31 - 1, 2**63, 10**30])
def test_a_task_that_is_not_there_has_nobody(indexed: AppContext, task_id: int) -> None:
    assert people(indexed, task_id) == ()


def test_only_free_tasks_are_suggested_to_a_person(indexed: AppContext, sample: Sample) -> None:
    change(indexed, Person, sample.people["teodor"], kinds=("code", "doc", "data"))
    found = ids(tasks(indexed, sample.people["teodor"]))
    assert found
    for name in ("gtfs", "print", "closed", "hidden", "old-stop", "hostile"):
        assert sample.tasks[name] not in found


def test_a_stale_index_cannot_show_a_task_that_was_just_taken_or_hidden(
    indexed: AppContext, sample: Sample
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    assert ids(tasks(indexed, noor))[0] == task_id
    change(indexed, Task, task_id, freshness=Freshness.TAKEN)
    assert task_id not in ids(tasks(indexed, noor))
    change(indexed, Task, task_id, freshness=Freshness.OPEN)
    change(indexed, Project, sample.projects["lanternbus"], is_listed=False)
    assert task_id not in ids(tasks(indexed, noor))
    assert people(indexed, task_id) == ()


def test_tasks_of_a_repository_that_is_gone_are_not_suggested(
    indexed: AppContext, sample: Sample
) -> None:
    with indexed.transaction() as session:
        session.execute(
            update(Repository)
            .where(col(Repository.path_key) == "riders/lanternbus")
            .values(health=Health.GONE)
        )
    assert people(indexed, sample.tasks["screen-reader"]) == ()


def test_a_lack_is_said_and_does_not_hide_the_task(indexed: AppContext, sample: Sample) -> None:
    change(indexed, Task, sample.tasks["town"], skills=("html",))
    found = {each.task.task_id: each for each in tasks(indexed, sample.people["noor"])}
    reasons = found[sample.tasks["town"]].suggestion.reasons
    assert [to(reason) for reason in reasons if reason.fit is Fit.NOT_YET] == [
        "You want to help with accessibility and testing; this is writing."
    ]


def test_where_nothing_speaks_for_anybody_nobody_is_shown(
    indexed: AppContext, sample: Sample
) -> None:
    """All who speak English could be named for it; nothing that they said or did is about it."""
    assert people(indexed, sample.tasks["town"]) == ()
    assert sample.tasks["town"] not in ids(tasks(indexed, sample.people["noor"]))


def test_earlier_work_speaks_with_its_source(indexed: AppContext, sample: Sample) -> None:
    now = indexed.clock.now()
    teodor = sample.people["teodor"]
    add(
        indexed,
        *(
            Contribution(
                person_id=teodor, host="github.com", remote_id=str(number),
                project_path="Riders/Lanternbus", title=f"Add a town, part {number}",
                url="https://github.com/riders/lanternbus/pull/1", kinds=("doc",),
                done_at=now - timedelta(days=number),
            )
            for number in range(1, 41)
        ),
    )  # fmt: skip
    change(indexed, Person, teodor, changed_at=now)
    index_changes(indexed)
    found = people(indexed, sample.tasks["town"])
    assert found[0].person.handle == "teodor"
    reasons = {reason.signal: reason for reason in found[0].suggestion.reasons}
    assert source(reasons["same_project"]) == "Found on github.com, shown with consent"
    here = reasons["done_here"]
    assert about(here) == (
        "Did “Add a town, part 1” yesterday and “Add a town, part 2” 2 days ago here, "
        "with “town” in common."
    )
    assert [each.work.title for each in here.past[:2]] == [
        "Add a town, part 1",
        "Add a town, part 2",
    ]
    with indexed.reading() as session:
        (facts,) = with_past(session, suggested_people(session, [teodor], now=now))
    assert len(facts.past) == 20
    assert max(now - item.done_at for item in facts.past) == timedelta(days=20)


@pytest.mark.parametrize("name", ["private", "resting", "nobody"])
def test_nobody_can_look_up_who_did_not_ask(indexed: AppContext, sample: Sample, name: str) -> None:
    with pytest.raises(NotFound) as refusal:
        tasks(indexed, sample.people.get(name, 999_999))
    assert name not in str(refusal.value).casefold()


def test_suggestions_of_the_same_moment_are_the_same(indexed: AppContext, sample: Sample) -> None:
    task_id, noor = sample.tasks["screen-reader"], sample.people["noor"]
    assert people(indexed, task_id) == people(indexed, task_id)
    assert tasks(indexed, noor) == tasks(indexed, noor)


def test_an_engine_without_an_index_is_an_error_that_the_page_can_catch(
    context: AppContext, sample: Sample, tmp_path: Path
) -> None:
    engine = TantivyEngine(tmp_path / "nothing-here")
    context = replace(context, engine=engine)
    now = context.clock.now()
    with context.reading() as session, pytest.raises(SearchError):
        suggestions.people_for(session, context, sample.tasks["screen-reader"], now=now)
    with context.reading() as session, pytest.raises(SearchError):
        suggestions.tasks_for(session, context, sample.people["noor"], now=now)
    engine.close()


@pytest.mark.parametrize(
    ("listed", "of_repository", "own"),
    [
        (("sql", "python"), ("python", "css"), ("sql",)),
        (("python", "sql", "css"), ("python", "css"), ("python", "sql")),
        (("python",), ("python",), ()),
        (("figma",), (), ("figma",)),
        ((), ("python",), ()),
    ],
)
def test_skills_of_the_repository_are_told_from_those_of_the_task(
    listed: tuple[str, ...], of_repository: tuple[str, ...], own: tuple[str, ...]
) -> None:
    assert own_skills(listed, of_repository) == own
