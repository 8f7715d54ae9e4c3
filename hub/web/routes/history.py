"""What a person has brought in of their work on forges."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import own_history
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.history import history_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/account/history")
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Show it."""
    found = own_history.histories(session, member.person_id)
    page = history_page(member, found, now=now)
    return pages_of(request).page(request, "account/history.html", page)


@router.post("/account/history/ask")
def ask(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Have what one did on a forge brought in."""
    with context.transaction() as writing:
        own_history.ask(writing, member.person_id, form.number("account"), now=now)
    return _back()


@router.post("/account/history/end")
def end(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Stop, and delete it all."""
    with context.transaction() as writing:
        own_history.end(writing, member.person_id, form.number("account"), now=now)
    return _back()


@router.post("/account/history/strike")
def strike(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Strike one thing."""
    with context.transaction() as writing:
        own_history.strike(writing, member.person_id, form.number("work"), now=now)
    return _back()


@router.post("/account/history/back")
def bring_back(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Bring back what was struck."""
    with context.transaction() as writing:
        own_history.bring_back(
            writing, member.person_id, form.number("account"), form.text("work"), now=now
        )
    return _back()


@router.post("/account/history/skill")
def take_skill(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Take a skill that was found into the profile."""
    with context.transaction() as writing:
        own_history.take_skill(writing, member.person_id, form.text("skill"), now=now)
    return _back()


def _back() -> Response:
    return RedirectResponse("/account/history", 303, headers={"Cache-Control": "no-store"})
