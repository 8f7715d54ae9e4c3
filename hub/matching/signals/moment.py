"""The signal from the task's own state: whether it is there to be taken now."""

from datetime import datetime
from functools import partial

from hub.matching.evidence import Evidence
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import Sentence, say, when

_QUIET = 0.5  # reasoned: half as likely to be answered soon
_STATES = {
    "open": (Fit.CLEAR, 1.0),
    "quiet": (Fit.PARTLY, _QUIET),
    "asleep": (Fit.NOT_YET, 0.0),
}


def freshness(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how free the task is. The same for every person; it orders tasks, not people."""
    del person, names
    if task.freshness in _STATES:
        fit, value = _STATES[task.freshness]
        return Evidence(fit, value, partial(_free, task.freshness, task.last_word_at, now))
    if task.freshness in ("taken", "review", "closed"):
        return Evidence(Fit.NOT_YET, 0.0, partial(say, "fresh-not-free"))
    return Evidence(Fit.UNKNOWN, 0.0, partial(say, "fresh-unknown"))


def _free(state: str, last_word_at: datetime | None, now: datetime) -> Sentence:
    if last_word_at is None:
        return say(f"fresh-{state}")
    return say(f"fresh-{state}-word", when=when(last_word_at, now))
