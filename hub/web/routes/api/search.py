"""The search for programs: the same as on the search page."""

from typing import Annotated

from fastapi import APIRouter, Query

from hub.services import discovery
from hub.services.questions import MAX_PAGES
from hub.views.search import FoundPerson, SearchAnswer, SearchRequest
from hub.web.cursors import read_number, write_number
from hub.web.deps import Context, DbSession, Now, Program
from hub.web.openapi import problems
from hub.web.routes.api.parameters import SearchParameters
from hub.web.schemas import (
    CorrectionInfo,
    FacetInfo,
    FoundPersonInfo,
    ProjectSummary,
    SearchResults,
    TaskSummary,
)
from search.errors import EngineUnavailable

router = APIRouter(tags=["search"])


@router.get("/search", responses=problems())
def search(
    session: DbSession,
    context: Context,
    now: Now,
    program: Program,
    query: Annotated[SearchParameters, Query()],
) -> SearchResults:
    """Find tasks, projects or people with facets, twenty on a page, up to a thousand results.

    To read whole lists use `/tasks`, `/projects` and `/people`, which have no end but their own.
    People stand by how well the words fit, whatever order is asked for.
    """
    request = SearchRequest(
        text=query.q,
        tab=query.tab,
        filters=dict(query.values()),
        sort="best" if query.tab == "people" else query.sort,
        page=read_number(query.cursor, most=MAX_PAGES) if query.cursor else 1,
        is_exact=query.exact,
    )
    answer = discovery.search(session, context.engine, request, now=now, asker=program)
    if answer.is_engine_down:
        raise EngineUnavailable("The search engine does not answer now.")
    return _results(answer)


def _results(answer: SearchAnswer) -> SearchResults:
    page = answer.request.page
    return SearchResults(
        total=answer.total,
        is_total_exact=answer.is_total_exact,
        tasks=[TaskSummary.model_validate(card) for card in answer.tasks],
        projects=[ProjectSummary.model_validate(card) for card in answer.projects],
        people=[_found_person(each) for each in answer.people],
        facets=[FacetInfo.model_validate(facet) for facet in answer.facets],
        corrections=[CorrectionInfo.model_validate(each) for each in answer.corrections],
        notes=list(answer.notes),
        next=write_number(page + 1) if page < answer.page_count else None,
    )


def _found_person(found: FoundPerson) -> FoundPersonInfo:
    return FoundPersonInfo(
        handle=found.card.handle,
        name=found.card.name,
        own_line=found.card.own_line,
        hours_per_week=found.card.hours_per_week,
        hours_until=found.card.hours_until,
        can=list(found.can),
        mentors=list(found.mentors),
    )
