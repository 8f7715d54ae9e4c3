"""Signals about a project and a person: what they could do there, and how they would be met.

What a project and a task have alike (skills, causes, the language of the talk) is measured by the
signals of tasks: a project is asked about as if it were one task of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hub.matching.evidence import Evidence, Signal, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PastWork, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.project_facts import ProjectFacts
from hub.matching.signals.history import experience
from hub.matching.signals.skills import learning, project_skills
from hub.matching.signals.standing import evidence_of_little_known, evidence_of_pace
from hub.matching.signals.wishes import causes, spoken
from hub.matching.wording import counted, listed, shortened, when

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
        return _same(Fit.NOT_YET, 0.0, "Nothing is free to be taken here at the moment.")
    if not project.fitting:
        return _same(Fit.NOT_YET, 0.0, "No single task that is free here stands out.")
    best = project.fitting[:_TASKS_WANTED]
    value = sum(min(1.0, each.points / _POINTS_OF_A_FULL_FIT) for each in best) / _TASKS_WANTED
    first = f"“{shortened(best[0].title)}”" if best[0].title.strip() else "one without a title"
    number = counted(len(project.fitting), "free task")
    some = (
        f"{number} here could suit" if len(project.fitting) > 1 else "A free task here could suit"
    )
    return Evidence(
        Fit.CLEAR if value >= 0.5 else Fit.PARTLY,
        hundredths(value),
        f"{some} {person.name}, first of all {first}.",
        f"{some} you, first of all {first}.",
    )


def kind(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how much of what is free there is work that the person wants to do."""
    del now
    if not project.kinds:
        return None
    if not person.kinds:
        return not_said(person, "what kind of work is wanted")
    wanted = {key: number for key, number in project.kinds.items() if key in person.kinds}
    source = from_profile(person)
    named = listed([names.kind(key) for key in (wanted or person.kinds)])
    if not wanted:
        rest = f"to help with {named}; none of that is free here now."
        return Evidence(Fit.NOT_YET, 0.0, f"Wants {rest}", f"You want {rest}", source)
    number = sum(wanted.values())
    rest = f"to help with {named}; {number:,} of that {'is' if number == 1 else 'are'} free here."
    return Evidence(
        Fit.CLEAR, hundredths(1 - 2.0**-number), f"Wants {rest}", f"You want {rest}", source
    )


def familiar(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure whether the person worked here, or beside it: in a project of the same owner."""
    del names
    here = [item for item in person.past if item.place in project.places]
    if here:
        return _worked(here, f"in this project, the last {_last(here, now)}", Fit.CLEAR, 1.0)
    owners = {_owner(place) for place in project.places}
    beside = [item for item in person.past if _owner(item.place) in owners]
    if not beside:
        return None
    place = max(beside, key=lambda item: (item.done_at, item.place)).project_path
    where = f"beside it, in {place}, which is of the same owner"
    return _worked(beside, where, Fit.PARTLY, _NEIGHBOUR)


def welcome(project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence:
    """Measure whether the project says that it wants help, and has room."""
    del person, now, names
    room = project.newcomers_a_month
    if room == 0:
        return _same(Fit.NOT_YET, 0.0, "The project says that it has no room for new people now.")
    said = [
        (value, sentence)
        for number, value, sentence in (
            (room, _ROOM, f"has room for {_people(room or 0)} a month"),
            (project.mentored_tasks, _MENTORED, _on("offers a mentor on", project.mentored_tasks)),
            (project.asked_tasks, _ASKED, _on("asks for help with", project.asked_tasks)),
            (
                project.newcomer_tasks,
                _FOR_NEWCOMERS,
                f"{_on('marks', project.newcomer_tasks)} for newcomers",
            ),
        )
        if number
    ]
    if not said:
        return _same(Fit.UNKNOWN, 0.0, "The project has not said whether it wants help.")
    value = max(value for value, _ in said)
    return _same(Fit.CLEAR, value, f"The project {listed([words for _, words in said], limit=4)}.")


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
        return _same(Fit.UNKNOWN, 0.0, "It is not known when the project last changed.")
    fit, value = _LIVES.get(project.life, (Fit.NOT_YET, 0.0))
    return _same(fit, value, f"The project last changed {when(project.last_change_at, now)}.")


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


def _worked(items: Sequence[PastWork], where: str, fit: Fit, value: float) -> Evidence:
    done = f"finished {counted(len(items), 'task')} {where}."
    hosts = listed(sorted({item.host for item in items}))
    source = f"Found on {hosts}, shown with consent"
    return Evidence(fit, value, f"{done[:1].upper()}{done[1:]}", f"You {done}", source)


def _last(items: Sequence[PastWork], now: datetime) -> str:
    return when(max(item.done_at for item in items), now)


def _owner(place: str) -> str:
    """Take host and owner of a repository: ``codeberg.org/noor`` of ``codeberg.org/noor/ferry``."""
    return place.rpartition("/")[0]


def _people(number: int) -> str:
    return "1 new person" if number == 1 else f"{number:,} new people"


def _on(verb: str, number: int) -> str:
    return f"{verb} {counted(number, 'task')}"


def _same(fit: Fit, value: float, sentence: str) -> Evidence:
    return Evidence(fit, value, sentence, sentence)
