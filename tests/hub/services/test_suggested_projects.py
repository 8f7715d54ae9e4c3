"""Projects for a person, over the real engine and a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from hub.context import AppContext
from hub.errors import NotFound
from hub.models import Contribution, Freshness, Person, Project, Task
from hub.services.indexing import index_changes
from hub.services.suggested_projects import projects_for
from hub.views.suggestions import SuggestedProject
from tests.hub.matching.told import to
from tests.hub.sample import Sample


def projects(context: AppContext, person_id: int, *, limit: int = 9) -> list[SuggestedProject]:
    with context.reading() as session:
        now = context.clock.now()
        return list(projects_for(session, context, person_id, now=now, limit=limit))


def slugs(found: list[SuggestedProject]) -> list[str]:
    return [each.project.slug for each in found]


def said(found: list[SuggestedProject], slug: str) -> dict[str, str]:
    [project] = [each for each in found if each.project.slug == slug]
    return {reason.signal: to(reason) for reason in project.suggestion.reasons}


def test_project_is_suggested_with_its_tasks_and_the_sum_of_its_reasons(
    indexed: AppContext, sample: Sample
) -> None:
    found = projects(indexed, sample.people["noor"])
    assert found[0].project.slug == "lanternbus"
    suggestion = found[0].suggestion
    assert suggestion.score == sum(r.weight * r.value for r in suggestion.reasons)
    assert suggestion.fitting[0].task_id == sample.tasks["screen-reader"]
    reasons = said(found, "lanternbus")
    assert (
        "first of all “Read the timetable table with a screen reader”" in (reasons["fitting_tasks"])
    )
    assert reasons["causes"].startswith("You chose accessibility as a cause")


def test_limit_is_kept_and_hidden_projects_stay_hidden(indexed: AppContext, sample: Sample) -> None:
    found = slugs(projects(indexed, sample.people["noor"]))
    assert "hidden" not in found
    assert slugs(projects(indexed, sample.people["noor"], limit=1)) == found[:1]


def test_stale_index_cannot_show_a_project_that_was_just_hidden(
    indexed: AppContext, sample: Sample
) -> None:
    with indexed.transaction() as session:
        session.get_one(Project, sample.projects["lanternbus"]).is_listed = False
    assert "lanternbus" not in slugs(projects(indexed, sample.people["noor"]))


def test_project_that_is_never_wanted_is_not_suggested(indexed: AppContext, sample: Sample) -> None:
    with indexed.transaction() as session:
        session.get_one(Person, sample.people["noor"]).never_projects = ("lanternbus",)
    assert "lanternbus" not in slugs(projects(indexed, sample.people["noor"]))


@pytest.mark.parametrize("name", ["private", "resting"])
def test_nobody_can_look_up_who_did_not_ask(indexed: AppContext, sample: Sample, name: str) -> None:
    with pytest.raises(NotFound):
        projects(indexed, sample.people[name])


def test_what_is_free_is_counted_by_kind_and_taken_tasks_are_not(
    indexed: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    kinds = "You want to help with accessibility and testing; 2 of that are free here."
    assert said(projects(indexed, noor), "lanternbus")["kind"] == kinds
    with indexed.transaction() as session:
        session.execute(update(Task).where(col(Task.is_open)).values(freshness=Freshness.TAKEN))
    assert said(projects(indexed, noor), "lanternbus")["fitting_tasks"] == (
        "Nothing is free to be taken here at the moment."
    )


def test_work_beside_a_project_of_the_same_owner_brings_it(
    indexed: AppContext, sample: Sample
) -> None:
    now, back = indexed.clock.now(), sample.people["back"]
    assert projects(indexed, back) == []
    with indexed.transaction() as session:
        session.add(
            Contribution(
                person_id=back, host="github.com", remote_id="1", project_path="riders/kerbside",
                title="Mend it", url="https://github.com/riders/kerbside/pull/1",
                done_at=now - timedelta(days=3),
            )
        )  # fmt: skip
        session.get_one(Person, back).changed_at = now
    index_changes(indexed)
    assert said(projects(indexed, back), "lanternbus")["familiar"] == (
        "You finished 1 task beside it, in riders/kerbside, which is of the same owner."
    )


def test_what_a_project_says_of_room_is_told(indexed: AppContext, sample: Sample) -> None:
    with indexed.transaction() as session:
        session.get_one(Project, sample.projects["lanternbus"]).newcomers_a_month = 2
    found = projects(indexed, sample.people["noor"])
    assert "has room for 2 new people a month" in said(found, "lanternbus")["welcome"]
