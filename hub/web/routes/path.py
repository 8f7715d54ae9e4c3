"""Three questions for somebody who has no account."""

from fastapi import APIRouter, Request, Response

from hub.services import path
from hub.web.addresses import read_path
from hub.web.deps import Context, DbSession, Now
from hub.web.pages.path import answer_page, question_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/path")
def index(request: Request, context: Context, session: DbSession, now: Now) -> Response:
    """Ask the next question, or show what the three answers give."""
    asked = read_path(request.query_params.multi_items())
    pages = pages_of(request)
    name = asked.next_question
    if name is None:
        found = path.answer(session, context, asked, now=now)
        return pages.page(request, "path/answer.html", answer_page(asked, found, now=now))
    question = path.question(context, name, asked, now=now)
    return pages.page(request, "path/question.html", question_page(asked, question))
