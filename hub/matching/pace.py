"""How fast and how often a project answers. Pure values; measured in :mod:`hub.services.pace`."""

from datetime import timedelta
from typing import NamedTuple


class Pace(NamedTuple):
    """Answers of a project within a year: the middle wait, and to how many of its issues.

    ``within`` is ``None`` where too few were answered to tell. ``unanswered`` counts those that
    had time to be answered and were not.
    """

    within: timedelta | None
    answered: int
    unanswered: int

    @property
    def share(self) -> float:
        """Give the share of issues that got an answer; 0 where there were none."""
        asked = self.answered + self.unanswered
        return self.answered / asked if asked else 0.0
