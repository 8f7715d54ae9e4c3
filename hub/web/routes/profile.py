"""A person's own profile: shown in a form, saved, or given back with what is wrong."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import profiles
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.checking import checked_profile
from hub.web.forms.reading import SentForm
from hub.web.forms.typed_profile import as_typed, typed_profile
from hub.web.pages.profile import profile_page
from hub.web.rendering import pages_of

router = APIRouter()
_TEMPLATE = "profile/index.html"


@router.get("/account/profile")
def index(
    request: Request, session: DbSession, member: Member, now: Now, saved: str = ""
) -> Response:
    """Show what the person said so far."""
    before = profiles.read(session, member.person_id)
    page = profile_page(member, before, as_typed(before), is_saved=saved == "yes", now=now)
    return pages_of(request).page(request, _TEMPLATE, page)


@router.post("/account/profile")
def save(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Save it, or give the form back with what was typed and a sentence at each wrong field."""
    before = profiles.read(session, member.person_id)
    typed = typed_profile(form)
    typed = replace(typed, seen_by={**as_typed(before).seen_by, **typed.seen_by})
    profile, errors = checked_profile(session, member.person_id, typed)
    if profile is None:
        page = profile_page(member, before, typed, errors=errors, now=now)
        return pages_of(request).page(request, _TEMPLATE, page, status=400)
    with context.transaction() as writing:
        profiles.save(writing, member.person_id, profile, now=now)
    return RedirectResponse(
        "/account/profile?saved=yes", 303, headers={"Cache-Control": "no-store"}
    )
