"""What this hub holds about people, for everyone to read."""

from fastapi import APIRouter, Request, Response

from hub.web.pages.privacy import privacy_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/privacy")
def index(request: Request) -> Response:
    """Say what is held, who sees it, and how long."""
    return pages_of(request).page(request, "privacy/index.html", privacy_page())
