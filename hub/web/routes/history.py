"""What a person has brought in of their work on forges."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import own_history, told_history
from hub.services.listings import Place
from hub.web.cursors import read_place, write_place
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.history import history_page, works_page
from hub.web.rendering import pages_of

router = APIRouter()
_HERE = "/account/history"
_WORKS = f"{_HERE}/works"


@router.get(_HERE)
def index(
    request: Request, context: Context, session: DbSession, member: Member, now: Now
) -> Response:
    """Show each joined account, what was found there, and what it would say."""
    found = told_history.histories(context, session, member.person_id)
    page = history_page(member, found, can_join=bool(context.sign_in_forges), now=now)
    return pages_of(request).page(request, "account/history.html", page)


@router.get(_WORKS)
def works(
    request: Request, session: DbSession, member: Member, now: Now, before: str = ""
) -> Response:
    """List what was found, one by one; ``before`` is where a page of older ones begins."""
    place = read_place(before) if before else None
    found = told_history.works(
        session, member.person_id, before=(place.at, place.row_id) if place else None
    )
    cursor = write_place(Place(*found.last)) if found.last else None
    page = works_page(member, found, cursor=cursor, is_first=place is None, now=now)
    return pages_of(request).page(request, "account/works.html", page)


@router.post(f"{_HERE}/ask")
def ask(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Have what one did on a forge brought in."""
    with context.transaction() as writing:
        own_history.ask(context, writing, member.person_id, form.number("account"), now=now)
    return _to(_HERE)


@router.post(f"{_HERE}/use")
def use(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Let it be used."""
    with context.transaction() as writing:
        own_history.use(writing, member.person_id, form.number("account"), now=now)
    return _to(_HERE)


@router.post(f"{_HERE}/rest")
def rest(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Keep it, unused."""
    with context.transaction() as writing:
        own_history.rest(writing, member.person_id, form.number("account"), now=now)
    return _to(_HERE)


@router.post(f"{_HERE}/end")
def end(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Stop, and delete it all."""
    with context.transaction() as writing:
        own_history.end(writing, member.person_id, form.number("account"), now=now)
    return _to(_HERE)


@router.post(f"{_HERE}/strike")
def strike(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Strike one thing."""
    with context.transaction() as writing:
        own_history.strike(writing, member.person_id, form.number("work"), now=now)
    return _to(_WORKS)


@router.post(f"{_HERE}/strike-repository")
def strike_repository(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Strike everything in a repository."""
    with context.transaction() as writing:
        own_history.strike_repository(writing, member.person_id, form.number("work"), now=now)
    return _to(_HERE)


@router.post(f"{_HERE}/back")
def bring_back(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Bring back what was struck."""
    with context.transaction() as writing:
        own_history.bring_back(
            writing, member.person_id, form.number("account"), form.text("work"), now=now
        )
    return _to(_HERE)


@router.post(f"{_HERE}/skill")
def take_skill(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Take a skill that was found into the profile."""
    with context.transaction() as writing:
        own_history.take_skill(writing, member.person_id, form.text("skill"), now=now)
    return _to(_HERE)


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
