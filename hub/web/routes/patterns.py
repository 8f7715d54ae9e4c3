"""Every part of the pages once, in all its states."""

from fastapi import APIRouter, Request, Response

from hub.web.deps import Now
from hub.web.pages.patterns import patterns_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/patterns")
def index(request: Request, now: Now) -> Response:
    """Show the parts."""
    return pages_of(request).page(request, "patterns/index.html", patterns_page(now))
