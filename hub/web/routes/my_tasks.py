"""The tasks that the person who asks is on, put off or liked."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.services import feedback
from hub.services.my_tasks import my_tasks
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.my_tasks import my_tasks_page
from hub.web.rendering import pages_of

router = APIRouter()


@router.get("/my-tasks")
def index(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """List them."""
    found = my_tasks(session, member.person_id, now=now)
    page = my_tasks_page(member, found, now=now)
    return pages_of(request).page(request, "my_tasks/index.html", page)


@router.post("/my-tasks/take-back")
def take_back(context: Context, form: SentForm, member: Member) -> Response:
    """Forget what the person said to a task."""
    with context.transaction() as writing:
        feedback.take_back(writing, member.person_id, form.number("task"))
    return RedirectResponse("/my-tasks", 303, headers={"Cache-Control": "no-store"})
