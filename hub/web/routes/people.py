"""People who wish to be found or suggested, as far as they are open to who asks."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request, Response

from hub.errors import NotFound
from hub.models import Side
from hub.services import contacts, desk, discovery, people, suggestions
from hub.services.openness import A_MEMBER, VISITOR, Asker
from hub.services.shown import note_shown
from hub.services.suggested_projects import projects_beside
from hub.views.suggestions import SuggestedProject, SuggestedTask
from hub.web.addresses import read_page
from hub.web.crawlers import is_crawler
from hub.web.deps import Asking, Context, DbSession, MaybeViewer, Now
from hub.web.pages.people import people_page, person_page
from hub.web.rendering import pages_of
from search.errors import SearchError

router = APIRouter()
# As whom people may look at their own page.
_SEEN_AS = {"visitor": VISITOR, "member": A_MEMBER}


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
    viewer: MaybeViewer,
    asker: Asking,
    behind: BackgroundTasks,
    seen_as: Annotated[str, Query(alias="as")] = "",
) -> Response:
    """Show a person, tasks and projects that could suit; without the engine, the person alone.

    Their own page people may see as others do: ``as`` is of no effect on any other.
    """
    previewed = seen_as if viewer and viewer.handle == handle and seen_as in _SEEN_AS else ""
    asker = _narrowed(asker, previewed)
    # Their own choice for stewards opens no more than this: suggestions go by what members see.
    seen_by = asker
    if viewer and viewer.is_steward and not previewed:
        seen_by = desk.asker_towards(session, handle, asker, now=now)
    person = people.view(session, handle, now=now, asker=seen_by)
    tasks: tuple[SuggestedTask, ...] | None = None
    projects: tuple[SuggestedProject, ...] = ()
    with suppress(SearchError, NotFound):
        ranked = suggestions.ranked_tasks(session, context, person.person_id, now=now, asker=asker)
        projects = projects_beside(session, context, ranked, now=now)
        tasks = suggestions.first_tasks(session, context, ranked, now=now)
        shown = [each.suggestion for each in tasks]
        if not previewed and not is_crawler(request):
            behind.add_task(note_shown, context, shown, side=Side.PERSON, now=now)
    contact = None
    if viewer and person.is_reachable:
        contact = contacts.looked_up(session, person.person_id, viewer, now=now)
    page = person_page(person, tasks, projects, contact=contact, seen_as=previewed, now=now)
    return pages_of(request).page(request, "people/detail.html", page)


def _narrowed(asker: Asker, previewed: str) -> Asker:
    """Open what is open to both: who asks, and those as whom they look."""
    if not previewed:
        return asker
    opened = _SEEN_AS[previewed].audiences
    return Asker(tuple(each for each in asker.audiences if each in opened))
