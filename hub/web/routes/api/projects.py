"""Projects for programs: all in a stable order, one of them, and its open tasks."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from hub.services import listings, projects
from hub.web.cursors import read_place, write_place
from hub.web.deps import DbSession, Now
from hub.web.openapi import conditional_problems, problems
from hub.web.routes.api.answers import conditional, task_list
from hub.web.routes.api.parameters import Cursor, Limit, ProjectQuery
from hub.web.schemas import ProjectDetail, ProjectList, ProjectSummary, TaskList

router = APIRouter(tags=["projects"])
Slug = Annotated[str, Path(description="A project's short name.", examples=["lanternbus"])]


@router.get("/projects", responses=problems())
def list_projects(session: DbSession, query: Annotated[ProjectQuery, Query()]) -> ProjectList:
    """List projects, the last changed on this hub first."""
    wanted = listings.ProjectFilter(query.values(), query.changed_since)
    after = read_place(query.cursor) if query.cursor else None
    page = listings.projects(session, wanted, after=after, limit=query.limit)
    return ProjectList(
        projects=[ProjectSummary.model_validate(card) for card in page.projects],
        next=write_place(page.next) if page.next else None,
    )


@router.get("/projects/{slug}", response_model=ProjectDetail, responses=conditional_problems())
def get_project(slug: Slug, request: Request, session: DbSession, now: Now) -> Response:
    """Give a project with its repositories and a year of its life."""
    view = projects.view(session, slug, now=now)
    return conditional(request, ProjectDetail.model_validate(view))


@router.get("/projects/{slug}/tasks", responses=problems(404))
def list_project_tasks(
    slug: Slug, session: DbSession, cursor: Cursor = None, limit: Limit = 20
) -> TaskList:
    """List the open tasks of a project, the last changed first."""
    projects.require(session, slug)
    after = read_place(cursor) if cursor else None
    wanted = listings.TaskFilter({"project": (slug,)})
    return task_list(listings.tasks(session, wanted, after=after, limit=limit))
