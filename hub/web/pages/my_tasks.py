"""The page of the tasks that a person is on, put off or liked."""

from dataclasses import dataclass
from datetime import datetime

from hub.views import Ending
from hub.views.accounts import Viewer
from hub.views.my_tasks import MyTask, MyTasks
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True)
class MyTaskEntry:
    """A task in its table. ``is_done``: they were on it, and it was closed."""

    task: MyTask
    is_done: bool


@dataclass(frozen=True, slots=True)
class MyTaskPart:
    """A table of tasks; ``about`` says what stands in it."""

    name: str
    heading: str
    about: str
    entries: tuple[MyTaskEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTasksPage(PrivatePage):
    """Their tasks in parts; a part without any is left out."""

    parts: tuple[MyTaskPart, ...]
    now: datetime


def my_tasks_page(viewer: Viewer, tasks: MyTasks, *, now: datetime) -> MyTasksPage:
    """Show a person their tasks."""
    parts = (
        _part("on-it", "You are on it", "You said so here. You alone see this.", tasks.on_it),
        _part(
            "on-forges",
            "Yours on forges",
            "Their issues name an account that you joined here. We compare the login, the way it "
            "stands there.",
            tasks.on_forges,
        ),
        _part("later", "For later", "They come back among what could suit you.", tasks.later),
        _part("great", "Great", "You called them so; tasks like them come first.", tasks.great),
    )
    return MyTasksPage(
        title="Your tasks",
        section="for-you",
        form_token=viewer.form_token,
        parts=tuple(part for part in parts if part.entries),
        now=now,
    )


def _part(name: str, heading: str, about: str, tasks: tuple[MyTask, ...]) -> MyTaskPart:
    entries = tuple(
        MyTaskEntry(
            task,
            is_done=name == "on-it" and task.freshness.ending is Ending.CLOSED,
        )
        for task in tasks
    )
    return MyTaskPart(name, heading, about, entries)
