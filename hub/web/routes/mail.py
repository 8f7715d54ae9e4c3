"""What one gets by mail: chosen by its reader, and stopped from any letter without signing in."""

from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from hub.context import AppContext
from hub.errors import BadRequest
from hub.models import NoticeKind, Rhythm
from hub.services import mail_wishes, stop_links
from hub.services.accounts import LINK_LASTS
from hub.services.notice_examples import examples
from hub.services.notice_letters import Sender
from hub.views.accounts import Viewer
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import Form, SentForm
from hub.web.pages.mail import MailPage, mail_page, stop_page
from hub.web.rendering import pages_of

router = APIRouter()
_TEMPLATE = "account/mail.html"
_MOST_DIGITS = 9


@router.get("/account/mail")
def index(
    request: Request,
    context: Context,
    session: DbSession,
    member: Member,
    now: Now,
    saved: str = "",
) -> Response:
    """Show every kind of mail, and what the person chose."""
    page = _page(context, session, member, now, is_saved=saved == "yes")
    return pages_of(request).page(request, _TEMPLATE, page)


@router.post("/account/mail")
def save(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Save what the person chose."""
    try:
        kinds, rhythm = _chosen(form)
    except BadRequest as exc:
        page = _page(context, session, member, now, error=str(exc))
        return pages_of(request).page(request, _TEMPLATE, page, status=400)
    with context.transaction() as writing:
        mail_wishes.save(
            writing, member.person_id, kinds=kinds, rhythm=rhythm, searches=_searches(form), now=now
        )
    return RedirectResponse("/account/mail?saved=yes", 303, headers={"Cache-Control": "no-store"})


@router.get("/mail/stop/{secret}")
def ask(secret: str, request: Request, session: DbSession, kind: str = "") -> Response:
    """Show the button that stops mails like the letter; looking changes nothing."""
    kinds = stop_links.find(session, secret).only(kind)
    page = stop_page(kinds, _stop_address(secret, kind), is_stopped=False)
    return pages_of(request).page(request, "mail/stop.html", page)


@router.post("/mail/stop/{secret}")
def stop(secret: str, request: Request, context: Context, now: Now, kind: str = "") -> Response:
    """Stop them: by the button, or by one POST of a mail program, whose body says nothing new.

    It takes no token of a form and no cookie: the secret of the letter is what permits it.
    """
    with context.transaction() as writing:
        found = stop_links.find(writing, secret)
        kinds = found.only(kind)
        mail_wishes.stop(writing, found.person_id, kinds, now=now)
    page = stop_page(kinds, _stop_address(secret, kind), is_stopped=True)
    return pages_of(request).page(request, "mail/stop.html", page)


def _page(
    context: AppContext,
    session: Session,
    member: Viewer,
    now: datetime,
    *,
    is_saved: bool = False,
    error: str = "",
) -> MailPage:
    settings = context.settings
    state = mail_wishes.state(session, member.person_id)
    minutes = int(LINK_LASTS.total_seconds() // 60)
    sender = Sender(settings.name, settings.public_url)
    return mail_page(
        member,
        state,
        examples(sender, state.address, minutes=minutes, now=now),
        has_mail=settings.has_mail,
        now=now,
        is_saved=is_saved,
        error=error,
    )


def _chosen(form: Form) -> tuple[set[NoticeKind], Rhythm]:
    try:
        return set(map(NoticeKind, form.texts("kind"))), Rhythm(form.text("rhythm"))
    except ValueError as exc:
        raise BadRequest("Not saved. Choose how often: daily, weekly or never.") from exc


def _searches(form: Form) -> set[int]:
    """Read the ids of searches; what is no id of a row is left aside."""
    return {
        int(text)
        for text in form.texts("search")
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    }


def _stop_address(secret: str, kind: str) -> str:
    address = f"{stop_links.PATH}{quote(secret, safe='')}"
    return f"{address}?kind={quote(kind, safe='')}" if kind else address
