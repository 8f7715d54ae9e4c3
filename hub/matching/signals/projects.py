"""Signals about a project and a person: what they could do there, and how they would be met.

What a project and a task have alike (skills, causes, the language of the talk) is measured by the
signals of tasks: a project is asked about as if it were one task of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hub.matching.evidence import Signal, Told, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PastWork, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.project_facts import ProjectFacts
from hub.matching.sentences import Sentence, listed, say, titled, when
from hub.matching.signals.history import experience, found_on
from hub.matching.signals.skills import learning, project_skills
from hub.matching.signals.standing import little_known, pace
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
_NO_LIFE = (Fit.NOT_YET, 0.0)


def _measure_fitting(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how well the three best of its free tasks fit, by their own scores."""
    del person, now
    return hundredths(_fit_of_tasks(project))


def _tell_fitting(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told:
    del now, names
    if not project.fitting:
        has_free = bool(project.free_tasks)
        return Told(Fit.NOT_YET, say("none-stands-out" if has_free else "none-free"))
    fit = Fit.CLEAR if _fit_of_tasks(project) >= 0.5 else Fit.PARTLY
    first, number = titled(project.fitting[0].title), len(project.fitting)
    return Told(fit, say("tasks-suit", count=number, name=person.name, first=first))


def _fit_of_tasks(project: ProjectFacts) -> float:
    best = project.fitting[:_TASKS_WANTED]
    return sum(min(1.0, each.points / _POINTS_OF_A_FULL_FIT) for each in best) / _TASKS_WANTED


def _measure_kind(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how much of what is free there is work that the person wants to do."""
    del now
    number = sum(_wanted_kinds(project, person).values())
    return hundredths(1 - 2.0**-number) if number else 0.0


def _tell_kind(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    if not project.kinds:
        return None
    if not person.kinds:
        return not_said(person, "kinds", "not-said-kinds")
    wanted = _wanted_kinds(project, person)
    named = listed(names.kind(key) for key in (wanted or person.kinds))
    source = from_profile(person)
    if not wanted:
        return Told(Fit.NOT_YET, say("kinds-none-free", kinds=named), source)
    said = say("kinds-free", kinds=named, count=sum(wanted.values()))
    return Told(Fit.CLEAR, said, source)


def _wanted_kinds(project: ProjectFacts, person: PersonFacts) -> Mapping[str, int]:
    return {key: number for key, number in project.kinds.items() if key in person.kinds}


def _measure_familiar(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the person worked here, or beside it: in a project of the same owner."""
    del now
    if _done_here(project, person):
        return 1.0
    return _NEIGHBOUR if _done_beside(project, person) else 0.0


def _tell_familiar(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del names
    here = _done_here(project, person)
    if here:
        last = when(max(item.done_at for item in here), now)
        said = say("worked-here", count=len(here), when=last)
        return Told(Fit.CLEAR, said, found_on(item.host for item in here))
    beside = _done_beside(project, person)
    if not beside:
        return None
    place = max(beside, key=lambda item: (item.done_at, item.place)).project_path
    said = say("worked-beside", count=len(beside), place=place)
    return Told(Fit.PARTLY, said, found_on(item.host for item in beside))


def _done_here(project: ProjectFacts, person: PersonFacts) -> Sequence[PastWork]:
    return [item for item in person.past if item.place in project.places]


def _done_beside(project: ProjectFacts, person: PersonFacts) -> Sequence[PastWork]:
    owners = {_owner(place) for place in project.places}
    return [item for item in person.past if _owner(item.place) in owners]


def _measure_welcome(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the project says that it wants help, and has room."""
    del person, now
    return max((value for value, _ in _welcomes(project)), default=0.0)


def _tell_welcome(
    project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told:
    del person, now, names
    if project.newcomers_a_month == 0:
        return Told(Fit.NOT_YET, say("no-room"))
    said = [sentence for _, sentence in _welcomes(project)]
    if not said:
        return Told(Fit.UNKNOWN, say("welcome-not-said"))
    return Told(Fit.CLEAR, say("welcome", does=listed(said, limit=4)))


def _welcomes(project: ProjectFacts) -> Sequence[tuple[float, Sentence]]:
    """Say how a project makes people welcome, with what each counts; not at all without room."""
    room = project.newcomers_a_month
    if room == 0:
        return ()
    return [
        (value, say(key, count=number))
        for number, value, key in (
            (room, _ROOM, "room-for"),
            (project.mentored_tasks, _MENTORED, "mentors-on"),
            (project.asked_tasks, _ASKED, "asks-on"),
            (project.newcomer_tasks, _FOR_NEWCOMERS, "marks-newcomers"),
        )
        if number
    ]


def _measure_life(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how lately something changed there."""
    del person, now
    if project.life is None or project.last_change_at is None:
        return 0.0
    return _LIVES.get(project.life, _NO_LIFE)[1]


def _tell_life(project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names) -> Told:
    del person, names
    if project.life is None or project.last_change_at is None:
        return Told(Fit.UNKNOWN, say("life-unknown"))
    fit, _ = _LIVES.get(project.life, _NO_LIFE)
    return Told(fit, say("life-last", when=when(project.last_change_at, now)))


def _as_task(signal: Signal[TaskFacts]) -> Signal[ProjectFacts]:
    """Measure a project by a signal of tasks."""

    def measure(project: ProjectFacts, person: PersonFacts, now: datetime) -> float:
        return signal.measure(one_task(project), person, now)

    def tell(
        project: ProjectFacts, person: PersonFacts, *, now: datetime, names: Names
    ) -> Told | None:
        return signal.tell(one_task(project), person, now=now, names=names)

    return Signal(measure, tell, signal.rounded)


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


PROJECT_SIGNALS: Mapping[str, Signal[ProjectFacts]] = {
    "fitting_tasks": Signal(_measure_fitting, _tell_fitting),
    "familiar": Signal(_measure_familiar, _tell_familiar),
    "project_skills": _as_task(project_skills),
    "kind": Signal(_measure_kind, _tell_kind),
    "causes": _as_task(causes),
    "experience": _as_task(experience),
    "learning": _as_task(learning),
    "spoken": _as_task(spoken),
    "welcome": Signal(_measure_welcome, _tell_welcome),
    "pace": pace,
    "life": Signal(_measure_life, _tell_life),
    "little_known": little_known,
}


def _owner(place: str) -> str:
    """Take host and owner of a repository: ``codeberg.org/noor`` of ``codeberg.org/noor/ferry``."""
    return place.rpartition("/")[0]
