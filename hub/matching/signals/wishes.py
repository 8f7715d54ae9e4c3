"""Signals from what a person wants and can give: kinds of work, causes, languages, hours, level."""

from datetime import datetime

from hub.matching.evidence import Evidence, from_profile, hundredths, not_said
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.wording import listed

# Hours a week with which a task of that size (up to 2 hours, up to 8, longer: hub/vocabulary/
# terms.toml) is done in two to three weeks: reasoned, to be fitted on claims that ended well.
_HOURS_A_WEEK = {"small": 1.0, "medium": 3.0, "large": 6.0}
_MOST_OF_IT = 0.5

# How much better than chance estimates are: right in .8 of the cases where .5 are by chance
# (python -m benchmarks.estimates, test half, 2026-11-28), so (.8 - .5) / (1 - .5).
_TRUST_IN_ESTIMATES = 0.6

_LEVELS = ("beginner", "intermediate", "advanced")
_ONE_LEVEL_SHORT = 0.4
_PRACTICE = {
    "beginner": "little practice yet",
    "intermediate": "some practice",
    "advanced": "long practice",
}


def kind(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the person looks for this kind of work."""
    del now
    if not task.kinds:
        return None
    if not person.kinds:
        return not_said(person, "what kind of work is wanted")
    wanted_ones = [key for key in person.kinds if key not in person.declined_kinds]
    same = [key for key in task.kinds if key in wanted_ones]
    if same:
        wish = f"to help with {listed([names.kind(key) for key in same])}."
        return _wish(person, Fit.CLEAR, 1.0, wish)
    this = listed([names.kind(key) for key in task.kinds])
    if not person.declined_kinds.isdisjoint(task.kinds):
        return _declined(person, this)
    wanted = listed([names.kind(key) for key in wanted_ones])
    return _wish(person, Fit.NOT_YET, 0.0, f"to help with {wanted}; this is {this}.")


def causes(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the project serves a cause of the person. Another cause is no lack."""
    del now
    shared = [key for key in task.causes if key in person.causes]
    if not shared:
        return None
    named = listed([names.cause(key) for key in shared])
    return Evidence(
        fit=Fit.CLEAR,
        value=1.0,
        about_person=f"Chose {named} as a cause, which this project is for.",
        to_person=f"You chose {named} as a cause, which this project is for.",
        source=from_profile(person),
    )


def spoken(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the person speaks the language that most talk at the task is in."""
    del now
    if task.spoken is None:
        return None
    if not person.spoken:
        return not_said(person, "which languages are spoken")
    language = names.language(task.spoken)
    if _main_tag(task.spoken) in {_main_tag(code) for code in person.spoken}:
        return Evidence(
            fit=Fit.CLEAR,
            value=1.0,
            about_person=f"Speaks {language}.",
            to_person=f"You speak {language}.",
            source=from_profile(person),
        )
    missing = f"not listed {language}. Most talk here is in {language}."
    return Evidence(Fit.NOT_YET, 0.0, f"Has {missing}", f"You have {missing}", from_profile(person))


def hours(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the hours a week suffice for the size of the task.

    A size that is only guessed counts less, for and against, and is called an estimate.
    """
    del now
    wanted = _HOURS_A_WEEK.get(task.effort or task.estimated_effort or "")
    if wanted is None:
        return None
    if person.hours_per_week is None:
        return not_said(person, "how many hours a week there are")
    share = hundredths(person.hours_per_week / wanted)
    amount = _hours_a_week(person.hours_per_week)
    takes = _takes(task, names)
    if share == 1:
        fit, rest = Fit.CLEAR, f"{amount}, and {takes}."
    elif share >= _MOST_OF_IT:
        fit, rest = Fit.PARTLY, f"{amount}, and {takes}: give it some weeks."
    else:
        fit, rest = Fit.NOT_YET, f"{amount}, which is little: {takes}."
    value = share
    if not task.effort:
        fit, value = Fit.PARTLY, hundredths(share * _TRUST_IN_ESTIMATES)
    return Evidence(fit, value, f"Has {rest}", f"You have {rest}", from_profile(person))


def _takes(task: TaskFacts, names: Names) -> str:
    """Say how long a task takes. A guess tells small tasks from others, not how long those are."""
    if task.effort:
        return f"this takes {names.effort(task.effort)}"
    guessed = task.estimated_effort or ""
    more = "" if guessed == "small" else " or more"
    return f"this takes {names.effort(guessed)}{more} (an estimate)"


def level(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure whether the difficulty is within reach. An easy task suits everybody."""
    del now, names
    if task.is_newcomer_fit or task.level == _LEVELS[0]:
        easy = "Marked as good for newcomers." if task.is_newcomer_fit else "A good first task."
        return Evidence(Fit.CLEAR, 1.0, easy, easy)
    if task.level not in _LEVELS:
        return None
    if person.level not in _LEVELS:
        return not_said(person, "how much practice there is")
    steps_short = _LEVELS.index(task.level) - _LEVELS.index(person.level)
    practice, asks = _PRACTICE[person.level], f"this asks for {_PRACTICE[task.level]}"
    if steps_short <= 0:
        fit, value, rest = Fit.CLEAR, 1.0, f"{practice}, and {asks}."
    elif steps_short == 1:
        fit, value, rest = Fit.PARTLY, _ONE_LEVEL_SHORT, f"{practice}; {asks}, so it is a stretch."
    else:
        fit, value, rest = Fit.NOT_YET, 0.0, f"{practice}; {asks}."
    return Evidence(fit, value, f"Has {rest}", f"You have {rest}", from_profile(person))


def _declined(person: PersonFacts, this: str) -> Evidence:
    """Recall what they said to such tasks: to them alone, for what they say to tasks is theirs."""
    return Evidence(
        Fit.NOT_YET,
        0.0,
        f"Looks for other work than {this}.",
        f"This is {this}, of which you said that it is not for you.",
        from_profile(person),
    )


def _wish(person: PersonFacts, fit: Fit, value: float, rest: str) -> Evidence:
    return Evidence(fit, value, f"Wants {rest}", f"You want {rest}", from_profile(person))


def _main_tag(code: str) -> str:
    """Take the language of a BCP 47 code: who speaks ``pt-BR`` can talk where ``pt`` is spoken."""
    return code.split("-", maxsplit=1)[0].lower()


def _hours_a_week(hours_per_week: float) -> str:
    amount = f"{hours_per_week:.1f}".removesuffix(".0")
    return f"{amount} hour a week" if amount == "1" else f"{amount} hours a week"
