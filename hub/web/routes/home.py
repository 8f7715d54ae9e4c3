"""The first page."""

from fastapi import APIRouter, Request, Response

from hub.services import discovery
from hub.web.deps import Context, DbSession, Now
from hub.web.pages.home import home_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/")
def index(request: Request, context: Context, session: DbSession, now: Now) -> Response:
    """Show what this is and the ways in."""
    view = discovery.home(session, context.engine, now=now)
    page = home_page(view, name=context.settings.name, now=now)
    return pages_of(request).page(request, "home/index.html", page)
