"""A person's own account: where they are signed in, all their data, and the way out."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from sqlmodel import Session

from hub.context import AppContext
from hub.errors import BadRequest
from hub.services import accounts, forge_sign_in, own_data, sessions
from hub.services.shown_for import shown_this_week
from hub.views.accounts import Viewer
from hub.web import cookies, rates
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.account import AccountPage, account_page, export_page
from hub.web.rendering import pages_of

router = APIRouter()
_NOT_KEPT = {"Cache-Control": "no-store"}


@router.get("/account")
def index(
    request: Request, context: Context, session: DbSession, member: Member, now: Now
) -> Response:
    """Show the account."""
    return pages_of(request).page(
        request, "account/index.html", _page(context, session, member, now)
    )


@router.post("/account/sessions/end")
def end_session(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """End one session, this one or another."""
    with context.transaction() as writing:
        sessions.end(writing, member.person_id, [form.number("session")], now=now)
    return _go("/account")


@router.post("/account/operator")
def become_operator(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Make the person the operator who has read the code off the hub's terminal."""
    rates.rates_of(request).count(rates.CODES_BY_PERSON, "code by", str(member.person_id))
    try:
        with context.transaction() as writing:
            accounts.become_operator(writing, member.person_id, form.text("code"), now=now)
    except BadRequest as exc:
        page = _page(context, session, member, now, errors={"code": str(exc)})
        return pages_of(request).page(request, "account/index.html", page, status=400)
    return _go("/account")


@router.get("/account/export")
def export(request: Request, context: Context, member: Member, now: Now) -> Response:
    """Show everything that is held about the person."""
    with context.transaction() as writing:
        holdings = own_data.hand_out(writing, member.person_id, how="as a page", now=now)
    page = export_page(member, holdings)
    return pages_of(request).page(request, "account/export.html", page)


@router.get("/account/export.json")
def export_json(context: Context, member: Member, now: Now) -> Response:
    """Hand everything out for a program."""
    with context.transaction() as writing:
        holdings = own_data.hand_out(writing, member.person_id, how="as JSON", now=now)
    headers = _NOT_KEPT | {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JSONResponse({each.name: list(each.rows) for each in holdings}, headers=headers)


@router.post("/account/delete")
def leave(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Delete the person and all that is theirs."""
    leaves_words = form.text("words") == "stay"
    try:
        with context.transaction() as writing:
            own_data.leave(
                writing, member.person_id, form.text("typed_name"), now=now,
                leaves_words=leaves_words,
            )  # fmt: skip
    except BadRequest as exc:
        errors = {"typed_name": str(exc)}
        page = _page(context, session, member, now, errors=errors, leaves_words=leaves_words)
        return pages_of(request).page(request, "account/index.html", page, status=400)
    return _signed_out(context)


def _page(
    context: AppContext,
    session: Session,
    member: Viewer,
    now: datetime,
    errors: dict[str, str] | None = None,
    *,
    leaves_words: bool = False,
) -> AccountPage:
    return account_page(
        member,
        address=accounts.address_of(session, member.person_id),
        has_mail=context.settings.has_mail,
        joined=forge_sign_in.listing(session, member.person_id),
        forges=context.sign_in_forges,
        has_operator=accounts.has_operator(session),
        browsers=sessions.listing(session, member.person_id, now=now),
        shown=shown_this_week(session, member.person_id, now=now),
        now=now,
        errors=errors,
        leaves_words=leaves_words,
    )


def _signed_out(context: AppContext) -> Response:
    response = _go("/")
    cookies.drop_session(response, context.settings)
    return response


def _go(address: str) -> Response:
    return RedirectResponse(address, 303, headers=_NOT_KEPT)
