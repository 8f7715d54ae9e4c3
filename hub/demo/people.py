"""The people of the demo, who all asked to be suggested: values, not rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.demo.files import DoneTable, PersonTable, demo_tables
from hub.models import Relation
from integrations.records import ContributionRecord


@dataclass(frozen=True, slots=True)
class DemoContribution:
    """A thing that a demo person finished, with its kinds of work, on the forge at ``host``."""

    host: str
    record: ContributionRecord
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person. ``skills`` holds (key, relation, level or ``None``), one line a skill.

    ``contributions`` come oldest first; ``never_projects`` are project slugs. ``looks_after``
    holds paths of projects with the host of their forge, where the person has an account.
    """

    handle: str
    name: str
    own_line: str
    kinds: tuple[str, ...]
    causes: tuple[str, ...]
    spoken: tuple[str, ...]
    level: str | None
    hours_per_week: float | None
    skills: tuple[tuple[str, Relation, str | None], ...]
    contributions: tuple[DemoContribution, ...]
    never_projects: tuple[str, ...]
    contact: str | None
    looks_after: tuple[str, ...]


def demo_people(now: datetime) -> tuple[DemoPerson, ...]:
    """List the people, with the dates of what they did counted back from ``now``."""
    return tuple(_person(table, now) for table in demo_tables().people)


def _person(table: PersonTable, now: datetime) -> DemoPerson:
    done = sorted(table.done, key=lambda each: -each.days)
    return DemoPerson(
        handle=table.handle,
        name=table.name,
        own_line=table.own_line,
        kinds=table.kinds,
        causes=table.causes,
        spoken=table.spoken,
        level=table.level,
        hours_per_week=table.hours,
        skills=_skills(table),
        contributions=tuple(
            _contribution(table.handle, number, each, now) for number, each in enumerate(done, 1)
        ),
        never_projects=table.never_projects,
        contact=table.contact,
        looks_after=table.looks_after,
    )


def _skills(table: PersonTable) -> tuple[tuple[str, Relation, str | None], ...]:
    """Read the lists of skills; who can mentor a skill has it too, so each stands once."""
    relations = (
        (Relation.MENTOR, table.mentor),
        (Relation.HAS, table.has),
        (Relation.LEARNING, table.learning),
        (Relation.NEVER, table.never),
    )
    return tuple(
        (key.strip(), relation, level.strip() or None)
        for relation, lines in relations
        for key, _, level in (line.partition(":") for line in lines)
    )


def _contribution(handle: str, number: int, done: DoneTable, now: datetime) -> DemoContribution:
    remote_id = f"{done.project}/{handle}/{number}"
    record = ContributionRecord(
        remote_id=remote_id,
        project_path=done.project,
        title=done.title,
        url=f"https://{done.host}/{done.project}/pulls?by={handle}&n={number}",
        done_at=now - timedelta(days=done.days),
        text=done.text.strip(),
        labels=done.labels,
        languages=done.languages,
    )
    return DemoContribution(done.host, record, done.kinds)
