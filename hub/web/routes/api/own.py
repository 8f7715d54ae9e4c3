"""A person's own data and suggestions, for a program that shows a token of theirs."""

from fastapi import APIRouter, BackgroundTasks, Depends, Response

from hub.matching.telling import Voice
from hub.models import Side
from hub.services import feedback, offers, own_data, profiles, saved_searches, suggestions
from hub.services.own_data import Row
from hub.services.shown import note_shown
from hub.services.suggested_projects import projects_beside
from hub.web.deps import Context, DbSession, Holder, Now
from hub.web.languages import Language
from hub.web.openapi import problems
from hub.web.routes.api.answers import own_profile, suggested_tasks
from hub.web.schemas import (
    GivenAnswer,
    OwnOffer,
    OwnOffers,
    OwnProfile,
    OwnSearch,
    OwnSearches,
    SuggestedTasks,
)


async def keep_nowhere(response: Response) -> None:
    """Have no browser and no proxy keep what is one person's."""
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/me", tags=["own data"], dependencies=[Depends(keep_nowhere)])
_PROBLEMS = problems(401, 403, 429)


@router.get("", responses=_PROBLEMS)
def get_me(session: DbSession, holder: Holder) -> OwnProfile:
    """Give what the person whose token it is says of themselves. Needs `read:own`."""
    return own_profile(holder, profiles.read(session, holder.person_id))


@router.get("/suggestions", responses=_PROBLEMS)
def get_own_suggestions(
    session: DbSession,
    context: Context,
    holder: Holder,
    now: Now,
    language: Language,
    behind: BackgroundTasks,
) -> SuggestedTasks:
    """Give tasks and projects that could suit the person, with every reason. Needs `read:own`.

    The same as on their page of tasks: also what they liked counts, and what they said no to is
    left out.
    """
    ranked = suggestions.own_ranked_tasks(session, context, holder.person_id, now=now)
    found = suggestions.first_tasks(session, context, ranked, now=now)
    projects = projects_beside(session, context, ranked, now=now)
    shown = [each.suggestion for each in found]
    behind.add_task(note_shown, context, shown, side=Side.PERSON, now=now)
    return suggested_tasks(holder.handle, found, projects, Voice.TO, language)


@router.get("/searches", responses=_PROBLEMS)
def get_own_searches(session: DbSession, holder: Holder) -> OwnSearches:
    """Give the searches that the person keeps. Needs `read:own`."""
    found = saved_searches.listing(session, holder.person_id)
    return OwnSearches(searches=[OwnSearch(name=each.name, address=each.address,
                                           kept_at=each.kept_at) for each in found])  # fmt: skip


@router.get("/offers", responses=_PROBLEMS)
def get_own_offers(session: DbSession, holder: Holder) -> OwnOffers:
    """Give the offers of help that the person sent, with the answers. Needs `read:own`."""
    found = offers.listing(session, holder.person_id)
    return OwnOffers(offers=[OwnOffer.model_validate(each) for each in found])


@router.get("/export", responses=_PROBLEMS)
def export_own_data(context: Context, holder: Holder, now: Now) -> dict[str, list[Row]]:
    """Give every row that the hub holds about the person, by table. Needs `read:own`."""
    with context.transaction() as writing:
        holdings = own_data.hand_out(writing, holder.person_id, how="by a program", now=now)
    return {each.name: list(each.rows) for each in holdings}


@router.post("/answers", status_code=204, responses=problems(401, 403, 404, 429))
def answer_suggestion(context: Context, holder: Holder, now: Now, given: GivenAnswer) -> None:
    """Note what the person says to a task, in place of what they said before. Needs `write:own`."""
    with context.transaction() as writing:
        feedback.give(
            writing, holder.person_id, given.task_id, given.verdict, now=now, why=given.why
        )
