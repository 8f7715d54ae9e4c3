"""Rows to facts: everything that matching may look at, in two or three statements.

Consent is part of the statements here, so that no index, however stale, can show a person who
did not ask for it or takes a pause, or a field that is closed to who asks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, func, select, type_coerce
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.matching.facts import PastWork, PersonFacts, TaskFacts
from hub.matching.load import most_tasks
from hub.models import Freshness, Relation
from hub.models.columns import Instant
from hub.services.estimates import estimate_view
from hub.services.feedback import Answers, answers
from hub.services.finished_work import speaks
from hub.services.given_hours import hours_now
from hub.services.openness import (
    ONESELF,
    VISITOR,
    Asker,
    choices,
    closed_fields,
    may_be_suggested,
    opened_columns,
)
from hub.services.pace import PACE_COLUMNS, pace_in
from hub.services.tables import (
    CONTRIBUTION,
    IDS,
    PERSON,
    PERSON_SKILL,
    PROJECT,
    PROJECT_PACE,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_task,
)
from hub.vocabulary.skills import close_to

# What can be begun now. Taken, in review or asleep: offered to nobody.
FREE = (Freshness.OPEN, Freshness.QUIET)
# What can be asked about: it sleeps, or its source is unread, and nobody is known to be on it.
TAKEABLE = (*FREE, Freshness.ASLEEP, Freshness.UNKNOWN)

# What matching reads of a person, of all that they may open.
_MATCHED = frozenset(
    ("id", "name", "kinds", "causes", "spoken", "level", "hours_per_week", "hours_until")
)

# As measured (hub/matching/words.py): what follows a first paragraph adds nothing to likeness.
_BODY_START_CHARS = 300
_PAST_START_CHARS = 150
_MOST_PAST = 20  # the newest: older ones have faded, and a page must not wait for thousands

_TASKS = (
    select(
        TASK.c.id,
        TASK.c.title,
        TASK.c.labels,
        func.substr(TASK.c.body, 1, _BODY_START_CHARS).label("body_start"),
        TASK.c.kinds,
        TASK.c.skills,
        TASK.c.spoken,
        TASK.c.level,
        TASK.c.effort,
        TASK.c.estimated_effort,
        TASK.c.estimate_basis,
        TASK.c.claimed_by,
        TASK.c.claimed_at,
        TASK.c.is_newcomer_fit,
        TASK.c.has_mentor,
        TASK.c.freshness,
        TASK.c.updated_at,
        PROJECT.c.slug,
        PROJECT.c.causes,
        PROJECT.c.added_at,
        REPOSITORY.c.skills.label("repository_skills"),
        REPOSITORY.c.host,
        REPOSITORY.c.path,
        REPOSITORY.c.stars,
        *PACE_COLUMNS,
    )
    .select_from(
        TASKS_WITH_PLACE.outerjoin(PROJECT_PACE, PROJECT_PACE.c.project_id == PROJECT.c.id)
    )
    .where(is_listed_task())
)

_FREE_TASKS = _TASKS.where(TASK.c.id.in_(IDS), TASK.c.freshness.in_(FREE))
_TAKEABLE_TASK = _TASKS.where(TASK.c.id == bindparam("task_id"), TASK.c.freshness.in_(TAKEABLE))

# Thousands of skills for one page: the database puts those of a person into one text, each behind
# its relation (``has:python,learning:rust``). No key of the vocabulary has a comma.
_SKILLS = (
    select(
        func.aggregate_strings(
            type_coerce(PERSON_SKILL.c.relation, String).concat(":").concat(PERSON_SKILL.c.skill),
            ",",
        )
    )
    .where(PERSON_SKILL.c.person_id == PERSON.c.id)
    .correlate(PERSON)
    .scalar_subquery()
    .label("skills")
)


def free_tasks(session: Session, task_ids: Sequence[int]) -> list[TaskFacts]:
    """Read those of some tasks that stand in lists and that somebody could begin now."""
    return [_task(row) for row in fetch(session, _FREE_TASKS, parameters={"ids": list(task_ids)})]


def takeable_task(session: Session, task_id: int) -> TaskFacts | None:
    """Read a task unless it is closed, not listed, or somebody is on it already.

    One that sleeps, or whose source is unread, can still be asked about, so it is given.
    """
    found = fetch(session, _TAKEABLE_TASK, parameters={"task_id": task_id})
    return _task(found[0]) if found else None


def suggested_people(
    session: Session, person_ids: Sequence[int], *, now: datetime, asker: Asker = VISITOR
) -> list[PersonFacts]:
    """Read those of some persons who may be suggested to who asks, in that order.

    What they finished before is left out: see :func:`with_past`.
    """
    if not person_ids:
        return []
    given = {"ids": list(person_ids), "now": now}
    found = _people(session, _suggested(asker), given, now=now, asker=asker)
    return [found[person_id] for person_id in person_ids if person_id in found]


def own_facts(session: Session, person_id: int, *, now: datetime) -> PersonFacts | None:
    """Read a person for their own list: whether they ask to be suggested is of no matter there.

    Nor is to which projects.
    """
    found = _people(session, _persons(ONESELF), {"ids": [person_id]}, now=now, asker=ONESELF)
    person = found.get(person_id)
    if person is None:
        return None
    [with_work] = with_past(session, [person])
    liked = answers(session, [person_id], now=now)[person_id].liked
    return replace(with_work, liked=liked, suggested_causes=frozenset())


def with_past(session: Session, people: Sequence[PersonFacts]) -> list[PersonFacts]:
    """Add what persons finished before, the newest 20 of each, where that is open."""
    past = _past(session, [each.person_id for each in people if "past" not in each.closed])
    return [
        replace(person, past=tuple(past[person.person_id])) if person.person_id in past else person
        for person in people
    ]


def _people(
    session: Session,
    statement: Select[Any],
    given: Mapping[str, object],
    *,
    now: datetime,
    asker: Asker,
) -> dict[int, PersonFacts]:
    rows = fetch(session, statement, parameters=given)
    said = answers(session, [row.id for row in rows], now=now)
    unnamed = asker.unnamed
    return {row.id: _person(row, said[row.id], unnamed, now=now) for row in rows}


@lru_cache
def _suggested(asker: Asker) -> Select[Any]:
    """Read those of some persons who may be suggested to who asks."""
    may_be = may_be_suggested(bindparam("now", type_=Instant), asker)
    return _persons(asker.unnamed).where(may_be)


@lru_cache
def _persons(asker: Asker) -> Select[Any]:
    """Read what is open to who asks, and what shuts doors and bounds, which nobody is shown."""
    opened = (column for column in opened_columns(asker) if column.key in _MATCHED)
    unseen = (
        PERSON.c.never_projects,
        PERSON.c.suggested_causes,
        PERSON.c.hours_per_week.label("hours_to_give"),
        PERSON.c.hours_until.label("given_until"),
    )
    return select(*opened, *unseen, choices(), _SKILLS).where(PERSON.c.id.in_(IDS))


def _task(row: Fetched) -> TaskFacts:
    of_repository = row.repository_skills or ()
    asked = own_skills(row.skills, of_repository)
    estimate = estimate_view(row)
    return TaskFacts(
        task_id=row.id,
        project_slug=row.slug,
        title=row.title,
        words=f"{row.title}\n{' '.join(row.labels)}\n{row.body_start}",
        kinds=row.kinds,
        skills=asked,
        project_skills=of_repository,
        causes=row.causes,
        spoken=row.spoken,
        level=row.level,
        effort=row.effort,
        estimated_effort=estimate.effort if estimate else None,
        is_newcomer_fit=row.is_newcomer_fit,
        has_mentor=row.has_mentor,
        freshness=row.freshness.value,
        last_word_at=row.updated_at,
        pace=pace_in(row),
        stars=row.stars,
        listed_at=row.added_at,
        repository=f"{row.host}/{row.path}" if row.path else "",
        labels=row.labels,
        close_skills={key: close_to(key) for key in asked},
    )


def own_skills(skills: tuple[str, ...], of_repository: Sequence[str]) -> tuple[str, ...]:
    """Take those a task asks for itself: its list ends with what its repository is made with."""
    end = len(skills)
    while end and skills[end - 1] in of_repository:
        end -= 1
    return skills[:end]


def _skills_in(said: str | None) -> dict[str, list[str]]:
    """Part the text of a person's skills by relation."""
    found: dict[str, list[str]] = {}
    for each in said.split(",") if said else ():
        relation, _, skill = each.partition(":")
        found.setdefault(relation, []).append(skill)
    return found


