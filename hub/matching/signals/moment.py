"""The signal from the task's own state: whether it is there to be taken now."""

from datetime import datetime

from hub.matching.evidence import Signal, Told
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import say, when

_QUIET = 0.5  # reasoned: half as likely to be answered soon
_STATES = {
    "open": (Fit.CLEAR, 1.0),
    "quiet": (Fit.PARTLY, _QUIET),
    "asleep": (Fit.NOT_YET, 0.0),
}


def _measure_freshness(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how free the task is. The same for every person; it orders tasks, not people."""
    del person, now
    return _STATES[task.freshness][1] if task.freshness in _STATES else 0.0


def _tell_freshness(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Told:
    del person, names
    state, last_word_at = task.freshness, task.last_word_at
    if state in _STATES:
        fit, _ = _STATES[state]
        if last_word_at is None:
            return Told(fit, say(f"fresh-{state}"))
        return Told(fit, say(f"fresh-{state}-word", when=when(last_word_at, now)))
    if state in ("taken", "review", "closed"):
        return Told(Fit.NOT_YET, say("fresh-not-free"))
    return Told(Fit.UNKNOWN, say("fresh-unknown"))


freshness = Signal(_measure_freshness, _tell_freshness)
