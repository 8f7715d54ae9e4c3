"""A project's page."""

from fastapi import APIRouter, Request, Response

from hub.services import projects
from hub.web.deps import DbSession, Now
from hub.web.pages.projects import project_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/projects/{slug}")
def detail(slug: str, request: Request, session: DbSession, now: Now) -> Response:
    """Show a project, its life and what it needs."""
    page = project_page(projects.view(session, slug, now=now), now=now)
    return pages_of(request).page(request, "projects/detail.html", page)
