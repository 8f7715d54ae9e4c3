"""Where the reading of what an account did stands: pure, and written down between pages.

Lists are asked for what changed at an instant or later, oldest change first, and each next
question goes on from the last change that came. So a change meanwhile makes no hole, a thing that
was opened long ago and merged today comes today, and an interrupted reading goes on where it was.
Where everything in an answer changed at one instant, the forge's own place leads on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

REACHES_BACK = timedelta(days=5 * 365)
# A search may know of a change only a while after it happened.
LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A list is read from ``since`` on, ``behind`` the forge's own place where it has one."""

    since: datetime
    behind: str | None = None

    def after(self, last_changed_at: datetime | None, leads_to: str | None) -> "Place":
        """Go on behind an answer; ``leads_to`` is the forge's place, ``None`` at the end."""
        last = self.since if last_changed_at is None else max(last_changed_at, self.since)
        if leads_to is None:
            return Place(max(self.since, last - LATE))
        return Place(last) if last > self.since else Place(self.since, leads_to)


@dataclass(frozen=True, slots=True)
class HistoryCursor:
    """A place in each of several lists, by name. A list without one is read from far back."""

    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, text: str | None) -> "HistoryCursor":
        """Read a cursor; one that cannot be read knows nothing."""
        try:
            values = json.loads(text or "{}")
            return cls({str(name): _place(value) for name, value in values.items()})
        except (ValueError, TypeError, AttributeError, LookupError):
            return cls()

    def __str__(self) -> str:
        return json.dumps(
            {
                name: [place.since.astimezone(UTC).isoformat(), place.behind]
                for name, place in sorted(self.places.items())
            }
        )

    def place(self, name: str, *, now: datetime) -> Place:
        """Give the place in a list."""
        return self.places.get(name) or Place(now - REACHES_BACK)

    def at(self, name: str, place: Place) -> "HistoryCursor":
        """Stand at ``place`` in a list."""
        return replace(self, places={**self.places, name: place})


def stamp(instant: datetime) -> str:
    """Write an instant for a question, in whole seconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _place(value: object) -> Place:
    if not isinstance(value, list):
        raise TypeError
    since, behind = value
    at = datetime.fromisoformat(str(since))
    return Place(
        at if at.tzinfo else at.replace(tzinfo=UTC), None if behind is None else str(behind)
    )
