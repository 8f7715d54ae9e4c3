"""The signal from what a person called great: more of the like. For their own list alone."""

from datetime import datetime
from functools import partial

from hub.matching.evidence import Evidence, hundredths
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.sentences import say, titled
from hub.matching.words import likeness, words_of

# Titles are short: of two on one thing, half of the words are the same.
_LIKENESS_THAT_COUNTS = 0.25
_MOST_LIKENESS = 0.5


def liked(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure how alike the task is to the one that is most alike of those they called great."""
    del now, names
    if not person.liked:
        return None
    wanted = words_of(task.title)
    value, _, title = max(
        (likeness(wanted, words_of(title)), -place, title)
        for place, title in enumerate(person.liked)
    )
    if value < _LIKENESS_THAT_COUNTS:
        return None
    return Evidence(
        fit=Fit.CLEAR,
        value=hundredths(value / _MOST_LIKENESS),
        says=lambda: say("liked", title=titled(title)),
        names_source=partial(say, "from-answers"),
    )
