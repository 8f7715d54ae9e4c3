"""Tasks for the person who asks: suggested, answered by them, and every answer taken back."""

from contextlib import suppress

from fastapi import APIRouter, BackgroundTasks, Request, Response
from fastapi.responses import RedirectResponse

from hub.errors import BadRequest
from hub.models import Side, Verdict, Why
from hub.services import feedback, suggestions
from hub.services.shown import note_shown
from hub.services.shown_for import shown_this_week
from hub.services.suggested_projects import projects_beside
from hub.views.suggestions import SuggestedProject, SuggestedTask
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import Form, SentForm
from hub.web.pages.for_you import for_you_page
from hub.web.rendering import pages_of
from search.errors import SearchError

router = APIRouter()
_HERE = "/for-you"


@router.get("/for-you")
def index(
    request: Request,
    context: Context,
    session: DbSession,
    member: Member,
    now: Now,
    behind: BackgroundTasks,
) -> Response:
    """Show the tasks that could suit the person, and what they said to others."""
    tasks: tuple[SuggestedTask, ...] | None = None
    projects: tuple[SuggestedProject, ...] = ()
    with suppress(SearchError):
        ranked = suggestions.own_ranked_tasks(session, context, member.person_id, now=now)
        tasks = suggestions.first_tasks(session, context, ranked, now=now)
        projects = projects_beside(session, context, ranked, now=now)
        listed = [each.suggestion for each in tasks]
        behind.add_task(note_shown, context, listed, side=Side.PERSON, now=now)
    given = feedback.given(session, member.person_id)
    shown = shown_this_week(session, member.person_id, now=now)
    page = for_you_page(member, tasks, projects, given, shown=shown, now=now)
    return pages_of(request).page(request, "for_you/index.html", page)


@router.post("/for-you/answers")
def answer(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Note what the person says to a task, and show the list as it is then."""
    verdict, why = _said(form)
    with context.transaction() as writing:
        feedback.give(writing, member.person_id, form.number("task"), verdict, now=now, why=why)
    return _back()


@router.post("/for-you/answers/take-back")
def take_back(context: Context, form: SentForm, member: Member) -> Response:
    """Forget what the person said to a task."""
    with context.transaction() as writing:
        feedback.take_back(writing, member.person_id, form.number("task"))
    return _back()


def _said(form: Form) -> tuple[Verdict, Why | None]:
    """Read an answer; a reason beside it counts only with "not for me"."""
    try:
        verdict = Verdict(form.text("verdict"))
        why = Why(form.text("why")) if form.text("why") else None
    except ValueError as exc:
        raise BadRequest("This is no answer that a task can be given.") from exc
    return verdict, why if verdict is Verdict.NOT_FOR_ME else None


def _back() -> Response:
    return RedirectResponse(_HERE, 303, headers={"Cache-Control": "no-store"})
