"""Signals from what a project is like to come to: whether it answers, and how known it is.

The same for every person: they order tasks and projects, not people.
"""

from datetime import datetime, timedelta
from math import log10
from typing import Protocol

from hub.matching.evidence import Signal, Told, hundredths
from hub.matching.facts import Fit, PersonFacts
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


class Standing(Protocol):
    """What a task knows of its project, and a project of itself."""

    @property
    def pace(self) -> Pace | None:
        """How fast it answers, if anybody looked."""

    @property
    def stars(self) -> int | None:
        """How many stars it has, if its forge counts them."""

    @property
    def listed_at(self) -> datetime | None:
        """Since when this hub lists it."""


def _measure_pace(subject: Standing, person: PersonFacts, now: datetime) -> float:
    """Measure how fast and how often the project answers; nothing where nobody looked."""
    del person, now
    return _value_of(subject.pace)


def _tell_pace(
    subject: Standing, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del person, now, names
    pace = subject.pace
    if pace is None:
        return None
    if pace.within is None:
        return Told(Fit.UNKNOWN, say("pace-unknown"))
    fit = Fit.CLEAR if _value_of(pace) >= _PROMPT else Fit.PARTLY
    return Told(fit, _answers(pace, pace.within))


def _measure_little_known(subject: Standing, person: PersonFacts, now: datetime) -> float:
    """Measure how little known the project is: small and new ones get their share."""
    del person
    return hundredths(_small(subject.stars) + (_NEW if _is_new(subject.listed_at, now) else 0.0))


def _tell_little_known(
    subject: Standing, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del names
    if _measure_little_known(subject, person, now) == 0:
        return None
    why = []
    if subject.stars is not None and _small(subject.stars):
        why.append(say("has-stars", count=subject.stars))
    if subject.listed_at is not None and _is_new(subject.listed_at, now):
        why.append(say("came-here", when=when(subject.listed_at, now)))
    return Told(Fit.CLEAR, say("little-known", why=listed(why)))


pace: Signal[Standing] = Signal(_measure_pace, _tell_pace)
little_known: Signal[Standing] = Signal(_measure_little_known, _tell_little_known)


def _value_of(pace: Pace | None) -> float:
    if pace is None or pace.within is None:
        return 0.0
    days = pace.within / timedelta(days=1)
    return hundredths(pace.share * 2 ** (-days / _HALF_GONE_AFTER_DAYS))


def _small(stars: int | None) -> float:
    return 0.0 if stars is None else max(0.0, 1 - log10(1 + stars) / _LOG_OF_KNOWN)


def _is_new(listed_at: datetime | None, now: datetime) -> bool:
    return listed_at is not None and now - listed_at <= _NEW_FOR


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
