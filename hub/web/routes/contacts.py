"""How people can be reached: looked up by members, and told to whose it is."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import contacts
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.contacts import looks_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.post("/people/{handle}/contact")
def look_up(handle: str, context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Note who asks, and lead back to the page, which shows it to them for an hour."""
    with context.transaction() as writing:
        contacts.look_up(writing, handle, member, now=now)
    return RedirectResponse(f"/people/{handle}#contact", 303, headers={"Cache-Control": "no-store"})


@router.get("/account/contact")
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """List who looked up how to reach the person."""
    looks = contacts.listing(session, member.person_id)
    page = looks_page(member, looks, now=now)
    return pages_of(request).page(request, "account/contact.html", page)
