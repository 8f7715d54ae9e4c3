"""A project's page, from the database: what it is, where it lives, its life, its open tasks."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.errors import NotFound
from hub.models import Freshness, Origin
from hub.services.cards import open_kinds, task_cards
from hub.services.life import of_repositories, weeks_of_life, year_starts_at
from hub.services.own_words import own_words_view
from hub.services.pace import pace_of
from hub.services.tables import (
    AUTHOR,
    PROJECT,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_task,
    is_looked_after,
)
from hub.views import AuthorView, ProjectView, RepositoryView, TaskCard, WeekOfLife

TASKS_SHOWN = 20
AUTHORS_SHOWN = 12

# What can be taken now comes first.
_FRESHNESS_ORDER = {
    word.value: place
    for place, word in enumerate(
        (
            Freshness.OPEN,
            Freshness.QUIET,
            Freshness.UNKNOWN,
            Freshness.TAKEN,
            Freshness.REVIEW,
            Freshness.ASLEEP,
        )
    )
}


def view(session: Session, slug: str, *, now: datetime) -> ProjectView:
    """Show a project that is not hidden; raises :class:`NotFound`.

    One that is gone from its forges has left the lists; its page stands, so that links do.
    """
    project = _project(session, slug)
    repositories = _repositories(session, project.id)
    return ProjectView(
        slug=project.slug,
        name=project.name,
        summary=project.summary,
        homepage=project.homepage,
        causes=project.causes,
        stage=project.stage,
        catalogues=project.catalogues,
        is_claimed=project.is_looked_after,
        added_at=project.added_at,
        last_change_at=of_repositories(repositories).last_change_at,
        repositories=repositories,
        authors=_authors(session, project.id),
        weeks=_weeks(session, project.id, now=now),
        pace=pace_of(session, project.id, now=now),
        answered_by=project.answered_by,
        away_until=project.away_until,
        open_tasks=_count_open(session, project.id),
        kinds=open_kinds(session, [project.id])[project.id],
        tasks=_first_tasks(session, project.id),
        own_words=own_words_view(session, project.id),
    )


def require(session: Session, slug: str) -> None:
    """Raise :class:`NotFound` unless there is such a project, and it is not hidden."""
    _project(session, slug)


def _project(session: Session, slug: str) -> Fetched:
    rows = fetch(
        session,
        select(PROJECT, is_looked_after().label("is_looked_after")).where(
            PROJECT.c.slug == slug, PROJECT.c.is_listed.is_(True)
        ),
    )
    if not rows:
        raise NotFound("There is no such project here, or it is not listed any more.")
    return rows[0]


def _repositories(session: Session, project_id: int) -> tuple[RepositoryView, ...]:
    rows = fetch(
        session,
        select(REPOSITORY).where(REPOSITORY.c.project_id == project_id).order_by(REPOSITORY.c.id),
    )
    return tuple(
        RepositoryView(
            forge=row.forge,
            host=row.host,
            path=row.path,
            url=row.url,
            languages=row.languages,
            topics=row.topics,
            licence=row.licence,
            stars=row.stars,
            is_archived=row.is_archived,
            default_branch=row.default_branch,
            contributing_url=row.contributing_url,
            code_of_conduct_url=row.code_of_conduct_url,
            pushed_at=row.pushed_at,
            created_at=row.created_at,
            read_at=row.good_at,
            health=row.health,
            message=row.message,
        )
        for row in rows
    )


def _authors(session: Session, project_id: int) -> tuple[AuthorView, ...]:
    """List who asked here lately, the latest first: an order by time, not by number."""
    rows = fetch(
        session,
        select(AUTHOR.c.login, AUTHOR.c.host, AUTHOR.c.url, func.count().label("tasks"))
        .select_from(AUTHOR.join(TASK, TASK.c.author_id == AUTHOR.c.id))
        .where(TASK.c.project_id == project_id, AUTHOR.c.is_bot.is_(False))
        .group_by(AUTHOR.c.id, AUTHOR.c.login, AUTHOR.c.host, AUTHOR.c.url)
        .order_by(func.max(TASK.c.opened_at).desc(), AUTHOR.c.login)
        .limit(AUTHORS_SHOWN),
    )
    return tuple(AuthorView(row.login, row.host, row.url, row.tasks) for row in rows)


def _weeks(session: Session, project_id: int, *, now: datetime) -> tuple[WeekOfLife, ...]:
    since = year_starts_at(now)
    rows = fetch(
        session,
        select(TASK.c.opened_at, TASK.c.closed_at).where(
            TASK.c.project_id == project_id,
            (TASK.c.opened_at >= since) | (TASK.c.closed_at >= since),
        ),
    )
    return weeks_of_life(((row.opened_at, row.closed_at) for row in rows), now=now)


def _count_open(session: Session, project_id: int) -> int:
    number = session.connection().scalar(
        select(func.count())
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id == project_id, is_listed_task())
    )
    return number or 0


def _first_tasks(session: Session, project_id: int) -> tuple[TaskCard, ...]:
    ids = session.connection().scalars(
        select(TASK.c.id)
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id == project_id, is_listed_task())
        .order_by(
            case(_FRESHNESS_ORDER, value=TASK.c.freshness, else_=len(_FRESHNESS_ORDER)),
            case((TASK.c.origin == Origin.NEED, 0), else_=1),  # asked for on purpose
            TASK.c.updated_at.desc(),
            TASK.c.id.desc(),
        )
        .limit(TASKS_SHOWN)
    )
    return tuple(task_cards(session, ids.all()))
