"""A project's page."""

from fastapi import APIRouter, Request, Response

from hub.services import projects, stewards
from hub.web.deps import Asking, DbSession, Now
from hub.web.pages.projects import project_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/projects/{slug}")
def detail(slug: str, request: Request, session: DbSession, now: Now, asker: Asking) -> Response:
    """Show a project, its life, what it needs, and who looks after it."""
    view = projects.view(session, slug, now=now)
    looking_after = stewards.of_slug(session, slug, now=now, asker=asker)
    page = project_page(view, looking_after, now=now)
    return pages_of(request).page(request, "projects/detail.html", page)
