"""Signals about a project and a person: what they could do there, and how they would be met.

What a project and a task have alike (skills, causes, the language of the talk) is measured by the
signals of tasks: a project is asked about as if it were one task of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from hub.matching.evidence import Evidence, Saying, Signal, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PastWork, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.project_facts import ProjectFacts
from hub.matching.sentences import listed, say, titled, when
from hub.matching.signals.history import experience, found_on
from hub.matching.signals.skills import learning, project_skills
from hub.matching.signals.standing import evidence_of_little_known, evidence_of_pace
from hub.matching.signals.wishes import causes, spoken

# Three tasks that fit are enough to begin with; 100 points are a very good fit of one.
_TASKS_WANTED = 3
_POINTS_OF_A_FULL_FIT = 100.0

_NEIGHBOUR = 0.5  # reasoned: who looks after both is the same, the work is another

# Reasoned: room that is named is an invitation; a mentor helps more than a label.
_ROOM = 1.0
_MENTORED = 0.8
_ASKED = 0.6
_FOR_NEWCOMERS = 0.5

_LIVES = {"lively": (Fit.CLEAR, 1.0), "steady": (Fit.CLEAR, 0.7), "quiet": (Fit.PARTLY, 0.3)}


class ProjectSignal(Protocol):
    """A measured fact about a project and a person; ``None`` where it says nothing."""

    def __call__(
        self, project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        """Measure it."""


def fitting_tasks(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence:
    """Measure how well the three best of its free tasks fit, by their own scores."""
    del now, names
    if not project.free_tasks and not project.fitting:
        return Evidence(Fit.NOT_YET, 0.0, partial(say, "none-free"))
    if not project.fitting:
        return Evidence(Fit.NOT_YET, 0.0, partial(say, "none-stands-out"))
    best = project.fitting[:_TASKS_WANTED]
    value = sum(min(1.0, each.points / _POINTS_OF_A_FULL_FIT) for each in best) / _TASKS_WANTED
    first, number = titled(best[0].title), len(project.fitting)
    return Evidence(
        Fit.CLEAR if value >= 0.5 else Fit.PARTLY,
        hundredths(value),
        partial(say, "tasks-suit", count=number, name=person.name, first=first),
    )


def kind(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how much of what is free there is work that the person wants to do."""
    del now
    if not project.kinds:
        return None
    if not person.kinds:
        return not_said(person, "kinds", "not-said-kinds")
    wanted = {key: number for key, number in project.kinds.items() if key in person.kinds}
    source = from_profile(person)
    named = listed(names.kind(key) for key in (wanted or person.kinds))
    if not wanted:
        return Evidence(Fit.NOT_YET, 0.0, partial(say, "kinds-none-free", kinds=named), source)
    number = sum(wanted.values())
    says = partial(say, "kinds-free", kinds=named, count=number)
    return Evidence(Fit.CLEAR, hundredths(1 - 2.0**-number), says, source)


def familiar(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure whether the person worked here, or beside it: in a project of the same owner."""
    del names
    here = [item for item in person.past if item.place in project.places]
    if here:
        last = when(max(item.done_at for item in here), now)
        says = partial(say, "worked-here", count=len(here), when=last)
        return _worked(here, says, Fit.CLEAR, 1.0)
    owners = {_owner(place) for place in project.places}
    beside = [item for item in person.past if _owner(item.place) in owners]
    if not beside:
        return None
    place = max(beside, key=lambda item: (item.done_at, item.place)).project_path
    says = partial(say, "worked-beside", count=len(beside), place=place)
    return _worked(beside, says, Fit.PARTLY, _NEIGHBOUR)


def welcome(project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence:
    """Measure whether the project says that it wants help, and has room."""
    del person, now, names
    room = project.newcomers_a_month
    if room == 0:
        return Evidence(Fit.NOT_YET, 0.0, partial(say, "no-room"))
    said = [
        (value, say(key, count=number))
        for number, value, key in (
            (room, _ROOM, "room-for"),
            (project.mentored_tasks, _MENTORED, "mentors-on"),
            (project.asked_tasks, _ASKED, "asks-on"),
            (project.newcomer_tasks, _FOR_NEWCOMERS, "marks-newcomers"),
        )
        if number
    ]
    if not said:
        return Evidence(Fit.UNKNOWN, 0.0, partial(say, "welcome-not-said"))
    value = max(value for value, _ in said)
    does = listed((sentence for _, sentence in said), limit=4)
    return Evidence(Fit.CLEAR, value, partial(say, "welcome", does=does))


def pace(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how fast and how often it answers."""
    del person, now, names
    return None if project.pace is None else evidence_of_pace(project.pace)


def life(project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence:
    """Measure how lately something changed there."""
    del person, names
    if project.life is None or project.last_change_at is None:
        return Evidence(Fit.UNKNOWN, 0.0, partial(say, "life-unknown"))
    fit, value = _LIVES.get(project.life, (Fit.NOT_YET, 0.0))
    return Evidence(fit, value, partial(say, "life-last", when=when(project.last_change_at, now)))


def little_known(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how little known it is."""
    del person, names
    return evidence_of_little_known(project.stars, project.listed_at, now=now)


def _as_task(signal: Signal, view: Callable[[ProjectFacts], TaskFacts]) -> ProjectSignal:
    """Measure a project by a signal of tasks."""

    def measured(
        project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Evidence | None:
        return signal(view(project), person, now=now, names=names)

    return measured


def one_task(project: ProjectFacts) -> TaskFacts:
    """See a project as one task that asks for what it is made with."""
    return TaskFacts(
        task_id=0,
        project_slug=project.slug,
        title=project.name,
        words=project.name,
        project_skills=project.skills,
        causes=project.causes,
        spoken=project.spoken,
        has_mentor=project.mentored_tasks > 0,
    )


PROJECT_SIGNALS: Mapping[str, ProjectSignal] = {
    "fitting_tasks": fitting_tasks,
    "familiar": familiar,
    "project_skills": _as_task(project_skills, one_task),
    "kind": kind,
    "causes": _as_task(causes, one_task),
    "experience": _as_task(experience, one_task),
    "learning": _as_task(learning, one_task),
    "spoken": _as_task(spoken, one_task),
    "welcome": welcome,
    "pace": pace,
    "life": life,
    "little_known": little_known,
}


def _worked(items: Sequence[PastWork], says: Saying, fit: Fit, value: float) -> Evidence:
    return Evidence(fit, value, says, partial(found_on, [item.host for item in items]))


def _owner(place: str) -> str:
    """Take host and owner of a repository: ``codeberg.org/noor`` of ``codeberg.org/noor/ferry``."""
    return place.rpartition("/")[0]
