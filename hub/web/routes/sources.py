"""The health of sources."""

from fastapi import APIRouter, Request, Response

from hub.services import sources
from hub.web.addresses import read_page
from hub.web.deps import DbSession, Now
from hub.web.pages.sources import sources_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/sources")
def index(request: Request, session: DbSession, now: Now, page: str = "") -> Response:
    """Show every source, those in trouble first."""
    view = sources.overview(session, page=read_page(page), now=now)
    return pages_of(request).page(request, "sources/index.html", sources_page(view, now=now))
