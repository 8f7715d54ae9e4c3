"""A person's tokens for their own programs.

A new token stands in the answer to the form that made it, and nowhere else: in no address, no
cookie and no log. Whoever sends that form again is told that there is one of this name.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.errors import BadRequest, Conflict
from hub.services import api_tokens
from hub.web import rates
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import Form, SentForm
from hub.web.pages.tokens import TypedToken, tokens_page
from hub.web.rendering import pages_of

router = APIRouter()
_HERE = "/account/tokens"
_TEMPLATE = "account/tokens.html"


@router.get(_HERE)
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """List them, with the form for a new one."""
    found = api_tokens.listing(session, member.person_id, now=now)
    return pages_of(request).page(request, _TEMPLATE, tokens_page(member, found, now=now))


@router.post(_HERE)
def make(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Make a token and show it, this once."""
    rates.rates_of(request).count(rates.TOKENS_MADE, "tokens of", str(member.person_id))
    typed, made, error, status = _typed(form), "", "", 200
    try:
        with context.transaction() as writing:
            made = api_tokens.make(
                writing,
                member.person_id,
                name=typed.name,
                scopes=typed.scopes,
                days=typed.days,
                now=now,
            )
    except BadRequest as exc:
        error, status = str(exc), 400
    except Conflict as exc:
        error, status = str(exc), 409
    found = api_tokens.listing(session, member.person_id, now=now)
    page = tokens_page(
        member, found, now=now, typed=typed if error else None, error=error, made=made
    )
    return pages_of(request).page(request, _TEMPLATE, page, status=status)


@router.post(f"{_HERE}/end")
def end(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """End one of the person's own; ids of others are left alone."""
    with context.transaction() as writing:
        api_tokens.end(writing, member.person_id, form.number("token"), now=now)
    return RedirectResponse(_HERE, 303, headers={"Cache-Control": "no-store"})


def _typed(form: Form) -> TypedToken:
    return TypedToken(form.text("name"), form.texts("scope"), form.number("days"))
