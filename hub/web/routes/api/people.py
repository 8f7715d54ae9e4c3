"""People for programs: those who opened their name to everyone, and what of them they opened."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from hub.matching.telling import Voice
from hub.services import people, suggestions
from hub.services.suggested_projects import projects_beside
from hub.web.cursors import read_number, write_number
from hub.web.deps import Context, DbSession, Now, Program
from hub.web.languages import Language
from hub.web.openapi import conditional_problems, problems
from hub.web.routes.api.answers import conditional, person_detail, suggested_tasks
from hub.web.routes.api.parameters import Cursor, Limit
from hub.web.schemas import PersonDetail, PersonList, PersonSummary, SuggestedTasks

router = APIRouter(tags=["people"])
Handle = Annotated[str, Path(description="A person's short name.", examples=["noor"])]


@router.get("/people", responses=problems())
def list_people(
    session: DbSession, program: Program, cursor: Cursor = None, limit: Limit = 20
) -> PersonList:
    """List people who wish to be found, in the order in which they came."""
    last_id = read_number(cursor) if cursor else 0
    found = people.after(session, last_id, limit=limit + 1, asker=program)
    kept = found[:limit]
    return PersonList(
        people=[PersonSummary.model_validate(card) for _, card in kept],
        next=write_number(kept[-1][0]) if len(found) > limit else None,
    )


@router.get("/people/{handle}", response_model=PersonDetail, responses=conditional_problems())
def get_person(
    handle: Handle, request: Request, session: DbSession, now: Now, program: Program
) -> Response:
    """Give a person who wishes to be found or suggested; all others are not found alike."""
    found = people.view(session, handle, now=now, asker=program)
    return conditional(request, person_detail(found))


@router.get("/people/{handle}/suggestions", responses=problems(404))
def suggest_tasks(
    handle: Handle,
    session: DbSession,
    context: Context,
    now: Now,
    language: Language,
    program: Program,
) -> SuggestedTasks:
    """Give tasks and projects that could suit a person, each with every reason.

    Reasons are told in the first language of `Accept-Language` that there is.
    """
    person_id = people.view(session, handle, now=now, asker=program).person_id
    ranked = suggestions.ranked_tasks(session, context, person_id, now=now, asker=program)
    projects = projects_beside(session, context, ranked, now=now)
    found = suggestions.first_tasks(session, context, ranked, now=now)
    return suggested_tasks(handle, found, projects, Voice.ABOUT, language)
