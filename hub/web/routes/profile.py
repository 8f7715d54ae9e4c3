"""A person's own profile: shown in a form, saved, or given back with what is wrong."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import profiles
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.profile import as_typed, read_profile, typed_profile
from hub.web.forms.reading import SentForm
from hub.web.pages.profile import profile_page
from hub.web.rendering import pages_of

router = APIRouter()
_TEMPLATE = "profile/index.html"


@router.get("/account/profile")
def index(request: Request, session: DbSession, member: Member, saved: str = "") -> Response:
    """Show what the person said so far."""
    typed = as_typed(profiles.read(session, member.person_id))
    page = profile_page(member, typed, is_saved=saved == "yes")
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
    typed = typed_profile(form)
    profile, found = read_profile(typed)
    errors = dict(found)
    if profile is not None:
        unknown = profiles.unknown_projects(session, profile.never_projects)
        if unknown:
            errors["never_projects"] = f"This is no project of this hub: {unknown[0][:80]}."
    if profile is None or errors:
        page = profile_page(member, typed, errors=errors)
        return pages_of(request).page(request, _TEMPLATE, page, status=400)
    with context.transaction() as writing:
        profiles.save(writing, member.person_id, profile, now=now)
    return RedirectResponse(
        "/account/profile?saved=yes", 303, headers={"Cache-Control": "no-store"}
    )
