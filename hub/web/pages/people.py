"""The page of a person who asked to be suggested, and the list of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.matching.facts import Reason
from hub.matching.project_facts import FittingTask
from hub.matching.silence import NO_PROJECT_FITS, NO_TASK_FITS
from hub.services.given_hours import hours_now
from hub.views.people import PeopleView, PersonCard, PersonView
from hub.views.search import SearchRequest
from hub.views.suggestions import SuggestedProject, SuggestedTask
from hub.web.addresses import search_address
from hub.web.pages.base import DatedPage
from hub.web.pages.search import Choice, ProjectEntry, project_entry
from hub.web.pages.suggestions import (
    Sum,
    TaskEntry,
    face_of,
    initial_of,
    sum_of,
    task_entry,
)
from hub.web.time_zones import offset_at

_TASKS_NAMED = 3


@dataclass(frozen=True, slots=True)
class SuggestedProjectEntry:
    """A project beside a person; ``begin_with`` are the tasks that fit best."""

    project: ProjectEntry
    begin_with: tuple[FittingTask, ...]
    reasons: tuple[Reason, ...]
    sum: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage(DatedPage):
    """A person. ``tasks`` is ``None`` where suggestions cannot be worked out now.

    ``seen_as`` is ``visitor`` or ``member`` where it is their own page, seen as those see it.
    ``contact`` is how to reach them, once who asks has looked it up.
    ``hours`` are those that hold now, and ``offset`` is how far they are from UTC.
    """

    person: PersonView
    seen_as: str
    contact: str | None
    hours: float | None
    offset: str
    initial: str
    face: str
    tasks: tuple[TaskEntry, ...] | None
    projects: tuple[SuggestedProjectEntry, ...]
    no_task_fits: str = NO_TASK_FITS
    no_project_fits: str = NO_PROJECT_FITS


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in the list, with the face that stands for them."""

    person: PersonCard
    initial: str
    face: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage(DatedPage):
    """The people who wish to be found, in the order of the day."""

    view: PeopleView
    seats: tuple[Seat, ...]
    examples: tuple[Choice, ...]
    previous_address: str
    next_address: str


def person_page(
    person: PersonView,
    tasks: tuple[SuggestedTask, ...] | None,
    projects: tuple[SuggestedProject, ...] = (),
    *,
    now: datetime,
    seen_as: str = "",
    contact: str | None = None,
) -> PersonPage:
    """Make the page of a person. Search engines are asked to leave it out."""
    return PersonPage(
        title=person.card.name,
        section="people",
        is_indexed=False,
        person=person,
        seen_as=seen_as,
        contact=contact,
        hours=hours_now(person.card.hours_per_week, person.card.hours_until, now=now),
        offset=offset_at(person.time_zone, now) if person.time_zone else "",
        initial=initial_of(person.card.name),
        face=face_of(person.card.handle),
        tasks=None if tasks is None else tuple(map(task_entry, tasks)),
        projects=tuple(suggested_project_entry(each, now) for each in projects),
        now=now,
    )


def suggested_project_entry(suggested: SuggestedProject, now: datetime) -> SuggestedProjectEntry:
    """Show a project beside a person."""
    suggestion = suggested.suggestion
    return SuggestedProjectEntry(
        project=project_entry(suggested.project, now),
        begin_with=suggestion.fitting[:_TASKS_NAMED],
        reasons=suggestion.reasons,
        sum=sum_of(suggestion),
    )


def people_page(view: PeopleView, examples: Iterable[str] = (), *, now: datetime) -> PeoplePage:
    """Make the list of people, with a box to look among them and examples of what to type."""
    return PeoplePage(
        title="People who would like to help",
        section="people",
        is_indexed=False,
        view=view,
        seats=tuple(
            Seat(person, initial_of(person.name), face_of(person.handle)) for person in view.people
        ),
        examples=tuple(
            Choice(text, search_address(SearchRequest(text, tab="people"))) for text in examples
        ),
        previous_address=page_address("/people", view.page - 1, view.page_count),
        next_address=page_address("/people", view.page + 1, view.page_count),
        now=now,
    )


def page_address(path: str, page: int, page_count: int) -> str:
    """Give the address of a page of a list; empty where there is none."""
    if not 1 <= page <= page_count:
        return ""
    return path if page == 1 else f"{path}?page={page}"
