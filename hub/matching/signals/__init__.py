"""Every signal by name, in the order in which a reader would ask. Pure."""

from collections.abc import Mapping

from hub.matching.evidence import Signal
from hub.matching.facts import TaskFacts
from hub.matching.signals.history import done_here, experience, room, same_project, similar_work
from hub.matching.signals.liking import liked
from hub.matching.signals.moment import freshness
from hub.matching.signals.skills import learning, project_skills, skills
from hub.matching.signals.standing import little_known, pace
from hub.matching.signals.wishes import causes, hours, kind, level, spoken

SIGNALS: Mapping[str, Signal[TaskFacts]] = {
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
