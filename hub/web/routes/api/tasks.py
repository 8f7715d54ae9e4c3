"""Tasks for programs: the open ones in a stable order, one of them, and who could take it."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Query, Request, Response

from hub.models import Side
from hub.services import listings, suggestions, tasks
from hub.services.shown import note_shown
from hub.web.cursors import read_place
from hub.web.deps import Context, DbSession, Now, Program
from hub.web.languages import Language
from hub.web.openapi import conditional_problems, problems
from hub.web.routes.api.answers import conditional, suggested_people, task_list
from hub.web.routes.api.parameters import TaskQuery
from hub.web.schemas import SuggestedPeople, TaskDetail, TaskList

router = APIRouter(tags=["tasks"])
TaskId = Annotated[int, Path(description="A task's number.", examples=[17])]


@router.get("/tasks", responses=problems())
def list_tasks(session: DbSession, query: Annotated[TaskQuery, Query()]) -> TaskList:
    """List open tasks, the last changed first; the filters are those of the search page."""
    wanted = listings.TaskFilter(query.values(), query.updated_since)
    after = read_place(query.cursor) if query.cursor else None
    return task_list(listings.tasks(session, wanted, after=after, limit=query.limit))


@router.get("/tasks/{task_id}", response_model=TaskDetail, responses=conditional_problems())
def get_task(task_id: TaskId, request: Request, session: DbSession, now: Now) -> Response:
    """Give a task with its whole text, open or closed."""
    return conditional(request, TaskDetail.model_validate(tasks.view(session, task_id, now=now)))


@router.get("/tasks/{task_id}/suggestions", responses=problems(404))
def suggest_people(
    task_id: TaskId,
    session: DbSession,
    context: Context,
    now: Now,
    language: Language,
    program: Program,
    behind: BackgroundTasks,
) -> SuggestedPeople:
    """Give people whom this task could suit, each with every reason.

    Reasons are told in the first language of `Accept-Language` that there is.
    """
    task = tasks.view(session, task_id, now=now)
    found = suggestions.people_for(session, context, task_id, now=now, asker=program)
    shown = [each.suggestion for each in found]
    behind.add_task(note_shown, context, shown, side=Side.PROJECT, now=now)
    return suggested_people(task, found, language)
