"""What this hub is."""

from fastapi import APIRouter, Request, Response

from hub.web.deps import Context
from hub.web.pages.about import about_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/about")
def index(request: Request, context: Context) -> Response:
    """Say what this hub is, what it reads, what it never does and how to leave."""
    page = about_page(
        context.settings,
        hosts=tuple(host for _, host in context.forges),
        engine=context.engine.name,
        database=context.database.dialect.name,
    )
    return pages_of(request).page(request, "about/index.html", page)
