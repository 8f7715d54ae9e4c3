"""Whole lists in a stable order, page by page, straight from the database: for programs.

A page begins behind a place, not at an offset, so that nothing is given twice or left out when
rows change meanwhile, and the last page costs as much as the first.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    cast,
    false,
    literal,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session

from hub.database import fetch
from hub.models import Freshness, Health
from hub.models.columns import Instant
from hub.services.cards import project_cards, task_cards
from hub.services.tables import (
    PROJECT,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_project,
    is_listed_task,
)
from hub.views import ProjectCard, TaskCard


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list that runs from the latest change back; ids settle what is equal."""

    at: datetime
    row_id: int


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are wanted: any value of each name; names are those of the search page."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """Which projects are wanted; names are those of the search page."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    changed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Cards, and the place behind the last; ``None`` at the end of the list."""

    tasks: tuple[TaskCard, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Cards, and the place behind the last; ``None`` at the end of the list."""

    projects: tuple[ProjectCard, ...]
    next: Place | None


def tasks(session: Session, wanted: TaskFilter, *, after: Place | None, limit: int) -> TaskPage:
    """List open tasks, the last changed on its forge first."""
    statement = select(TASK.c.id, TASK.c.updated_at).select_from(TASKS_WITH_PLACE)
    conditions = [is_listed_task(), *_task_conditions(wanted)]
    if wanted.updated_since is not None:
        conditions.append(TASK.c.updated_at >= wanted.updated_since)
    page = _page(
        session, statement.where(*conditions), TASK.c.updated_at, TASK.c.id,
        after=after, limit=limit,
    )  # fmt: skip
    return TaskPage(tuple(task_cards(session, page.ids)), page.next)


def projects(
    session: Session, wanted: ProjectFilter, *, after: Place | None, limit: int
) -> ProjectPage:
    """List projects, the last changed here first."""
    statement = select(PROJECT.c.id, PROJECT.c.changed_at)
    conditions = [is_listed_project(), *_project_conditions(wanted)]
    if wanted.changed_since is not None:
        conditions.append(PROJECT.c.changed_at >= wanted.changed_since)
    page = _page(
        session, statement.where(*conditions), PROJECT.c.changed_at, PROJECT.c.id,
        after=after, limit=limit,
    )  # fmt: skip
    return ProjectPage(tuple(project_cards(session, page.ids)), page.next)


@dataclass(frozen=True, slots=True)
class _Page:
    ids: tuple[int, ...]
    next: Place | None


def _page(
    session: Session,
    statement: Select[int, datetime],
    at_column: ColumnElement[datetime],
    id_column: ColumnElement[int],
    *,
    after: Place | None,
    limit: int,
) -> _Page:
    if after is not None:
        place = tuple_(literal(after.at, Instant), literal(after.row_id, Integer))
        statement = statement.where(tuple_(at_column, id_column) < place)
    statement = statement.order_by(at_column.desc(), id_column.desc()).limit(limit + 1)
    places = [Place(at, row_id) for row_id, at in fetch(session, statement)]
    ids = tuple(place.row_id for place in places[:limit])
    return _Page(ids, places[limit - 1] if len(places) > limit else None)


def _task_conditions(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    lists = {
        "kind": TASK.c.kinds,
        "skill": TASK.c.skills,
        "language": REPOSITORY.c.languages,
        "cause": PROJECT.c.causes,
    }
    words = {
        "level": TASK.c.level,
        "effort": TASK.c.effort,
        "spoken": TASK.c.spoken,
        "forge": REPOSITORY.c.host,
        "project": PROJECT.c.slug,
    }
    marks = {
        "newcomer": TASK.c.is_newcomer_fit,
        "mentor": TASK.c.has_mentor,
        "help": TASK.c.wants_help,
    }
    conditions: list[ColumnElement[bool]] = []
    for name, values in wanted.values.items():
        if not values:
            continue
        if name in lists:
            conditions.append(_holds_any(lists[name], values))
        elif name in words:
            conditions.append(words[name].in_(values))
        elif name == "freshness":
            conditions.append(_is_any_freshness(values))
        elif name == "mark":
            chosen = [marks[value].is_(True) for value in values if value in marks]
            conditions.append(or_(false(), *chosen))
    return conditions


def _project_conditions(wanted: ProjectFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if causes := wanted.values.get("cause"):
        conditions.append(_holds_any(PROJECT.c.causes, causes))
    if languages := wanted.values.get("language"):
        conditions.append(_has_repository(_holds_any(REPOSITORY.c.languages, languages)))
    if skills := wanted.values.get("skill"):
        conditions.append(_has_repository(_holds_any(REPOSITORY.c.skills, skills)))
    if hosts := wanted.values.get("forge"):
        conditions.append(_has_repository(REPOSITORY.c.host.in_(hosts)))
    return conditions


def _has_repository(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    is_standing = (REPOSITORY.c.project_id == PROJECT.c.id) & (REPOSITORY.c.health != Health.GONE)
    found: FromClause = REPOSITORY
    return select(literal(1)).select_from(found).where(is_standing, condition).exists()


def _holds_any(
    column: ColumnElement[tuple[str, ...]], values: Sequence[str]
) -> ColumnElement[bool]:
    """Look for values in a JSON list: both databases keep it as the text that ``json`` wrote."""
    text = cast(column, Text)
    return or_(*(text.contains(json.dumps(value), autoescape=True) for value in values))


def _is_any_freshness(values: Sequence[str]) -> ColumnElement[bool]:
    known = [Freshness(value) for value in values if value in set(Freshness)]
    return TASK.c.freshness.in_(known) if known else false()
