"""Hours that hold until a day, and causes of the only projects to be suggested to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub.context import AppContext
from hub.matching.load import most_tasks
from hub.matching.scoring import told
from hub.models import Audience, Person
from hub.services import people as people_seen
from hub.services.facts import own_facts, suggested_people
from hub.services.given_hours import hours_now
from hub.services.openness import A_MEMBER, VISITOR
from hub.services.suggested_projects import projects_beside, projects_for
from hub.services.suggestions import own_ranked_tasks, people_for, ranked_tasks
from tests.hub.matching.told import about
from tests.hub.sample import Sample


def change(context: AppContext, person_id: int, **values: object) -> None:
    with context.transaction() as session:
        person = session.get_one(Person, person_id)
        for name, value in values.items():
            setattr(person, name, value)


def today(context: AppContext) -> date:
    return context.clock.now().astimezone(UTC).date()


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, 3.0), (date(2026, 11, 20), 3.0), (date(2026, 11, 21), 3.0), (date(2026, 11, 19), None)],
)
def test_hours_hold_through_their_last_day(until: date | None, expected: float | None) -> None:
    now = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
    assert hours_now(3.0, until, now=now) == expected
    assert hours_now(None, until, now=now) is None


def test_hours_that_are_over_count_as_not_said(indexed: AppContext, sample: Sample) -> None:
    noor, now, task_id = sample.people["noor"], indexed.clock.now(), sample.tasks["screen-reader"]

    def facts() -> tuple[float | None, int, list[str]]:
        with indexed.reading() as session:
            [person] = suggested_people(session, [noor], now=now)
            found = people_for(session, indexed, task_id, now=now)
        reasons = next(each for each in found if each.person.handle == "noor").suggestion.reasons
        said = [about(each) for each in reasons if each.signal == "hours"]
        return person.hours_per_week, person.most_tasks, said

    change(indexed, noor, hours_until=today(indexed))
    assert facts()[:2] == (3.0, most_tasks(3.0))
    change(indexed, noor, hours_until=today(indexed) - timedelta(days=1))
    hours, most, said = facts()
    assert (hours, most) == (None, most_tasks(None))
    assert not [sentence for sentence in said if "3 hours" in sentence]


def test_end_of_hours_counts_too_where_hours_are_closed(
    indexed: AppContext, sample: Sample
) -> None:
    noor, now = sample.people["noor"], indexed.clock.now()
    past = today(indexed) - timedelta(days=1)
    change(indexed, noor, hours_until=past, hours_seen_by=Audience.ONESELF, hours_per_week=10.0)
    with indexed.reading() as session:
        [person] = suggested_people(session, [noor], now=now)
        assert (person.hours_per_week, person.most_tasks) == (None, most_tasks(None))
        shown = people_seen.view(session, "noor", now=now)
        assert (shown.card.hours_per_week, shown.card.hours_until) == (None, None)


def handles(context: AppContext, task_id: int) -> list[str]:
    with context.reading() as session:
        found = people_for(session, context, task_id, now=context.clock.now(), limit=9)
    return [each.person.handle for each in found]


def test_person_is_suggested_only_to_projects_of_the_causes_they_chose(
    indexed: AppContext, sample: Sample
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    assert "noor" in handles(indexed, task_id)
    change(indexed, noor, suggested_causes=("environment", "mobility"))
    assert "noor" in handles(indexed, task_id)
    change(indexed, noor, suggested_causes=("environment",))
    assert "noor" not in handles(indexed, task_id)


def test_project_without_causes_is_none_of_them(indexed: AppContext, sample: Sample) -> None:
    noor, now = sample.people["noor"], indexed.clock.now()
    change(indexed, noor, suggested_causes=("accessibility",))
    with indexed.reading() as session:
        ranked = ranked_tasks(session, indexed, noor, now=now)
        tasks = [each.subject for each in ranked.suggestions]
        assert tasks
        assert all("accessibility" in each.causes for each in tasks)


def test_what_others_see_beside_a_person_follows_and_their_own_list_does_not(
    indexed: AppContext, sample: Sample
) -> None:
    noor, now = sample.people["noor"], indexed.clock.now()
    with indexed.reading() as session:
        before = own_ranked_tasks(session, indexed, noor, now=now)
        projects_before = projects_beside(session, indexed, before, now=now)
    change(indexed, noor, suggested_causes=("environment",))
    with indexed.reading() as session:
        ranked = ranked_tasks(session, indexed, noor, now=now)
        assert not [
            each for each in ranked.suggestions if each.subject.task_id == sample.tasks["gtfs"]
        ]
        assert all("environment" in each.subject.causes for each in ranked.suggestions)
        shown = projects_for(session, indexed, noor, now=now)
        assert "lanternbus" not in [each.project.slug for each in shown]
        own = own_ranked_tasks(session, indexed, noor, now=now)
        assert [told(each) for each in own.suggestions] == [
            told(each) for each in before.suggestions
        ]
        assert projects_beside(session, indexed, own, now=now) == projects_before
        person = own_facts(session, noor, now=now)
        assert person is not None
        assert person == replace(person, suggested_causes=frozenset())


NEW = {
    "time_zone": ("time_zone", "Africa/Cairo"),
    "links": ("links", ("https://noor.example/work",)),
    "asks": ("asked_for", "How it sounds."),
    "spoken": ("spoken_levels", {"ar": "native"}),
    "hours": ("hours_per_week", 3.0),
}


@pytest.mark.parametrize("field", NEW)
def test_new_field_is_seen_by_whom_it_is_opened_to(
    indexed: AppContext, sample: Sample, field: str
) -> None:
    noor, now = sample.people["noor"], indexed.clock.now()
    change(
        indexed, noor, time_zone="Africa/Cairo", links=("https://noor.example/work",),
        asked_for="How it sounds.", not_asked_for="Logos.", spoken_levels=("ar:native",),
    )  # fmt: skip
    name, value = NEW[field]
    for audience in Audience:
        change(indexed, noor, **{f"{field}_seen_by": audience})
        with indexed.reading() as session:
            seen = [
                getattr(view, name, None) or getattr(view.card, name, None)
                for view in (
                    people_seen.view(session, "noor", now=now, asker=asker)
                    for asker in (A_MEMBER, VISITOR)
                )
            ]
        opened = [audience in asker.audiences for asker in (A_MEMBER, VISITOR)]
        assert [each == value for each in seen] == opened
        assert [bool(each) for each in seen] == opened
