"""Those with whom a person wants nothing to do: named in a form, one a line."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.errors import BadRequest
from hub.services import never_people
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.avoid import read_handles
from hub.web.forms.reading import SentForm
from hub.web.pages.avoid import avoid_page
from hub.web.rendering import pages_of

router = APIRouter()
_TEMPLATE = "account/avoid.html"


@router.get("/account/avoid")
def index(
    request: Request, session: DbSession, member: Member, now: Now, saved: str = ""
) -> Response:
    """Show whom the person named."""
    people = never_people.listing(session, member.person_id, now=now)
    page = avoid_page(member, people, is_saved=saved == "yes")
    return pages_of(request).page(request, _TEMPLATE, page)


@router.post("/account/avoid")
def save(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Keep the names, or give them back with what is wrong."""
    typed = form.text("handles")
    handles, error = read_handles(typed)
    try:
        if error:
            raise BadRequest(error)
        with context.transaction() as writing:
            never_people.save(writing, member.person_id, handles, now=now)
    except BadRequest as exc:
        people = never_people.listing(session, member.person_id, now=now)
        page = avoid_page(member, people, typed=typed, error=str(exc))
        return pages_of(request).page(request, _TEMPLATE, page, status=400)
    return RedirectResponse("/account/avoid?saved=yes", 303, headers={"Cache-Control": "no-store"})
