"""When to say nothing: a suggestion is shown only where something speaks for it. Pure.

The one place of the threshold, and of the sentences that stand where nothing passes it.
"""

from collections.abc import Iterable
from typing import TypeVar

from hub.matching.facts import Suggestion, TaskFacts
from hub.matching.project_facts import ProjectFacts, ProjectSuggestion
from hub.matching.weighing import Weighed

# They say that it is possible, not that it suits: alike for everybody, or for most.
_SUIT_NOBODY_IN_PARTICULAR = frozenset(
    ("spoken", "hours", "level", "freshness", "pace", "little_known", "room", "life", "welcome")
)

# Reasoned: one of three skills that a task asks for (9.9) is enough. A kind of work that is wanted
# (18) passes, and so does a skill that is learned where a task is made for newcomers (11); a cause
# alone (8) does not. Of the 400 tasks suggested to the forty people of the demo (2026-11-28) that
# left out the one for which nothing but a cause spoke; the next weakest shared half of the skills.
LEAST_POINTS = 9.0

NOBODY_FITS = (
    "Nobody who asked to be suggested fits this task well so far. "
    "That says more about how few we know than about the task."
)
SOMEBODY_IS_ON_IT = "Somebody is on it, so we suggest nobody else for it."
IT_IS_CLOSED = "It is not there to be taken any more, so we suggest nobody for it."
NO_TASK_FITS = (
    "No task fits well at the moment, so we show none. "
    "New ones come with every reading of our sources."
)
NO_PROJECT_FITS = "No project fits well at the moment, so we show none."

_Suggested = TypeVar(
    "_Suggested", Suggestion, ProjectSuggestion, Weighed[TaskFacts], Weighed[ProjectFacts]
)


def why_nobody(freshness: str) -> str:
    """Say why nobody is suggested for a task of this freshness."""
    match freshness:
        case "taken" | "review":
            return SOMEBODY_IS_ON_IT
        case "closed":
            return IT_IS_CLOSED
    return NOBODY_FITS


def points_for_it(
    suggestion: Suggestion | ProjectSuggestion | Weighed[TaskFacts] | Weighed[ProjectFacts],
) -> float:
    """Add up what speaks for this very pair."""
    if isinstance(suggestion, Weighed):
        points = suggestion.points
    else:
        points = {each.signal: each.weight * each.value for each in suggestion.reasons}
    for_it = sum(added for name, added in points.items() if name not in _SUIT_NOBODY_IN_PARTICULAR)
    return round(for_it, 6)  # in whatever order they stand


def worth_showing(suggestions: Iterable[_Suggested]) -> list[_Suggested]:
    """Keep suggestions for which enough speaks, in their order."""
    return [each for each in suggestions if points_for_it(each) >= LEAST_POINTS]
