"""The signal from what a person called great: more of the like. For their own list alone."""

from datetime import datetime

from hub.matching.evidence import Signal, Told, hundredths
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import say, titled
from hub.matching.words import likeness, words_of

# Titles are short: of two on one thing, half of the words are the same.
_LIKENESS_THAT_COUNTS = 0.25
_MOST_LIKENESS = 0.5


def _measure(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how alike the task is to the one that is most alike of those they called great."""
    del now
    value, _ = _most_alike(task, person)
    return hundredths(value / _MOST_LIKENESS) if value >= _LIKENESS_THAT_COUNTS else 0.0


def _tell(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Told | None:
    del now, names
    value, title = _most_alike(task, person)
    if value < _LIKENESS_THAT_COUNTS:
        return None
    return Told(Fit.CLEAR, say("liked", title=titled(title)), say("from-answers"))


def _most_alike(task: TaskFacts, person: PersonFacts) -> tuple[float, str]:
    if not person.liked:
        return 0.0, ""
    wanted = words_of(task.title)
    value, _, title = max(
        (likeness(wanted, words_of(title)), -place, title)
        for place, title in enumerate(person.liked)
    )
    return value, title


liked = Signal(_measure, _tell)
