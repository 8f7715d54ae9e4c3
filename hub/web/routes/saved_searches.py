"""Searches that a person keeps under a name."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import saved_searches
from hub.web.addresses import read_search, search_address
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.saved_searches import saved_searches_page
from hub.web.rendering import pages_of

router = APIRouter()
_HERE = "/account/searches"


@router.get("/account/searches")
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """List them."""
    found = saved_searches.listing(session, member.person_id)
    page = saved_searches_page(member, found, now=now)
    return pages_of(request).page(request, "account/searches.html", page)


@router.post("/account/searches")
def keep(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Keep a search, by its address and a name."""
    written = parse_qsl(urlsplit(form.text("address")).query, keep_blank_values=True)
    address = search_address(replace(read_search(written), page=1, is_explained=False))
    with context.transaction() as writing:
        saved_searches.keep(
            writing, member.person_id, name=form.text("name"), address=address, now=now
        )
    return _back()


@router.post("/account/searches/forget")
def forget(context: Context, form: SentForm, member: Member) -> Response:
    """Let go of one."""
    with context.transaction() as writing:
        saved_searches.forget(writing, member.person_id, form.number("search"))
    return _back()


def _back() -> Response:
    return RedirectResponse(_HERE, 303, headers={"Cache-Control": "no-store"})
