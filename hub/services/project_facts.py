"""Rows of projects to facts for matching: what they are first, what is free in them for a few."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Text, case, cast, func, or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.matching.project_facts import ProjectFacts
from hub.models import Origin
from hub.services.cards import repositories_by_project
from hub.services.facts import FREE
from hub.services.life import distinct, life_of, of_repositories, standing
from hub.services.pace import PACE_COLUMNS, pace_in
from hub.services.tables import (
    PROJECT,
    PROJECT_PACE,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_project,
    is_listed_task,
)


def listed_projects(
    session: Session, ids: Collection[int], slugs: Collection[str], *, now: datetime
) -> list[ProjectFacts]:
    """Read those of some projects that stand in lists, by id, without what is free in them."""
    rows = fetch(
        session,
        select(
            PROJECT.c.id,
            PROJECT.c.slug,
            PROJECT.c.name,
            PROJECT.c.causes,
            PROJECT.c.newcomers_a_month,
            PROJECT.c.added_at,
            *PACE_COLUMNS,
        )
        .select_from(PROJECT.outerjoin(PROJECT_PACE))
        .where(or_(PROJECT.c.id.in_(ids), PROJECT.c.slug.in_(slugs)), is_listed_project())
        .order_by(PROJECT.c.id),
    )
    repositories = repositories_by_project(session, [row.id for row in rows])
    return [_project(row, repositories[row.id], now=now) for row in rows]


def with_free_tasks(session: Session, projects: Sequence[ProjectFacts]) -> list[ProjectFacts]:
    """Add what is free in projects: how many tasks, of which kinds, and for whom."""
    free = _free(session, [project.project_id for project in projects])
    return [_with_free(project, free[project.project_id]) for project in projects]


def _project(row: Fetched, repositories: Sequence[Fetched], *, now: datetime) -> ProjectFacts:
    facts = of_repositories(repositories)
    rows = standing(repositories)
    return ProjectFacts(
        project_id=row.id,
        slug=row.slug,
        name=row.name,
        skills=distinct(skill for each in rows for skill in each.skills),
        causes=row.causes,
        newcomers_a_month=row.newcomers_a_month,
        life=life_of(facts.last_change_at, is_archived=facts.is_archived, now=now),
        last_change_at=facts.last_change_at,
        places=frozenset(f"{each.host}/{each.path}".lower() for each in rows),
        pace=pace_in(row),
        stars=facts.stars,
        listed_at=row.added_at,
    )


def _free(session: Session, project_ids: Sequence[int]) -> defaultdict[int, list[Fetched]]:
    kinds = cast(TASK.c.kinds, Text)  # PostgreSQL cannot group by JSON
    is_asked = or_(TASK.c.wants_help.is_(True), TASK.c.origin == Origin.NEED)
    rows = fetch(
        session,
        select(
            TASK.c.project_id,
            kinds.label("kinds_json"),
            TASK.c.spoken,
            func.count().label("tasks"),
            func.sum(case((TASK.c.is_newcomer_fit.is_(True), 1), else_=0)).label("newcomer"),
            func.sum(case((TASK.c.has_mentor.is_(True), 1), else_=0)).label("mentored"),
            func.sum(case((is_asked, 1), else_=0)).label("asked"),
        )
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id.in_(project_ids), TASK.c.freshness.in_(FREE), is_listed_task())
        .group_by(TASK.c.project_id, kinds, TASK.c.spoken),
    )
    found: defaultdict[int, list[Fetched]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


def _with_free(project: ProjectFacts, rows: Sequence[Fetched]) -> ProjectFacts:
    kinds: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for row in rows:
        for kind in json.loads(row.kinds_json):
            kinds[kind] += row.tasks
        if row.spoken:
            spoken[row.spoken] += row.tasks
    return replace(
        project,
        kinds=dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        spoken=min(spoken, key=lambda code: (-spoken[code], code)) if spoken else None,
        free_tasks=sum(row.tasks for row in rows),
        newcomer_tasks=sum(row.newcomer for row in rows),
        mentored_tasks=sum(row.mentored for row in rows),
        asked_tasks=sum(row.asked for row in rows),
    )
