"""People who asked to be suggested."""

from contextlib import suppress

from fastapi import APIRouter, BackgroundTasks, Request, Response

from hub.services import people, suggestions
from hub.views import SuggestedTask
from hub.web.addresses import read_page
from hub.web.deps import Context, DbSession, Now
from hub.web.pages.people import people_page, person_page
from hub.web.rendering import pages_of
from search.errors import SearchError

router = APIRouter()


@router.get("/people")
def index(request: Request, session: DbSession, now: Now, page: str = "") -> Response:
    """List them, in the order of the day."""
    view = people.listing(session, page=read_page(page), now=now)
    return pages_of(request).page(request, "people/index.html", people_page(view, now=now))


@router.get("/people/{handle}")
def detail(
    handle: str,
    request: Request,
    context: Context,
    session: DbSession,
    now: Now,
    behind: BackgroundTasks,
) -> Response:
    """Show a person and the tasks that could suit them; without the engine, the person alone."""
    person = people.view(session, handle, now=now)
    tasks: tuple[SuggestedTask, ...] | None = None
    with suppress(SearchError):
        tasks = suggestions.tasks_for(session, context, person.person_id, now=now)
        shown = [each.suggestion for each in tasks]
        behind.add_task(suggestions.note_shown, context, shown, now=now)
    return pages_of(request).page(
        request, "people/detail.html", person_page(person, tasks, now=now)
    )
