"""Sources and the vocabulary for programs."""

from fastapi import APIRouter

from hub.models import Freshness
from hub.services import sources
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import skills
from hub.vocabulary.terms import efforts, impacts, levels
from hub.web.cursors import read_number, write_number
from hub.web.deps import DbSession, Now
from hub.web.openapi import problems
from hub.web.routes.api.parameters import Cursor
from hub.web.schemas import BudgetInfo, SourceInfo, SourceList, Term, Vocabulary

router = APIRouter(tags=["this hub"])


@router.get("/sources", responses=problems())
def list_sources(session: DbSession, now: Now, cursor: Cursor = None) -> SourceList:
    """List what the hub pulls and how well that goes; fifty on a page."""
    page = read_number(cursor, most=sources.MAX_PAGES) if cursor else 1
    view = sources.overview(session, page=page, now=now)
    return SourceList(
        total=view.total,
        good=view.good,
        read_lately=view.read_lately,
        long_unread=view.long_unread,
        paused=view.paused,
        in_trouble=view.in_trouble,
        sources=[SourceInfo.model_validate(each) for each in view.sources],
        budgets=[BudgetInfo.model_validate(each) for each in view.budgets],
        next=write_number(page + 1) if page < view.page_count else None,
    )


@router.get("/vocabulary", responses=problems())
def get_vocabulary() -> Vocabulary:
    """Give the keys that filters take, with their English names."""
    return Vocabulary(
        kinds=[Term(key=each.key, label=each.label) for each in kinds()],
        causes=[Term(key=each.key, label=each.label) for each in causes()],
        levels=[Term(key=each.key, label=each.label) for each in levels()],
        efforts=[Term(key=each.key, label=each.label) for each in efforts()],
        impacts=[Term(key=each.key, label=each.label) for each in impacts()],
        skills=[Term(key=each.key, label=each.name) for each in skills()],
        freshness=[each for each in Freshness if each is not Freshness.CLOSED],
    )
