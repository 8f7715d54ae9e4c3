"""Offers of help, for who sends them: written at a task, listed, and taken back."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from hub.errors import BadRequest
from hub.services import offers, stewards
from hub.views.accounts import Viewer
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.offer import TypedOffer, read_offer, typed_offer
from hub.web.forms.reading import SentForm
from hub.web.pages.offers import OfferPage, offer_page, offers_page
from hub.web.rendering import pages_of
from hub.web.signing_in import go

router = APIRouter()
_TEMPLATE = "offers/offer.html"


@router.get("/tasks/{task_id}/offer")
def ask(task_id: int, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Say what an offer means, who reads it and what they will see; or how the one of theirs is."""
    draft = offers.draft(session, member.person_id, task_id, now=now)
    page = offer_page(member, draft, now=now)
    return pages_of(request).page(request, _TEMPLATE, page)


@router.post("/tasks/{task_id}/offer")
def send(
    task_id: int,
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Send the offer, or give it back with what is wrong."""
    typed = typed_offer(form)
    read, errors = read_offer(typed)
    if read is not None:
        try:
            with context.transaction() as writing:
                offers.send(
                    context, writing, member.person_id, task_id, read.words,
                    hours_per_week=read.hours_per_week, now=now,
                )  # fmt: skip
        except BadRequest as exc:
            errors = {"form": str(exc)}
        else:
            return go(f"/tasks/{task_id}/offer")
    page = _again(session, member, task_id, typed, dict(errors), now)
    return pages_of(request).page(request, _TEMPLATE, page, status=400)


@router.get("/account/offers")
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """List what the person offered, what became of it, and what they are asked to look after."""
    asked = stewards.asked(session, member.person_id)
    page = offers_page(member, offers.listing(session, member.person_id), asked, now=now)
    return pages_of(request).page(request, "offers/index.html", page)


@router.post("/account/offers/take-back")
def take_back(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Take an offer back."""
    with context.transaction() as writing:
        offers.take_back(writing, member.person_id, form.number("offer"), now=now)
    return go("/account/offers")


@router.post("/account/offers/steward")
def answer_request(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Say yes or no to looking after a project."""
    slug = form.text("project")
    if form.text("answer") not in ("yes", "no"):
        raise BadRequest("Say yes or no.")
    with context.transaction() as writing:
        if form.text("answer") == "yes":
            stewards.agree(writing, member.person_id, slug, now=now)
            return go("/desk")
        stewards.say_no(writing, member.person_id, slug)
    return go("/account/offers")


def _again(
    session: Session,
    member: Viewer,
    task_id: int,
    typed: TypedOffer,
    errors: dict[str, str],
    now: datetime,
) -> OfferPage:
    draft = offers.draft(session, member.person_id, task_id, now=now)
    return offer_page(member, draft, typed, errors, now=now)
