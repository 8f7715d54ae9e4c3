"""Signals from what a person wants and can give: kinds of work, causes, languages, hours, level."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from hub.matching.evidence import Signal, Told, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import Listed, Sentence, listed, say

# Hours a week with which a task of that size (up to 2 hours, up to 8, longer: hub/vocabulary/
# terms.toml) is done in two to three weeks: reasoned, to be fitted on claims that ended well.
_HOURS_A_WEEK = {"small": 1.0, "medium": 3.0, "large": 6.0}
_MOST_OF_IT = 0.5

# How much better than chance estimates are: right in .8 of the cases where .5 are by chance
# (python -m benchmarks.estimates, test half, 2026-11-28), so (.8 - .5) / (1 - .5).
_TRUST_IN_ESTIMATES = 0.6

_LEVELS = ("beginner", "intermediate", "advanced")
_ONE_LEVEL_SHORT = 0.4
_WITHIN_REACH = {
    1.0: (Fit.CLEAR, "level-within"),
    _ONE_LEVEL_SHORT: (Fit.PARTLY, "level-stretch"),
    0.0: (Fit.NOT_YET, "level-far"),
}


def _measure_kind(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the person looks for this kind of work."""
    del now
    if not task.kinds or not person.kinds:
        return 0.0
    return _any_alike(task.kinds, _wanted_kinds(person))


def _tell_kind(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Told | None:
    del now
    if not task.kinds:
        return None
    if not person.kinds:
        return not_said(person, "kinds", "not-said-kinds")
    wanted = _wanted_kinds(person)
    same = [key for key in task.kinds if key in wanted]
    if same:
        said, fit = say("kind-wanted", kinds=_kinds(same, names)), Fit.CLEAR
    # What they said to tasks is told to them alone: to others, that they look for other work.
    elif not wanted or not person.declined_kinds.isdisjoint(task.kinds):
        said, fit = say("kind-declined", kinds=_kinds(task.kinds, names)), Fit.NOT_YET
    else:
        other, kinds = _kinds(wanted, names), _kinds(task.kinds, names)
        said, fit = say("kind-other", wanted=other, kinds=kinds), Fit.NOT_YET
    return Told(fit, said, from_profile(person))


def _wanted_kinds(person: PersonFacts) -> Sequence[str]:
    if not person.declined_kinds:
        return person.kinds
    return [key for key in person.kinds if key not in person.declined_kinds]


def _measure_causes(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the project serves a cause of the person. Another cause is no lack."""
    del now
    return _any_alike(task.causes, person.causes)


def _tell_causes(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    shared = [names.cause(key) for key in task.causes if key in person.causes]
    if not shared:
        return None
    return Told(Fit.CLEAR, say("cause-shared", causes=listed(shared)), from_profile(person))


def _measure_spoken(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the person speaks the language that most talk at the task is in."""
    del now
    code = task.spoken
    if code is None or not person.spoken:
        return 0.0
    return float(code in person.spoken or _main_tag(code) in map(_main_tag, person.spoken))


def _tell_spoken(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    if task.spoken is None:
        return None
    if not person.spoken:
        return not_said(person, "spoken", "not-said-languages")
    is_spoken = _measure_spoken(task, person, now)
    fit, key = (Fit.CLEAR, "speaks") if is_spoken else (Fit.NOT_YET, "speaks-not")
    return Told(fit, say(key, language=names.language(task.spoken)), from_profile(person))


def _measure_hours(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the hours a week suffice for the size of the task.

    A size that is only guessed counts less, for and against, and is called an estimate.
    """
    del now
    share = _share_of_hours(task, person)
    if not share:
        return 0.0
    return share if task.effort else hundredths(share * _TRUST_IN_ESTIMATES)


def _tell_hours(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del now
    if (task.effort or task.estimated_effort) not in _HOURS_A_WEEK:
        return None
    share = _share_of_hours(task, person)
    if person.hours_per_week is None or share is None:
        return not_said(person, "hours", "not-said-hours")
    if share == 1:
        fit, key = Fit.CLEAR, "hours-enough"
    elif share >= _MOST_OF_IT:
        fit, key = Fit.PARTLY, "hours-some"
    else:
        fit, key = Fit.NOT_YET, "hours-little"
    amount = say("hours", number=round(person.hours_per_week, 1))
    said = say(key, hours=amount, takes=_takes(task, names))
    return Told(fit if task.effort else Fit.PARTLY, said, from_profile(person))


def _share_of_hours(task: TaskFacts, person: PersonFacts) -> float | None:
    """Say how much of the hours that are wanted the person has; ``None`` where one is unknown."""
    wanted = _HOURS_A_WEEK.get(task.effort or task.estimated_effort or "")
    if wanted is None or person.hours_per_week is None:
        return None
    return hundredths(person.hours_per_week / wanted)


def _takes(task: TaskFacts, names: Names) -> Sentence:
    """Say how long a task takes. A guess tells small tasks from others, not how long those are."""
    if task.effort:
        return say("takes", effort=names.effort(task.effort))
    guessed = task.estimated_effort or ""
    key = "takes-small-estimate" if guessed == "small" else "takes-more-estimate"
    return say(key, effort=names.effort(guessed))


def _measure_level(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure whether the difficulty is within reach. An easy task suits everybody."""
    del now
    if task.is_newcomer_fit or task.level == _LEVELS[0]:
        return 1.0
    if task.level not in _LEVELS or person.level not in _LEVELS:
        return 0.0
    steps_short = _LEVELS.index(task.level) - _LEVELS.index(person.level)
    if steps_short <= 0:
        return 1.0
    return _ONE_LEVEL_SHORT if steps_short == 1 else 0.0


def _tell_level(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del names
    if task.is_newcomer_fit:
        return Told(Fit.CLEAR, say("level-newcomers"))
    if task.level == _LEVELS[0]:
        return Told(Fit.CLEAR, say("level-first"))
    if task.level not in _LEVELS:
        return None
    if person.level not in _LEVELS:
        return not_said(person, "level", "not-said-practice")
    fit, key = _WITHIN_REACH[_measure_level(task, person, now)]
    has, asked = say(f"practice-{person.level}"), say(f"practice-{task.level}")
    return Told(fit, say(key, practice=has, asked=asked), from_profile(person))


kind = Signal(_measure_kind, _tell_kind)
causes = Signal(_measure_causes, _tell_causes)
spoken = Signal(_measure_spoken, _tell_spoken)
hours = Signal(_measure_hours, _tell_hours)
level = Signal(_measure_level, _tell_level)


def _any_alike(keys: Iterable[str], others: Sequence[str]) -> float:
    for key in keys:  # not by ``any``, which takes three times as long for the few that there are
        if key in others:
            return 1.0
    return 0.0


def _kinds(keys: Iterable[str], names: Names) -> Listed:
    return listed(names.kind(key) for key in keys)


@lru_cache(maxsize=1024)
def _main_tag(code: str) -> str:
    """Take the language of a BCP 47 code: who speaks ``pt-BR`` can talk where ``pt`` is spoken."""
    return code.split("-", maxsplit=1)[0].lower()