def _past(session: Session, person_ids: Sequence[int]) -> defaultdict[int, list[PastWork]]:
    if not person_ids:
        return defaultdict(list)
    rows = fetch(session, _newest_work(), parameters={"ids": list(person_ids)})
    found: defaultdict[int, list[PastWork]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(past_work(row))
    return found


@cache
def _newest_work() -> Select[Any]:
    newest = func.row_number().over(
        partition_by=CONTRIBUTION.c.person_id,
        order_by=(CONTRIBUTION.c.done_at.desc(), CONTRIBUTION.c.id),
    )
    numbered = (
        select(*past_columns(_PAST_START_CHARS), newest.label("number"))
        .where(CONTRIBUTION.c.person_id.in_(IDS), speaks())
        .subquery()
    )
    return select(numbered).where(numbered.c.number <= _MOST_PAST)


def past_columns(text_chars: int) -> tuple[ColumnElement[Any], ...]:
    """Name what :func:`past_work` reads, the text up to so many letters."""
    return (
        CONTRIBUTION.c.person_id,
        CONTRIBUTION.c.title,
        func.substr(CONTRIBUTION.c.text, 1, text_chars).label("text_start"),
        CONTRIBUTION.c.project_path,
        CONTRIBUTION.c.host,
        CONTRIBUTION.c.kinds,
        CONTRIBUTION.c.skills,
        CONTRIBUTION.c.labels,
        CONTRIBUTION.c.url,
        CONTRIBUTION.c.done_at,
    )


def past_work(row: Fetched) -> PastWork:
    """Turn a row of :func:`past_columns` into a fact."""
    return PastWork(
        title=row.title,
        words=f"{row.title}\n{row.text_start}",
        project_path=row.project_path,
        host=row.host,
        kinds=row.kinds,
        skills=row.skills,
        done_at=row.done_at,
        labels=row.labels,
        url=row.url,
    )


def _person(row: Fetched, said: Answers, asker: Asker, *, now: datetime) -> PersonFacts:
    closed = closed_fields(row.choices, asker)
    skills = _skills_in(row.skills)
    opened = {} if "skills" in closed else skills
    return PersonFacts(
        person_id=row.id,
        name=row.name,
        has=frozenset(opened.get(Relation.HAS, ())),
        learning=frozenset(opened.get(Relation.LEARNING, ())),
        mentors=frozenset(opened.get(Relation.MENTOR, ())),
        never=frozenset(skills.get(Relation.NEVER, ())),
        never_projects=said.projects.union(row.never_projects),
        kinds=row.kinds,
        causes=row.causes,
        spoken=row.spoken,
        level=row.level,
        hours_per_week=hours_now(row.hours_per_week, row.hours_until, now=now),
        suggested_causes=frozenset(row.suggested_causes),
        answered=said.answered,
        declined_kinds=said.kinds,
        closed=closed,
        most_tasks=most_tasks(hours_now(row.hours_to_give, row.given_until, now=now)),
    )
