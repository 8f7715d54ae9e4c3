"""The page of tasks for the person who asks, with what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.matching.silence import NO_TASK_FITS
from hub.models import Verdict, Why
from hub.views.accounts import Viewer
from hub.views.notices import ShownFor
from hub.views.suggestions import GivenFeedback, SuggestedProject, SuggestedTask
from hub.web.pages.base import PrivatePage
from hub.web.pages.people import SuggestedProjectEntry, suggested_project_entry
from hub.web.pages.suggestions import TaskEntry, task_entry

WHYS = (
    ("", "No reason"),
    (Why.PROJECT.value, "This project is not for me: leave it out"),
    (Why.KIND.value, "This kind of work is not for me: put it last"),
    (Why.SIZE.value, "It is too large, or too small"),
    (Why.SKILLS.value, "It asks for other skills"),
    (Why.OTHER.value, "Something else"),
)
_SAID: Mapping[Verdict, str] = {
    Verdict.NOT_FOR_ME: "Not for me",
    Verdict.LATER: "Later",
    Verdict.ON_IT: "I am on it",
    Verdict.GREAT: "Great",
}
_BECAUSE: Mapping[Why, str] = {
    Why.PROJECT: "because of the project, of which nothing is suggested to you",
    Why.KIND: "because of the kind of work, which stands last for you",
    Why.SIZE: "because of its size",
    Why.SKILLS: "because of the skills it asks for",
    Why.OTHER: "for another reason",
}


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was said to a task, in words."""

    given: GivenFeedback
    said: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForYouPage(PrivatePage):
    """Tasks, each with every reason. ``tasks`` is ``None`` while they cannot be worked out."""

    tasks: tuple[TaskEntry, ...] | None
    projects: tuple[SuggestedProjectEntry, ...]
    answers: tuple[GivenAnswer, ...]
    whys: tuple[tuple[str, str], ...]
    shown: tuple[ShownFor, ...]
    no_task_fits: str = NO_TASK_FITS
    now: datetime


def for_you_page(
    viewer: Viewer,
    tasks: tuple[SuggestedTask, ...] | None,
    projects: tuple[SuggestedProject, ...],
    given: tuple[GivenFeedback, ...],
    *,
    shown: tuple[ShownFor, ...] = (),
    now: datetime,
) -> ForYouPage:
    """Show a person what could suit them."""
    return ForYouPage(
        title="Tasks for you",
        section="for-you",
        form_token=viewer.form_token,
        tasks=None if tasks is None else tuple(map(task_entry, tasks)),
        projects=tuple(suggested_project_entry(each, now) for each in projects),
        answers=tuple(map(_in_words, given)),
        whys=WHYS,
        shown=shown,
        now=now,
    )


def _in_words(given: GivenFeedback) -> GivenAnswer:
    because = _BECAUSE[given.why] if given.why else ""
    return GivenAnswer(given, _SAID[given.verdict], because)
