"""What happened to a person's account and data, for that person."""

from fastapi import APIRouter, Request, Response

from hub.services import account_events
from hub.services.listings import Place
from hub.web.cursors import read_place, write_place
from hub.web.deps import DbSession, Member, Now
from hub.web.pages.account_log import account_log_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/account/log")
def index(
    request: Request, session: DbSession, member: Member, now: Now, before: str = ""
) -> Response:
    """List it, the newest first; ``before`` is where a page of older ones begins."""
    place = read_place(before) if before else None
    found = account_events.listing(
        session, member.person_id, before=(place.at, place.row_id) if place else None
    )
    page = account_log_page(
        member,
        found,
        cursor=write_place(Place(*found.last)) if found.last else None,
        is_first=place is None,
        now=now,
    )
    return pages_of(request).page(request, "account/log.html", page)
