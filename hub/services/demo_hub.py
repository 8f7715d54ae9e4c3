"""Puts the people and sources of the demo into a hub, as if they had signed up there."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.demo import DemoContribution, DemoPerson
from hub.models import (
    Account,
    Audience,
    Contribution,
    JoinedAccount,
    Person,
    PersonSkill,
    Project,
    Repository,
    Source,
    Task,
)
from hub.normalise.skills import skills_of
from hub.services import stewards, suggestions
from hub.services.openness import open_to
from hub.services.progress import Progress
from integrations.records import ForgeKind, SourceSpec


def add_sources(
    session: Session, sources: Iterable[tuple[ForgeKind, str, SourceSpec]], *, now: datetime
) -> list[int]:
    """Add the demo's sources; returns their ids."""
    rows = [
        Source(forge=kind, host=host, scope=spec.scope, locator=spec.locator, added_at=now)
        for kind, host, spec in sources
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows if row.id is not None]


def add_people(session: Session, people: Iterable[DemoPerson], *, now: datetime) -> int:
    """Add the demo's people, each of whom asked to be suggested; returns how many."""
    count = 0
    for person in people:
        _add_person(session, person, now=now)
        count += 1
    return count


def add_stewards(session: Session, people: Iterable[DemoPerson], *, now: datetime) -> int:
    """Let people claim what they look after, as their account proves; returns how many did.

    Comes after the pull, which reads what the projects say of their stewards.
    """
    count = 0
    for person in people:
        for place in person.looks_after:
            host, path = place.split("/", 1)
            claimed = session.exec(
                select(Project, Repository)
                .join(Repository, col(Repository.project_id) == col(Project.id))
                .where(Repository.host == host, Repository.path == path)
            ).one()
            _claim(session, person.handle, *claimed, now=now)
            count += 1
    return count


def address_of(handle: str) -> str:
    """Give the mail address of somebody in the demo; no mail can be sent to any of them."""
    return f"{handle}@people.example"


def try_suggestions(context: AppContext, *, progress: Progress) -> int:
    """Work out the suggestions of every open task; returns how many tasks have some."""
    now = context.clock.now()
    with context.reading() as session:
        task_ids = session.exec(select(Task.id).where(col(Task.is_open))).all()
        progress.begin("suggestions", len(task_ids))
        found = 0
        for task_id in task_ids:
            assert task_id is not None
            found += bool(suggestions.people_for(session, context, task_id, now=now))
            progress.step()
    return found


def _add_person(session: Session, person: DemoPerson, *, now: datetime) -> None:
    row = Person(
        handle=person.handle,
        name=person.name,
        own_line=person.own_line,
        kinds=person.kinds,
        causes=person.causes,
        spoken=person.spoken,
        level=person.level,
        hours_per_week=person.hours_per_week,
        never_projects=person.never_projects,
        contact=person.contact,
        suggested_since=now,
        findable_since=now,
        joined_at=now,
        changed_at=now,
    )
    session.add(open_to(row, Audience.EVERYONE))
    session.flush()
    assert row.id is not None
    session.add_all(
        PersonSkill(person_id=row.id, skill=key, relation=relation, level=level)
        for key, relation, level in person.skills
    )
    session.add(Account(person_id=row.id, address=address_of(person.handle), verified_at=now))
    session.add_all(_contribution(row.id, work) for work in person.contributions)


def _claim(
    session: Session, handle: str, project: Project, repository: Repository, *, now: datetime
) -> None:
    person_id = session.exec(select(Person.id).where(Person.handle == handle)).one()
    assert person_id is not None
    session.add(
        JoinedAccount(
            person_id=person_id,
            forge=repository.forge,
            host=repository.host,
            remote_id=handle,
            handle=handle,
            joined_at=now,
            seen_at=now,
        )
    )
    session.flush()
    stewards.claim(session, person_id, project.slug, now=now)


def _contribution(person_id: int, work: DemoContribution) -> Contribution:
    record = work.record
    return Contribution(
        person_id=person_id,
        host=work.host,
        remote_id=record.remote_id,
        project_path=record.project_path,
        title=record.title,
        text=record.text,
        url=record.url,
        kinds=work.kinds,
        skills=skills_of(record.languages, (), record.labels),
        labels=record.labels,
        done_at=record.done_at,
    )
