"""The signal from the task's own state: whether it is there to be taken now."""

from datetime import datetime

from hub.matching.evidence import Evidence
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.wording import when

_QUIET = 0.5  # reasoned: half as likely to be answered soon


def freshness(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how free the task is. The same for every person; it orders tasks, not people."""
    del person, names
    last_word = f", last word {when(task.last_word_at, now)}" if task.last_word_at else ""
    if task.freshness == "open":
        return _said(Fit.CLEAR, 1.0, f"This is open{last_word}.")
    if task.freshness == "quiet":
        return _said(Fit.PARTLY, _QUIET, f"This is quiet{last_word}.")
    if task.freshness == "asleep":
        return _said(Fit.NOT_YET, 0.0, f"This is asleep{last_word}: ask before you start.")
    if task.freshness in ("taken", "review", "closed"):
        return _said(Fit.NOT_YET, 0.0, "This is not free now.")
    return _said(Fit.UNKNOWN, 0.0, "It is not known whether this is still free.")


def _said(fit: Fit, value: float, sentence: str) -> Evidence:
    return Evidence(fit, value, sentence, sentence)
