"""The desk of stewards: offers to answer, and who else looks after their projects."""

from fastapi import APIRouter, Request, Response

from hub.errors import BadRequest, NotFound
from hub.services import desk, stewards
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.avoid import read_handles
from hub.web.forms.offer import read_words
from hub.web.forms.profile_fields import Errors
from hub.web.forms.reading import Form, SentForm
from hub.web.pages.desk import Unasked, desk_page
from hub.web.rendering import pages_of
from hub.web.signing_in import go

router = APIRouter()
_ANSWERS = {"yes": True, "no": False}


@router.get("/desk")
def index(
    request: Request, session: DbSession, member: Member, now: Now, asked: str = ""
) -> Response:
    """Show what waits for an answer."""
    found = desk.desk(session, member.person_id, now=now)
    page = desk_page(member, found, has_asked=asked == "yes", now=now)
    return pages_of(request).page(request, "desk/index.html", page)


@router.post("/desk/answer")
def answer(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Say yes or a kind no to an offer."""
    is_yes, words = _answered(form)
    with context.transaction() as writing:
        desk.answer(
            context, writing, member.person_id, form.number("offer"),
            is_yes=is_yes, words=words, now=now,
        )  # fmt: skip
    return go("/desk")


@router.post("/desk/stewards")
def ask(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Ask another member to look after one of the projects too."""
    slug, typed = form.text("project"), form.text("handle")
    try:
        with context.transaction() as writing:
            stewards.ask(writing, member.person_id, slug, _one_handle(typed), now=now)
    except (BadRequest, NotFound) as exc:
        found = desk.desk(session, member.person_id, now=now)
        if slug not in [each.slug for each in found.projects]:
            raise
        page = desk_page(member, found, unasked=Unasked(slug, typed, str(exc)), now=now)
        return pages_of(request).page(request, "desk/index.html", page, status=400)
    return go("/desk?asked=yes")


@router.post("/desk/step-down")
def step_down(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Let go of one of the projects."""
    with context.transaction() as writing:
        stewards.step_down(writing, member.person_id, form.text("project"), now=now)
    return go("/account")


def _one_handle(typed: str) -> str:
    handles, error = read_handles(typed)
    if error or len(handles) != 1:
        raise BadRequest(error or "Name one person: the address of their page, or its last part.")
    return handles[0]


def _answered(form: Form) -> tuple[bool, str]:
    errors = Errors()
    words = read_words(form.text("words"), errors)
    if errors.sentences:
        raise BadRequest(errors.sentences["words"])
    if form.text("answer") not in _ANSWERS:
        raise BadRequest("Say yes, or no this time.")
    return _ANSWERS[form.text("answer")], words
