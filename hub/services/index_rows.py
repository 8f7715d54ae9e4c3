"""Reads from the database what documents are made of, in few statements for many rows.

What must not be found has no document: closed tasks, unlisted projects, what a forge no longer
has or only keeps, and people who asked neither to be suggested nor to be found.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.documents import (
    PersonRow,
    ProjectRow,
    TaskRow,
    person_document,
    project_document,
    task_document,
)
from hub.models import Relation
from hub.services.finished_work import speaks
from hub.services.life import distinct, life_of, of_repositories, standing
from hub.services.openness import Asker, is_open, opened_columns
from hub.services.tables import (
    CONTRIBUTION,
    PERSON,
    PERSON_SKILL,
    PROJECT,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_project,
    is_listed_task,
)
from search.base import Document

MAX_PAST = 200
# The two instants that a person's document is ordered and found by; nobody is shown them.
_UNSEEN = (PERSON.c.findable_since, PERSON.c.changed_at)


def task_documents(session: Session, ids: Sequence[int], _now: datetime) -> list[Document]:
    """Make the documents of the listed tasks among ``ids``."""
    rows = fetch(
        session,
        select(
            TASK,
            PROJECT.c.slug.label("project_slug"),
            PROJECT.c.name.label("project_name"),
            PROJECT.c.causes,
            REPOSITORY.c.host,
            REPOSITORY.c.languages,
            REPOSITORY.c.stars,
        )
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.id.in_(ids), is_listed_task()),
    )
    return [task_document(_task_row(row)) for row in rows]


def project_documents(session: Session, ids: Sequence[int], now: datetime) -> list[Document]:
    """Make the documents of the listed projects among ``ids``."""
    projects = fetch(session, select(PROJECT).where(PROJECT.c.id.in_(ids), is_listed_project()))
    repositories: dict[int, list[Fetched]] = defaultdict(list)
    for row in fetch(
        session,
        select(REPOSITORY).where(REPOSITORY.c.project_id.in_(ids)).order_by(REPOSITORY.c.id),
    ):
        repositories[row.project_id].append(row)
    kinds: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in fetch(
        session,
        select(TASK.c.project_id, TASK.c.kinds)
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id.in_(ids), is_listed_task()),
    ):
        kinds[row.project_id].append(row.kinds)
    return [
        project_document(_project_row(row, repositories[row.id], kinds[row.id], now))
        for row in projects
    ]


def person_documents(
    session: Session, ids: Sequence[int], _now: datetime, *, asker: Asker
) -> list[Document]:
    """Make the documents of those among ``ids`` who wish to be suggested or found by who asks.

    They hold what is open to them. Who pauses stays in the index, since no change tells it when a
    pause is over; the database is asked before a person is suggested.
    """
    people = fetch(
        session,
        select(*opened_columns(asker), *_UNSEEN).where(
            PERSON.c.id.in_(ids),
            or_(PERSON.c.suggested_since.is_not(None), PERSON.c.findable_since.is_not(None)),
            is_open("name", asker),
        ),
    )
    skills: dict[int, dict[Relation, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in fetch(
        session,
        select(PERSON_SKILL)
        .join(PERSON)
        .where(PERSON_SKILL.c.person_id.in_(ids), is_open("skills", asker)),
    ):
        skills[row.person_id][row.relation].append(row.skill)
    past: dict[int, list[Fetched]] = defaultdict(list)
    for row in fetch(
        session,
        select(CONTRIBUTION.c.person_id, CONTRIBUTION.c.title, CONTRIBUTION.c.project_path)
        .join(PERSON)
        .where(CONTRIBUTION.c.person_id.in_(ids), is_open("past", asker), speaks())
        .order_by(CONTRIBUTION.c.done_at.desc()),
    ):
        past[row.person_id].append(row)
    return [person_document(_person_row(row, skills[row.id], past[row.id])) for row in people]


def _task_row(row: Fetched) -> TaskRow:
    return TaskRow(
        task_id=row.id,
        title=row.title,
        body=row.body,
        labels=row.labels,
        kinds=row.kinds,
        skills=row.skills,
        spoken=row.spoken,
        level=row.level,
        effort=row.effort,
        is_newcomer_fit=row.is_newcomer_fit,
        has_mentor=row.has_mentor,
        wants_help=row.wants_help,
        is_answered=row.answered_at is not None,
        freshness=row.freshness,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        project_slug=row.project_slug,
        project_name=row.project_name,
        causes=row.causes,
        host=row.host,
        languages=row.languages or (),
        stars=row.stars,
        comments=row.comments,
        participants=row.participants,
    )


def _project_row(
    row: Fetched, repositories: list[Fetched], kinds: list[tuple[str, ...]], now: datetime
) -> ProjectRow:
    facts = of_repositories(repositories)
    rows = standing(repositories)
    return ProjectRow(
        project_id=row.id,
        name=row.name,
        summary=row.summary,
        causes=row.causes,
        topics=distinct(topic for each in rows for topic in each.topics),
        languages=facts.languages,
        skills=distinct(skill for each in rows for skill in each.skills),
        hosts=facts.hosts,
        paths=distinct(each.path for each in rows),
        licences=facts.licences,
        kinds=_by_number(kinds),
        open_tasks=len(kinds),
        stars=facts.stars,
        life=life_of(facts.last_change_at, is_archived=facts.is_archived, now=now),
        added_at=row.added_at,
        last_change_at=facts.last_change_at,
    )


def _person_row(row: Fetched, skills: dict[Relation, list[str]], past: list[Fetched]) -> PersonRow:
    return PersonRow(
        person_id=row.id,
        handle=row.handle,
        name=row.name,
        own_line=row.own_line,
        has=tuple(skills[Relation.HAS]),
        learning=tuple(skills[Relation.LEARNING]),
        mentors=tuple(skills[Relation.MENTOR]),
        kinds=row.kinds,
        causes=row.causes,
        spoken=row.spoken,
        past=tuple(work.title for work in past[:MAX_PAST]),
        worked_on=distinct(work.project_path for work in past),
        changed_at=row.changed_at,
        found_since=row.findable_since,
    )


def _by_number(kinds: list[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(kind for of_task in kinds for kind in of_task)
    return tuple(kind for kind, _ in counts.most_common())
