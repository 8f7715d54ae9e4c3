"""Signals from skills: what a person has, and wants to learn, of what a task or project needs.

A skill that is missing lowers a suggestion and is said; it never shuts the door.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from hub.matching.evidence import Signal, Told, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import Fact, Listed, Name, listed, say

# Kinds of work (all-contributors keys) that are done in what a project is programmed with. For
# the others the project's languages say nothing: nobody needs Rust to translate a Rust program.
PROGRAMMING_KINDS = frozenset(
    ("code", "plugin", "tool", "platform", "maintenance", "security", "bug", "review")
)
_PROJECT_SKILLS_WANTED = 3  # nobody needs everything that a repository contains

# How much of a skill comes with another one; reasoned, to be fitted on answered suggestions: React
# brings JavaScript, Vue is near React, and who has Kubernetes may know Helm.
_CLOSENESS = {"broader": 0.8, "near": 0.5, "narrower": 0.4}

# How well a task lets somebody learn; reasoned, to be fitted on answered suggestions.
_EASE_WITH_MENTOR = 1.0
_EASE_FOR_NEWCOMERS = 0.8
_EASE_ALONE = 0.5
_EASE_PROJECT_ONLY = 0.6  # the project uses the skill, the task may not


def held_by(person: PersonFacts) -> frozenset[str]:
    """Give the skills a person has; who can mentor a skill has it."""
    return person.has | person.mentors if person.mentors else person.has


def project_skills_that_count(task: TaskFacts) -> tuple[str, ...]:
    """Give what the project is made with and the task does not name, if its work needs that."""
    return _counting(task.kinds, task.skills, task.project_skills)


@lru_cache(maxsize=4096)
def _counting(
    kinds: tuple[str, ...], skills: tuple[str, ...], project_skills: tuple[str, ...]
) -> tuple[str, ...]:
    if kinds and PROGRAMMING_KINDS.isdisjoint(kinds):
        return ()
    return tuple(skill for skill in project_skills if skill not in skills)


def asked_skills(task: TaskFacts) -> tuple[str, ...]:
    """Give the skills of the task, or where it names none those of its project."""
    return task.skills or project_skills_that_count(task)


def lacking(task: TaskFacts, person: PersonFacts) -> list[str]:
    """List the skills that a task asks for and the person neither has nor is close to."""
    held = held_by(person)
    asked = (key for key in task.skills if key not in held)
    return [key for key in asked if _closest(task, key, held) is None]


def _measure_skills(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure which share of the skills that a task asks for the person has, or is close to."""
    del now
    if not task.skills or not _has_listed_any(person):
        return 0.0
    return hundredths(_knowledge(task, person).share)


