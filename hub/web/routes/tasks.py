"""A task's page."""

from contextlib import suppress

from fastapi import APIRouter, BackgroundTasks, Request, Response

from hub.models import Side
from hub.services import offers, suggestions, tasks
from hub.services.shown import note_shown
from hub.views.suggestions import SuggestedPerson
from hub.web.crawlers import is_crawler
from hub.web.deps import Asking, Context, DbSession, Now
from hub.web.pages.tasks import task_page
from hub.web.rendering import pages_of
from search.errors import SearchError

router = APIRouter()


@router.get("/tasks/{task_id}")
def detail(
    task_id: int,
    request: Request,
    context: Context,
    session: DbSession,
    now: Now,
    asker: Asking,
    behind: BackgroundTasks,
) -> Response:
    """Show a task and the people it could suit; without the engine, the task alone."""
    task = tasks.view(session, task_id, now=now)
    people: tuple[SuggestedPerson, ...] | None = None
    with suppress(SearchError):
        people = suggestions.people_for(session, context, task_id, now=now, asker=asker)
        shown = [each.suggestion for each in people]
        if not is_crawler(request):
            behind.add_task(note_shown, context, shown, side=Side.PROJECT, now=now)
    can_offer = offers.is_wanted(session, task_id, now=now, asker=asker)
    page = task_page(task, people, can_offer=can_offer, now=now)
    return pages_of(request).page(request, "tasks/detail.html", page)
