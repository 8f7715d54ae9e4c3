"""Every signal by name, in the order in which a reader would ask. Pure."""

from collections.abc import Callable, Mapping

from hub.matching.evidence import Signal
from hub.matching.facts import PersonFacts, TaskFacts
from hub.matching.signals.history import done_here, experience, room, same_project, similar_work
from hub.matching.signals.liking import liked
from hub.matching.signals.moment import freshness
from hub.matching.signals.skills import (
    asked_skills,
    learning,
    project_skills,
    project_skills_that_count,
    skills,
)
from hub.matching.signals.standing import little_known, pace
from hub.matching.signals.wishes import causes, hours, kind, level, spoken

SIGNALS: Mapping[str, Signal] = {
    "skills": skills,
    "done_here": done_here,
    "same_project": same_project,
    "room": room,
    "experience": experience,
    "kind": kind,
    "similar_work": similar_work,
    "liked": liked,
    "project_skills": project_skills,
    "learning": learning,
    "spoken": spoken,
    "causes": causes,
    "hours": hours,
    "level": level,
    "freshness": freshness,
    "pace": pace,
    "little_known": little_known,
}

# Those that say the same of a task to everybody.
OF_THE_TASK = frozenset({"freshness", "pace", "little_known"})

# What a signal needs of a task, or of a person, to say anything at all, so that of a hundred pairs
# those that cannot speak are not asked.
NEEDED_OF_TASK: Mapping[str, Callable[[TaskFacts], object]] = {
    "skills": lambda task: task.skills,
    "experience": lambda task: asked_skills(task) or task.kinds,
    "kind": lambda task: task.kinds,
    "project_skills": project_skills_that_count,
    "learning": asked_skills,
    "spoken": lambda task: task.spoken,
    "causes": lambda task: task.causes,
    "hours": lambda task: task.effort or task.estimated_effort,
    "level": lambda task: task.is_newcomer_fit or task.level,
}
NEEDED_OF_PERSON: Mapping[str, Callable[[PersonFacts], object]] = {
    "experience": lambda person: person.past,
    "similar_work": lambda person: person.past,
    "liked": lambda person: person.liked,
    "learning": lambda person: person.learning,
    "causes": lambda person: person.causes,
}
