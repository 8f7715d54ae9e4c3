"""When to call the first of the people for a task a strong fit: as often as it was right. Pure."""

from hub.matching.facts import Suggestion

# What was finished in the project; the only signals for which it could be measured.
OF_HISTORY = frozenset(("done_here", "same_project"))

# Measured (python -m benchmarks.matching_weights, 2026-11-29): of 894 first suggestions with 30
# points or more, in the histories of 17 projects, 79 in 100 named the one who then did the task;
# with 26 to 30 points, 58 did.
STRONG_POINTS = 30.0
STRONG = (
    "A strong fit by what was done in this project before: "
    "in the past, three of four such suggestions named the one who then did it."
)


def is_strong(first: Suggestion) -> bool:
    """Say whether the first suggestion for a task is one that mostly was right."""
    points = sum(r.weight * r.value for r in first.reasons if r.signal in OF_HISTORY)
    return points >= STRONG_POINTS
