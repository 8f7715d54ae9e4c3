"""Tasks that a person has to do with, for their own eyes."""

from dataclasses import dataclass
from datetime import datetime

from hub.models import Verdict
from hub.views import FreshnessView


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task as it is now, with what the person said of it and when.

    ``verdict`` is ``None`` where they said nothing here, and ``names`` are those of their accounts
    that the forge names on it. ``title`` is ``None`` where its project is not listed any more.
    """

    task_id: int
    title: str | None
    project_name: str
    url: str | None
    host: str | None
    freshness: FreshnessView
    closed_at: datetime | None
    verdict: Verdict | None = None
    said_at: datetime | None = None
    until: datetime | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MyTasks:
    """What they are on, by their word or on a forge, what they put off, and what they liked."""

    on_it: tuple[MyTask, ...]
    on_forges: tuple[MyTask, ...]
    later: tuple[MyTask, ...]
    great: tuple[MyTask, ...]
