"""For how many open tasks somebody may be suggested at once. Pure; the only place of the bound.

A bound and no signal, on purpose: what counts in a score is shown, and whoever reads the page of a
task has no business knowing how wanted a person is elsewhere.
"""

from datetime import timedelta

# What was shown to a project for the last time before that is taken as forgotten.
REMEMBERED_FOR = timedelta(days=30)

# Reasoned: in a month of so many hours a week fit twice as many small tasks, of 2 hours each. So
# nobody is asked for more than they could do if every one of them was wanted.
_TASKS_AN_HOUR = 2.0
_FEWEST = 1
_MOST = 20  # beyond it nobody would read what they are suggested for
_HOURS_WHERE_NOT_SAID = 2.0


def most_tasks(hours_per_week: float | None) -> int:
    """Give the number of open tasks for which somebody may be suggested at the same time."""
    hours = _HOURS_WHERE_NOT_SAID if hours_per_week is None else hours_per_week
    return max(_FEWEST, min(_MOST, int(hours * _TASKS_AN_HOUR)))
