"""Signals from what a person wants and can give: kinds of work, causes, languages, hours, level."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache, partial

from hub.matching.evidence import Evidence, from_profile, hundredths, not_said
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


def kind(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the person looks for this kind of work."""
    del now
    if not task.kinds:
        return None
    if not person.kinds:
        return not_said(person, "kinds", "not-said-kinds")
    wanted = [key for key in person.kinds if key not in person.declined_kinds]
    same = [key for key in task.kinds if key in wanted]
    source = from_profile(person)
    if same:
        return Evidence(
            Fit.CLEAR, 1.0, lambda: say("kind-wanted", kinds=_kinds(same, names)), source
        )
    # What they said to tasks is told to them alone: to others, that they look for other work.
    if not wanted or not person.declined_kinds.isdisjoint(task.kinds):
        says = partial(_kinds_declined, task, names)
    else:
        says = partial(_kinds_other, task, wanted, names)
    return Evidence(Fit.NOT_YET, 0.0, says, source)


def causes(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the project serves a cause of the person. Another cause is no lack."""
    del now
    shared = [key for key in task.causes if key in person.causes]
    if not shared:
        return None
    return Evidence(
        Fit.CLEAR,
        1.0,
        lambda: say("cause-shared", causes=_causes(shared, names)),
        from_profile(person),
    )


def spoken(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the person speaks the language that most talk at the task is in."""
    del now
    if task.spoken is None:
        return None
    if not person.spoken:
        return not_said(person, "spoken", "not-said-languages")
    code, source, wanted = task.spoken, from_profile(person), _main_tag(task.spoken)
    if code in person.spoken or any(_main_tag(each) == wanted for each in person.spoken):
        return Evidence(
            Fit.CLEAR, 1.0, lambda: say("speaks", language=names.language(code)), source
        )
    return Evidence(
        Fit.NOT_YET, 0.0, lambda: say("speaks-not", language=names.language(code)), source
    )


def hours(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the hours a week suffice for the size of the task.

    A size that is only guessed counts less, for and against, and is called an estimate.
    """
    del now
    wanted = _HOURS_A_WEEK.get(task.effort or task.estimated_effort or "")
    if wanted is None:
        return None
    if person.hours_per_week is None:
        return not_said(person, "hours", "not-said-hours")
    share = hundredths(person.hours_per_week / wanted)
    if share == 1:
        fit, key = Fit.CLEAR, "hours-enough"
    elif share >= _MOST_OF_IT:
        fit, key = Fit.PARTLY, "hours-some"
    else:
        fit, key = Fit.NOT_YET, "hours-little"
    value = share
    if not task.effort:
        fit, value = Fit.PARTLY, hundredths(share * _TRUST_IN_ESTIMATES)
    says = partial(_time, key, person.hours_per_week, task, names)
    return Evidence(fit, value, says, from_profile(person))


def _time(key: str, hours_per_week: float, task: TaskFacts, names: Names) -> Sentence:
    amount = say("hours", number=round(hours_per_week, 1))
    return say(key, hours=amount, takes=_takes(task, names))


def _takes(task: TaskFacts, names: Names) -> Sentence:
    """Say how long a task takes. A guess tells small tasks from others, not how long those are."""
    if task.effort:
        return say("takes", effort=names.effort(task.effort))
    guessed = task.estimated_effort or ""
    key = "takes-small-estimate" if guessed == "small" else "takes-more-estimate"
    return say(key, effort=names.effort(guessed))


def level(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the difficulty is within reach. An easy task suits everybody."""
    del now, names
    if task.is_newcomer_fit or task.level == _LEVELS[0]:
        key = "level-newcomers" if task.is_newcomer_fit else "level-first"
        return Evidence(Fit.CLEAR, 1.0, partial(say, key))
    if task.level not in _LEVELS:
        return None
    if person.level not in _LEVELS:
        return not_said(person, "level", "not-said-practice")
    steps_short = _LEVELS.index(task.level) - _LEVELS.index(person.level)
    if steps_short <= 0:
        fit, value, key = Fit.CLEAR, 1.0, "level-within"
    elif steps_short == 1:
        fit, value, key = Fit.PARTLY, _ONE_LEVEL_SHORT, "level-stretch"
    else:
        fit, value, key = Fit.NOT_YET, 0.0, "level-far"
    says = partial(_practice, key, person.level, task.level)
    return Evidence(fit, value, says, from_profile(person))


def _practice(key: str, has: str, asked: str) -> Sentence:
    return say(key, practice=say(f"practice-{has}"), asked=say(f"practice-{asked}"))


def _kinds(keys: Iterable[str], names: Names) -> Listed:
    return listed(names.kind(key) for key in keys)


def _kinds_declined(task: TaskFacts, names: Names) -> Sentence:
    return say("kind-declined", kinds=_kinds(task.kinds, names))


def _kinds_other(task: TaskFacts, wanted: Iterable[str], names: Names) -> Sentence:
    return say("kind-other", wanted=_kinds(wanted, names), kinds=_kinds(task.kinds, names))


def _causes(keys: Iterable[str], names: Names) -> Listed:
    return listed(names.cause(key) for key in keys)


@lru_cache(maxsize=1024)
def _main_tag(code: str) -> str:
    """Take the language of a BCP 47 code: who speaks ``pt-BR`` can talk where ``pt`` is spoken."""
    return code.split("-", maxsplit=1)[0].lower()
