"""The search of tasks, projects and people; the whole of it stands in its address."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import discovery
from hub.web.addresses import read_search
from hub.web.deps import Asking, Context, DbSession, Now
from hub.web.pages.glimpse import glimpse_page
from hub.web.pages.search import search_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/search")
def index(
    request: Request, context: Context, session: DbSession, now: Now, asker: Asking
) -> Response:
    """Answer a search; 503 while the engine is down, with the freshest tasks all the same."""
    wanted = read_search(request.query_params.multi_items())
    answer = discovery.search(session, context.engine, wanted, now=now, asker=asker)
    status = 503 if answer.is_engine_down else 200
    page = search_page(answer, now=now)
    return pages_of(request).page(request, "search/index.html", page, status=status)


@router.get("/search/glimpse")
def glimpse(
    request: Request, context: Context, session: DbSession, now: Now, asker: Asking
) -> Response:
    """Give a few of each list for what was typed so far: a piece of a page."""
    wanted = read_search(request.query_params.multi_items())
    found = discovery.glimpse(session, context.engine, wanted.text, now=now, asker=asker)
    return pages_of(request).page(request, "search/_glimpse.html", glimpse_page(found))


@router.get("/tasks")
def tasks() -> Response:
    """Lead to all tasks."""
    return RedirectResponse("/search", status_code=308)


@router.get("/projects")
def projects() -> Response:
    """Lead to all projects."""
    return RedirectResponse("/search?tab=projects", status_code=308)
