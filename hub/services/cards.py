"""Tasks and projects as they stand in lists: one or two statements for a page of them.

Knows no request and no engine; what the engine marked is handed in as highlights.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Text, cast, func, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.normalise.excerpts import MAX_CHARS, cut, excerpt
from hub.normalise.freshness import FreshnessFacts
from hub.services.freshness import freshness_view
from hub.services.life import of_repositories
from hub.services.tables import (
    IDS,
    PROJECT,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_project,
    is_listed_task,
)
from hub.views import ProjectCard, TaskCard
from search.base import Span

Highlights: TypeAlias = Mapping[int, Mapping[str, tuple[Span, ...]]]

_NO_HIGHLIGHTS: Highlights = {}
# Markup is taken out after reading, so more is read than is shown.
_BODY_START_CHARS = 900

_TASK_CARDS = (
    select(
        TASK.c.id,
        TASK.c.title,
        func.substr(TASK.c.body, 1, _BODY_START_CHARS).label("body_start"),
        TASK.c.kinds,
        TASK.c.skills,
        TASK.c.freshness,
        TASK.c.freshness_turns_at,
        TASK.c.opened_at,
        TASK.c.updated_at,
        TASK.c.assignees,
        TASK.c.claimed_by,
        TASK.c.claimed_at,
        TASK.c.is_open,
        TASK.c.is_gone,
        TASK.c.spoken,
        TASK.c.level,
        TASK.c.effort,
        TASK.c.is_newcomer_fit,
        TASK.c.has_mentor,
        PROJECT.c.slug,
        PROJECT.c.name,
        PROJECT.c.away_until,
        PROJECT.c.answered_by.label("steward"),
        REPOSITORY.c.host,
        REPOSITORY.c.is_archived,
    )
    .select_from(TASKS_WITH_PLACE)
    # One statement for any ids: making it anew costs more than answering it.
    .where(is_listed_task(), TASK.c.id.in_(IDS))
)


def task_cards(
    session: Session, task_ids: Sequence[int], *, highlights: Highlights | None = None
) -> list[TaskCard]:
    """Give the cards in the order of the ids; what is gone, closed or not listed is left out."""
    if not task_ids:
        return []
    rows = fetch(session, _TASK_CARDS, parameters={"ids": list(task_ids)})
    marked = highlights or _NO_HIGHLIGHTS
    cards = {row.id: _task_card(row, marked.get(row.id, {})) for row in rows}
    return [cards[task_id] for task_id in task_ids if task_id in cards]


def project_cards(
    session: Session, project_ids: Sequence[int], *, highlights: Highlights | None = None
) -> list[ProjectCard]:
    """Give the cards in the order of the ids; what is gone or not listed is left out."""
    if not project_ids:
        return []
    rows = fetch(
        session,
        select(
            PROJECT.c.id,
            PROJECT.c.slug,
            PROJECT.c.name,
            PROJECT.c.summary,
            PROJECT.c.causes,
            PROJECT.c.added_at,
        ).where(PROJECT.c.id.in_(project_ids), is_listed_project()),
    )
    repositories = repositories_by_project(session, project_ids)
    open_tasks = open_kinds(session, project_ids)
    marked = highlights or _NO_HIGHLIGHTS
    cards = {
        row.id: _project_card(
            row, repositories[row.id], marked.get(row.id, {}), open_tasks=open_tasks[row.id]
        )
        for row in rows
    }
    return [cards[project_id] for project_id in project_ids if project_id in cards]


def open_kinds(
    session: Session, project_ids: Sequence[int]
) -> defaultdict[int, tuple[tuple[str, int], ...]]:
    """Count the open tasks of projects by kind, most first; a task of two kinds counts twice."""
    kinds = cast(TASK.c.kinds, Text)  # PostgreSQL cannot group by JSON
    rows = fetch(
        session,
        select(TASK.c.project_id, kinds, func.count())
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id.in_(project_ids), is_listed_task())
        .group_by(TASK.c.project_id, kinds),
    )
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for project_id, kinds_json, number in rows:
        for kind in json.loads(kinds_json):
            counts[project_id][kind] += number
    found: defaultdict[int, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    for project_id, counter in counts.items():
        found[project_id] = tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
    return found


def repositories_by_project(
    session: Session, project_ids: Sequence[int]
) -> defaultdict[int, list[Fetched]]:
    """Read what projects' repositories say, by project; none for a project without one."""
    rows = fetch(
        session,
        select(
            REPOSITORY.c.project_id,
            REPOSITORY.c.host,
            REPOSITORY.c.path,
            REPOSITORY.c.skills,
            REPOSITORY.c.languages,
            REPOSITORY.c.licence,
            REPOSITORY.c.stars,
            REPOSITORY.c.is_archived,
            REPOSITORY.c.pushed_at,
            REPOSITORY.c.health,
        )
        .where(REPOSITORY.c.project_id.in_(project_ids))
        .order_by(REPOSITORY.c.id),
    )
    found: defaultdict[int, list[Fetched]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


def _task_card(row: Fetched, marked: Mapping[str, tuple[Span, ...]]) -> TaskCard:
    return TaskCard(
        task_id=row.id,
        title=marked.get("title") or (Span(row.title),),
        excerpt=marked.get("body") or _plain(excerpt(row.body_start)),
        kinds=row.kinds,
        skills=row.skills,
        project_slug=row.slug,
        project_name=row.name,
        host=row.host,
        freshness=freshness_view(row, FreshnessFacts(row.freshness, row.freshness_turns_at)),
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        spoken=row.spoken,
        level=row.level,
        effort=row.effort,
        is_newcomer_fit=row.is_newcomer_fit,
        has_mentor=row.has_mentor,
    )


def _project_card(
    row: Fetched,
    repositories: Sequence[Fetched],
    marked: Mapping[str, tuple[Span, ...]],
    *,
    open_tasks: tuple[tuple[str, int], ...],
) -> ProjectCard:
    facts = of_repositories(repositories)
    return ProjectCard(
        project_id=row.id,
        slug=row.slug,
        name=marked.get("name") or (Span(row.name),),
        summary=marked.get("summary") or _plain(cut(row.summary or "", max_chars=MAX_CHARS)),
        causes=row.causes,
        languages=facts.languages,
        hosts=facts.hosts,
        stars=facts.stars,
        is_archived=facts.is_archived,
        added_at=row.added_at,
        last_change_at=facts.last_change_at,
        open_tasks=open_tasks,
    )


def _plain(text: str) -> tuple[Span, ...]:
    return (Span(text),) if text else ()
