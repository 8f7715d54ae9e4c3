"""A task's page."""

from dataclasses import dataclass
from datetime import datetime

from hub.matching.silence import why_nobody
from hub.models import Freshness, Health, Origin
from hub.views import TaskView
from hub.views.suggestions import SuggestedPerson
from hub.web.pages.base import DatedPage
from hub.web.pages.suggestions import PersonEntry, person_entry
from hub.web.standing import StandingFact, standing_facts
from hub.web.wording import is_away

LABELS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage(DatedPage):
    """A task. ``people`` is ``None`` where suggestions cannot be worked out now.

    ``can_offer`` says that somebody looks after its project here, who reads offers.
    """

    task: TaskView
    origin_words: str
    people: tuple[PersonEntry, ...] | None
    labels: tuple[str, ...]
    facts: tuple[StandingFact, ...]
    can_be_asked_about: bool
    can_offer: bool
    is_read_well: bool
    is_need: bool
    is_away: bool
    why_nobody: str


def task_page(
    task: TaskView,
    people: tuple[SuggestedPerson, ...] | None,
    *,
    now: datetime,
    can_offer: bool = False,
) -> TaskPage:
    """Make the page of a task."""
    return TaskPage(
        title=task.title,
        section="tasks",
        description=f"{task.project_name}: {task.title}"[:200],
        task=task,
        origin_words=origin_words(task),
        people=None if people is None else tuple(map(person_entry, people)),
        labels=task.labels[:LABELS_SHOWN],
        facts=standing_facts(task, now),
        can_be_asked_about=task.freshness.state is not Freshness.CLOSED and task.url is not None,
        can_offer=can_offer,
        is_read_well=task.read_health in (None, Health.GOOD),
        is_need=task.origin is Origin.NEED,
        is_away=is_away(task.away_until, now),
        why_nobody=why_nobody(task.freshness.state),
        now=now,
    )


def origin_words(task: TaskView) -> str:
    """Name where a task comes from: "issue 218 on codeberg.org"; a need may have no place."""
    if task.origin is Origin.NEED:
        return "a need in the project’s own file" if task.url else "a need posted by hand"
    number = "an issue" if task.number is None else f"issue {task.number}"
    return f"{number} on {task.host}" if task.host else number
