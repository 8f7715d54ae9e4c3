"""People who wish to be found or suggested, as far as they are open to who asks."""

from contextlib import suppress

from fastapi import APIRouter, BackgroundTasks, Request, Response

from hub.errors import NotFound
from hub.models import Side
from hub.services import discovery, people, suggestions
from hub.services.shown import note_shown
from hub.services.suggested_projects import projects_beside
from hub.views import SuggestedProject, SuggestedTask
from hub.web.addresses import read_page
from hub.web.crawlers import is_crawler
from hub.web.deps import Asking, Context, DbSession, Now
from hub.web.pages.people import people_page, person_page
from hub.web.rendering import pages_of
from search.errors import SearchError

router = APIRouter()


@router.get("/people")
def index(
    request: Request,
    context: Context,
    session: DbSession,
    now: Now,
    asker: Asking,
    page: str = "",
) -> Response:
    """List who wishes to be found, in the order of the day."""
    view = people.listing(session, page=read_page(page), now=now, asker=asker)
    examples = discovery.people_examples(session, context.engine, now=now, asker=asker)
    shown = people_page(view, examples, now=now)
    return pages_of(request).page(request, "people/index.html", shown)


@router.get("/people/{handle}")
def detail(
    handle: str,
    request: Request,
    context: Context,
    session: DbSession,
    now: Now,
    asker: Asking,
    behind: BackgroundTasks,
) -> Response:
    """Show a person, tasks and projects that could suit; without the engine, the person alone."""
    person = people.view(session, handle, now=now, asker=asker)
    tasks: tuple[SuggestedTask, ...] | None = None
    projects: tuple[SuggestedProject, ...] = ()
    with suppress(SearchError, NotFound):
        ranked = suggestions.ranked_tasks(session, context, person.person_id, now=now, asker=asker)
        projects = projects_beside(session, context, ranked, now=now)
        tasks = suggestions.first_tasks(session, context, ranked, now=now)
        shown = [each.suggestion for each in tasks]
        if not is_crawler(request):
            behind.add_task(note_shown, context, shown, side=Side.PERSON, now=now)
    return pages_of(request).page(
        request, "people/detail.html", person_page(person, tasks, projects, now=now)
    )
