"""What people say of themselves: read for the form, saved so that the index follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from hub.models import Audience, Fluency, Person, PersonSkill, Project, Relation, What
from hub.services.account_events import note
from hub.services.openness import FIELDS, Asker
from hub.services.spoken_levels import as_texts, levels_in


@dataclass(frozen=True, slots=True)
class SkillLine:
    """What one skill is to a person; ``level`` is ``None`` where it was not said."""

    skill: str
    relation: Relation
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person says of themselves. ``spoken`` holds codes, the best first.

    ``spoken_levels`` says how well, by code, where that was said. ``hours_until`` is the last day
    for which the hours hold. ``suggested_causes`` are those of the only projects to which they may
    be suggested; empty for all. ``seen_by`` says who sees each field of :data:`FIELDS`.
    """

    name: str
    own_line: str | None = None
    skills: tuple[SkillLine, ...] = ()
    level: str | None = None
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    hours_per_week: float | None = None
    hours_until: date | None = None
    time_zone: str | None = None
    spoken: tuple[str, ...] = ()
    spoken_levels: Mapping[str, Fluency] = field(default_factory=dict)
    asked_for: str | None = None
    not_asked_for: str | None = None
    links: tuple[str, ...] = ()
    contact: str | None = None
    never_projects: tuple[str, ...] = ()
    suggested_causes: tuple[str, ...] = ()
    is_suggested: bool = False
    paused_until: datetime | None = None
    is_findable: bool = False
    seen_by: Mapping[str, Audience] = field(default_factory=dict)


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
        hours_until=row.hours_until,
        time_zone=row.time_zone,
        spoken=row.spoken,
        spoken_levels=levels_in(row.spoken_levels),
        asked_for=row.asked_for,
        not_asked_for=row.not_asked_for,
        links=row.links,
        contact=row.contact,
        never_projects=row.never_projects,
        suggested_causes=row.suggested_causes,
        is_suggested=row.suggested_since is not None,
        paused_until=row.paused_until,
        is_findable=row.findable_since is not None,
        seen_by={name: getattr(row, f"{name}_seen_by") for name in FIELDS},
    )


def is_page_open(profile: Profile, asker: Asker, *, now: datetime) -> bool:
    """Say whether who asks sees the page of a person, as the database would say it."""
    is_suggested = profile.is_suggested and (
        profile.paused_until is None or profile.paused_until <= now
    )
    return (profile.is_findable or is_suggested) and profile.seen_by["name"] in asker.audiences


def save(session: Session, person_id: int, profile: Profile, *, now: datetime) -> None:
    """Save a profile that was checked. Being suggested keeps the day on which it was asked for.

    Who sees a field stays as it is where the profile does not say it.
    """
    before = read(session, person_id)
    profile = replace(profile, seen_by={**before.seen_by, **profile.seen_by})
    _note_changes(session, person_id, before, profile, now=now)
    row = session.get_one(Person, person_id)
    row.name = profile.name
    row.own_line = profile.own_line
    row.level = profile.level
    row.kinds, row.causes, row.spoken = profile.kinds, profile.causes, profile.spoken
    row.spoken_levels = as_texts(profile.spoken_levels)
    row.hours_per_week, row.hours_until = profile.hours_per_week, profile.hours_until
    row.time_zone, row.links = profile.time_zone, profile.links
    row.asked_for, row.not_asked_for = profile.asked_for, profile.not_asked_for
    row.contact = profile.contact
    row.never_projects = profile.never_projects
    row.suggested_causes = profile.suggested_causes
    row.suggested_since = (row.suggested_since or now) if profile.is_suggested else None
    row.paused_until = profile.paused_until
    row.findable_since = (row.findable_since or now) if profile.is_findable else None
    row.changed_at = max(now, row.changed_at + timedelta(microseconds=1))
    for name, audience in profile.seen_by.items():
        setattr(row, f"{name}_seen_by", audience)
    if _shows_less(before, profile):
        row.narrowed_at = row.changed_at
    session.execute(delete(PersonSkill).where(col(PersonSkill.person_id) == person_id))
    session.add_all(
        PersonSkill(person_id=person_id, skill=each.skill, relation=each.relation, level=each.level)
        for each in profile.skills
    )


def _shows_less(before: Profile, after: Profile) -> bool:
    """Say whether fewer see something than did before."""
    order = list(Audience)
    return (before.is_findable and not after.is_findable) or any(
        order.index(after.seen_by[name]) < order.index(before.seen_by[name])
        for name in before.seen_by
    )


# What a changed field is called when the person reads of it.
_FIELDS = {
    "name": "name",
    "own_line": "line about you",
    "skills": "skills",
    "level": "level",
    "kinds": "kinds of work",
    "causes": "causes",
    "hours_per_week": "hours",
    "hours_until": "hours",
    "time_zone": "time zone",
    "spoken": "languages",
    "spoken_levels": "languages",
    "asked_for": "what to be asked for",
    "not_asked_for": "what to be asked for",
    "links": "links",
    "contact": "how to reach you",
    "never_projects": "projects never to be suggested",
    "suggested_causes": "causes to be suggested for",
    "seen_by": "who sees what",
}


def _note_changes(
    session: Session, person_id: int, before: Profile, after: Profile, *, now: datetime
) -> None:
    """Note which fields become others, and what becomes of being suggested; never the values."""
    before = replace(before, skills=tuple(sorted(before.skills, key=_by_key)))
    after = replace(after, skills=tuple(sorted(after.skills, key=_by_key)))
    changed = [
        words for name, words in _FIELDS.items() if getattr(before, name) != getattr(after, name)
    ]
    if changed:
        changed = list(dict.fromkeys(changed))
        note(session, person_id, What.PROFILE_CHANGED, now=now, fields=changed)
    if before.is_suggested != after.is_suggested:
        what = What.SUGGESTIONS_ASKED if after.is_suggested else What.SUGGESTIONS_ENDED
        note(session, person_id, what, now=now)
    if before.is_findable != after.is_findable:
        what = What.FINDING_ASKED if after.is_findable else What.FINDING_ENDED
        note(session, person_id, what, now=now)
    if before.paused_until != after.paused_until:
        if after.paused_until is None:
            note(session, person_id, What.SUGGESTIONS_RESUMED, now=now)
        else:
            until = f"{after.paused_until:%Y-%m-%d}"
            note(session, person_id, What.SUGGESTIONS_PAUSED, now=now, until=until)


def _by_key(line: SkillLine) -> str:
    return line.skill


def unknown_projects(session: Session, person_id: int, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Name those that are no project of this hub, and were none of a person's list before."""
    known = set(session.exec(select(Project.slug).where(col(Project.slug).in_(slugs))).all())
    known |= set(session.get_one(Person, person_id).never_projects)
    return tuple(slug for slug in slugs if slug not in known)