def _tell_skills(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    if not task.skills:
        return None
    if not _has_listed_any(person):
        return _nothing_listed(person)
    share, has, close, lacks = _knowledge(task, person)
    if not has and not close:
        return _lacking(person, lacks, "skills-lacking", names) if lacks else None
    known = _known(_named(has, names), _close(close, names))
    if lacks:
        said = say("skills-some", known=known, lacks=listed(_named(lacks, names), word="or"))
    else:
        said = say("skills-all" if share == 1 or close else "skills-part", known=known)
    return Told(Fit.CLEAR if share == 1 else Fit.PARTLY, said, from_profile(person))


class _Knowledge(NamedTuple):
    """What a person knows of the skills that a task asks for, and which share that is.

    A skill that they are ``close`` to counts for as much as it is. What they learn is neither
    known nor lacking: that is said by :data:`learning`.
    """

    share: float
    has: Sequence[str]
    close: Mapping[str, tuple[str, str]]
    lacks: Sequence[str]


def _knowledge(task: TaskFacts, person: PersonFacts) -> _Knowledge:
    held = held_by(person)
    has = [key for key in task.skills if key in held]
    open_ones = [key for key in task.skills if key not in held and key not in person.learning]
    close = {key: near for key in open_ones if (near := _closest(task, key, held)) is not None}
    closeness = sum(_CLOSENESS[how] for _, how in close.values())
    share = (len(has) + closeness) / len(task.skills)
    return _Knowledge(share, has, close, [key for key in open_ones if key not in close])


def _closest(task: TaskFacts, asked: str, held: frozenset[str]) -> tuple[str, str] | None:
    """Find the held skill that is closest to one that is asked for, and how it is."""
    near = task.close_skills.get(asked)
    if not near or held.isdisjoint(near):
        return None
    _, best = min((-_CLOSENESS[near[key]], key) for key in held if key in near)
    return best, near[best]


def _close(close: Mapping[str, tuple[str, str]], names: Names) -> Listed:
    """Say which skills that are had are close to which that are asked: ``Vue, close to React``."""
    by_held: dict[Name, list[Name]] = {}
    for asked, (held, _) in close.items():
        by_held.setdefault(names.skill(held), []).append(names.skill(asked))
    return listed(
        say("close-to", held=held, asked=listed(asked)) for held, asked in by_held.items()
    )


def _known(has: Sequence[Name], close: Listed) -> Fact:
    if has and close.items:
        return say("known-and-close", known=listed(has), close=close)
    return listed(has) if has else close


def _measure_project_skills(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how much of what the project is made with (its languages first) the person has."""
    del now
    held = held_by(person)
    if not held:
        return 0.0
    used = project_skills_that_count(task)
    if held.isdisjoint(used):
        return 0.0
    return hundredths(_share([skill for skill in used if skill in held], used))


def _tell_project_skills(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    used = project_skills_that_count(task)
    if not used:
        return None
    if not _has_listed_any(person):
        return None if task.skills else _nothing_listed(person)
    held = held_by(person)
    has = [skill for skill in used if skill in held]
    if not has:
        is_said = not task.skills and person.learning.isdisjoint(used)
        return _lacking(person, used, "project-skills-lacking", names) if is_said else None
    fit = Fit.CLEAR if used[0] in has else Fit.PARTLY
    return Told(fit, say("project-skills", known=listed(_named(has, names))), from_profile(person))


def _measure_learning(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure what the person could learn here, more where somebody helps: a stretch, said so."""
    del now
    if not person.learning:
        return 0.0
    learns = _learns(task, person)
    if not learns:
        return 0.0
    asked = asked_skills(task)
    if task.skills:
        share = len(learns) / len(asked)
    else:
        held = held_by(person)
        has = [skill for skill in asked if skill in held]
        share = (_share([*has, *learns], asked) - _share(has, asked)) * _EASE_PROJECT_ONLY
    ease, _ = _help_offered(task)
    return hundredths(share * ease)


def _tell_learning(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    learns = _learns(task, person)
    if not learns:
        return None
    ease, key = _help_offered(task)
    fit = Fit.PARTLY if ease == _EASE_ALONE else Fit.CLEAR
    return Told(fit, say(key, skills=listed(_named(learns, names))), from_profile(person))


skills = Signal(_measure_skills, _tell_skills)
project_skills = Signal(_measure_project_skills, _tell_project_skills)
learning = Signal(_measure_learning, _tell_learning)


def _learns(task: TaskFacts, person: PersonFacts) -> Sequence[str]:
    """List what is asked for of what the person learns, and does not have yet."""
    asked = asked_skills(task)
    if person.learning.isdisjoint(asked):
        return ()
    held = held_by(person)
    return [skill for skill in asked if skill in person.learning and skill not in held]


def _help_offered(task: TaskFacts) -> tuple[float, str]:
    if task.has_mentor:
        return _EASE_WITH_MENTOR, "learning-mentor"
    if task.is_newcomer_fit:
        return _EASE_FOR_NEWCOMERS, "learning-newcomers"
    return _EASE_ALONE, "learning-alone"


def _share(skills: Sequence[str], used: Sequence[str]) -> float:
    wanted = min(_PROJECT_SKILLS_WANTED, len(used))
    return min(len(skills), wanted) / wanted


def _named(keys: Iterable[str], names: Names) -> list[Name]:
    return [names.skill(key) for key in keys]


def _has_listed_any(person: PersonFacts) -> bool:
    return bool(person.has or person.mentors or person.learning)


def _nothing_listed(person: PersonFacts) -> Told | None:
    return not_said(person, "skills", "skills-not-listed")


def _lacking(person: PersonFacts, lacks: Iterable[str], key: str, names: Names) -> Told:
    said = say(key, lacks=listed(_named(lacks, names), word="or"))
    return Told(Fit.NOT_YET, said, from_profile(person))
