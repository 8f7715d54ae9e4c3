"""A task's page, from the database. A closed task keeps its page, so that links to it stand."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.errors import NotFound
from hub.models import Freshness
from hub.services.estimates import estimate_view
from hub.services.freshness import freshness_view, state_at
from hub.services.tables import (
    AUTHOR,
    MAX_ID,
    PROJECT,
    REPOSITORY,
    SOURCE,
    TASK,
    TASKS_WITH_PLACE,
)
from hub.views import AuthorView, TaskView

_TASK = (
    select(
        TASK,
        PROJECT.c.slug.label("project_slug"),
        PROJECT.c.name.label("project_name"),
        PROJECT.c.away_until,
        PROJECT.c.answered_by.label("steward"),
        REPOSITORY.c.is_archived,
        REPOSITORY.c.forge,
        REPOSITORY.c.host,
        REPOSITORY.c.good_at,
        REPOSITORY.c.health.label("repository_health"),
        REPOSITORY.c.contributing_url,
        REPOSITORY.c.code_of_conduct_url,
        AUTHOR.c.login.label("author_login"),
        AUTHOR.c.host.label("author_host"),
        AUTHOR.c.url.label("author_url"),
        SOURCE.c.health.label("source_health"),
    )
    .select_from(
        TASKS_WITH_PLACE.outerjoin(AUTHOR, AUTHOR.c.id == TASK.c.author_id).outerjoin(
            SOURCE, SOURCE.c.id == REPOSITORY.c.source_id
        )
    )
    .where(PROJECT.c.is_listed.is_(True), TASK.c.id == bindparam("task_id"))
)


def view(session: Session, task_id: int, *, now: datetime) -> TaskView:
    """Show a task of a listed project, open or closed; raises :class:`NotFound`.

    The reconciliation of the index stores how free it is; until that runs, the page knows it.
    """
    rows = fetch(session, _TASK, parameters={"task_id": task_id}) if 0 < task_id <= MAX_ID else ()
    if not rows:
        raise NotFound("There is no such task here, or its project is not listed any more.")
    [row] = rows
    facts = state_at(row, now=now)
    return TaskView(
        task_id=row.id,
        origin=row.origin,
        title=row.title,
        body=row.body,
        url=row.url,
        number=row.number,
        is_open=row.is_open and facts.state is not Freshness.CLOSED,
        project_slug=row.project_slug,
        project_name=row.project_name,
        forge=row.forge,
        host=row.host,
        author=_author(row),
        kinds=row.kinds,
        skills=row.skills,
        labels=row.labels,
        spoken=row.spoken,
        level=row.level,
        effort=row.effort,
        is_newcomer_fit=row.is_newcomer_fit,
        has_mentor=row.has_mentor,
        freshness=freshness_view(row, facts),
        linked_change_url=row.linked_change_url,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
        answered_at=row.answered_at,
        assignees=row.assignees,
        comments=row.comments,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        read_at=row.good_at,
        read_health=row.repository_health,
        contributing_url=row.contributing_url,
        code_of_conduct_url=row.code_of_conduct_url,
        answered_by=row.answered_by,
        mentor=row.mentor,
        expires_on=row.expires_on,
        away_until=row.away_until,
        impact=row.impact,
        estimate=estimate_view(row),
    )


def _author(row: Fetched) -> AuthorView | None:
    """Name the author; ``tasks`` is not counted here, it is 1 for this task."""
    if row.author_login is None:
        return None
    return AuthorView(row.author_login, row.author_host, row.author_url, 1)
