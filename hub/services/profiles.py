"""What people say of themselves: read for the form, saved so that the index follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from hub.models import Person, PersonSkill, Project, Relation


@dataclass(frozen=True, slots=True)
class SkillLine:
    """What one skill is to a person; ``level`` is ``None`` where it was not said."""

    skill: str
    relation: Relation
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person says of themselves. ``spoken`` holds codes, the best first."""

    name: str
    own_line: str | None = None
    skills: tuple[SkillLine, ...] = ()
    level: str | None = None
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    hours_per_week: float | None = None
    spoken: tuple[str, ...] = ()
    never_projects: tuple[str, ...] = ()
    is_suggested: bool = False
    paused_until: datetime | None = None


def read(session: Session, person_id: int) -> Profile:
    """Read a profile, its skills by their keys."""
    row = session.get_one(Person, person_id)
    skills = session.exec(
        select(PersonSkill)
        .where(PersonSkill.person_id == person_id)
        .order_by(col(PersonSkill.skill))
    ).all()
    return Profile(
        name=row.name,
        own_line=row.own_line,
        skills=tuple(SkillLine(each.skill, each.relation, each.level) for each in skills),
        level=row.level,
        kinds=row.kinds,
        causes=row.causes,
        hours_per_week=row.hours_per_week,
        spoken=row.spoken,
        never_projects=row.never_projects,
        is_suggested=row.suggested_since is not None,
        paused_until=row.paused_until,
    )


def save(session: Session, person_id: int, profile: Profile, *, now: datetime) -> None:
    """Save a profile that was checked. Being suggested keeps the day on which it was asked for."""
    row = session.get_one(Person, person_id)
    row.name = profile.name
    row.own_line = profile.own_line
    row.level = profile.level
    row.kinds, row.causes, row.spoken = profile.kinds, profile.causes, profile.spoken
    row.hours_per_week = profile.hours_per_week
    row.never_projects = profile.never_projects
    row.suggested_since = (row.suggested_since or now) if profile.is_suggested else None
    row.paused_until = profile.paused_until
    row.changed_at = max(now, row.changed_at + timedelta(microseconds=1))
    session.execute(delete(PersonSkill).where(col(PersonSkill.person_id) == person_id))
    session.add_all(
        PersonSkill(person_id=person_id, skill=each.skill, relation=each.relation, level=each.level)
        for each in profile.skills
    )


def unknown_projects(session: Session, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Name those that are no project of this hub."""
    known = set(session.exec(select(Project.slug).where(col(Project.slug).in_(slugs))).all())
    return tuple(slug for slug in slugs if slug not in known)
