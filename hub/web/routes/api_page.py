"""The page that explains the API to readers. No script of another site is needed for it."""

from fastapi import APIRouter, FastAPI, Request, Response

from hub.web.pages.api import api_page
from hub.web.rendering import pages_of

router = APIRouter(include_in_schema=False)


@router.get("/api")
def index(request: Request) -> Response:
    """Explain what programs can ask."""
    app = request.app
    assert isinstance(app, FastAPI)
    return pages_of(request).page(request, "api/index.html", api_page(app.openapi()))
