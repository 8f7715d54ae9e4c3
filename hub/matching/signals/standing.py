"""Signals from what a project is like to come to: whether it answers, and how known it is.

The same for every person: they order tasks and projects, not people.
"""

from datetime import datetime, timedelta
from functools import partial
from math import log10

from hub.matching.evidence import Evidence, hundredths
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.pace import Pace
from hub.matching.sentences import Sentence, listed, say, when

# Reasoned, to be fitted on claims that ended well: who waits a week for a first word is half as
# likely to be still there.
_HALF_GONE_AFTER_DAYS = 7.0
_MOSTLY = 0.75
_PROMPT = 0.5

# Reasoned: ten times the stars is a third of the need to be seen; a thousand are known enough.
_KNOWN_STARS = 1000
_LOG_OF_KNOWN = log10(1 + _KNOWN_STARS)
_NEW_FOR = timedelta(days=60)
_NEW = 0.5


def pace(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure how fast and how often the task's project answers; nothing where nobody looked."""
    del person, now, names
    return None if task.pace is None else evidence_of_pace(task.pace)


def little_known(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how little known the task's project is: small and new ones get their share."""
    del person, names
    return evidence_of_little_known(task.stars, task.listed_at, now=now)


def evidence_of_pace(pace: Pace) -> Evidence:
    """Say how fast a project answers."""
    if pace.within is None:
        return Evidence(Fit.UNKNOWN, 0.0, partial(say, "pace-unknown"))
    days = pace.within / timedelta(days=1)
    value = hundredths(pace.share * 2 ** (-days / _HALF_GONE_AFTER_DAYS))
    fit = Fit.CLEAR if value >= _PROMPT else Fit.PARTLY
    return Evidence(fit, value, partial(_answers, pace, pace.within))


def evidence_of_little_known(
    stars: int | None, listed_at: datetime | None, *, now: datetime
) -> Evidence | None:
    """Say that few know a project yet; nothing where many do, or where nobody counts."""
    is_new = listed_at is not None and now - listed_at <= _NEW_FOR
    small = 0.0 if stars is None else max(0.0, 1 - log10(1 + stars) / _LOG_OF_KNOWN)
    value = hundredths(small + (_NEW if is_new else 0.0))
    if value == 0:
        return None
    shown_stars = stars if small else None
    return Evidence(
        Fit.CLEAR, value, partial(_known_little, shown_stars, listed_at if is_new else None, now)
    )


def _known_little(stars: int | None, new_since: datetime | None, now: datetime) -> Sentence:
    why = []
    if stars is not None:
        why.append(say("has-stars", count=stars))
    if new_since is not None:
        why.append(say("came-here", when=when(new_since, now)))
    return say("little-known", why=listed(why))


def _answers(pace: Pace, within: timedelta) -> Sentence:
    wait = _within(within)
    if pace.share >= _MOSTLY:
        return say("pace-usual", within=wait)
    asked = pace.answered + pace.unanswered
    return say("pace-some", within=wait, answered=pace.answered, asked=asked)


def _within(span: timedelta) -> Sentence:
    """Say within what time: a day, so many days up to two weeks, then weeks and months."""
    days = max(1, -(-span // timedelta(days=1)))
    for unit, size, below in (("days", 1, 15), ("weeks", 7, 57), ("months", 30, 721)):
        if days < below:
            return say(f"within-{unit}", number=-(-days // size))
    return say("within-years")
