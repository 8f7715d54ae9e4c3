"""Claiming a project: who has proof becomes its steward."""

from fastapi import APIRouter, Request, Response

from hub.errors import Refused
from hub.services import stewards
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.desk import claim_page
from hub.web.rendering import pages_of
from hub.web.signing_in import go

router = APIRouter()
_TEMPLATE = "projects/claim.html"


@router.get("/projects/{slug}/claim")
def ask(slug: str, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Say what proves that a project is somebody's."""
    page = claim_page(member, stewards.claim_view(session, member.person_id, slug, now=now))
    return pages_of(request).page(request, _TEMPLATE, page)


@router.post("/projects/{slug}/claim")
def claim(
    slug: str,
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Make the person a steward, or say what proof is missing."""
    try:
        with context.transaction() as writing:
            stewards.claim(writing, member.person_id, slug, now=now)
    except Refused as exc:
        view = stewards.claim_view(session, member.person_id, slug, now=now)
        page = claim_page(member, view, error=str(exc))
        return pages_of(request).page(request, _TEMPLATE, page, status=403)
    return go("/desk")
