"""Where the reading of what an account did on a Forgejo stands: pure, written down between pages.

No list there holds what an account did in all repositories. So what it did tells where, and each
of those repositories is read by itself, from where it was read last. A reading that was interrupted
goes on with those that were not read since it began.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from integrations.history_cursor import LATE, REACHES_BACK

# Where somebody did something last comes first; what is further back is not asked for any more.
MOST_REPOSITORIES = 40
MOST_REVIEWS = 100


class Review(NamedTuple):
    """A pull request that the account gave its opinion on, and when."""

    path: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ActivityCursor:
    """``acted_at`` and ``owned_at`` are the latest act and change of own repositories so far.

    ``places`` maps paths to the instant from which each is read next. ``begun_at`` is when the
    reading began that is not at its end.
    """

    acted_at: datetime | None = None
    owned_at: datetime | None = None
    begun_at: datetime | None = None
    places: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    reviews: tuple[Review, ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> "ActivityCursor":
        """Read a cursor; one that cannot be read knows nothing."""
        try:
            values = json.loads(text or "{}")
            return cls(
                acted_at=_instant(values.get("acted_at")),
                owned_at=_instant(values.get("owned_at")),
                begun_at=_instant(values.get("begun_at")),
                places={
                    str(path): at
                    for path, since in values.get("places", {}).items()
                    if (at := _instant(since)) is not None
                },
                reviews=tuple(
                    Review(str(path), int(number), at)
                    for path, number, given_at in values.get("reviews", ())
                    if (at := _instant(given_at)) is not None
                ),
            )
        except (ValueError, TypeError, AttributeError):
            return cls()

    def __str__(self) -> str:
        return json.dumps(
            {
                "acted_at": _text(self.acted_at),
                "owned_at": _text(self.owned_at),
                "begun_at": _text(self.begun_at),
                "places": {path: _text(at) for path, at in self.places.items()},
                "reviews": [[one.path, one.number, _text(one.at)] for one in self.reviews],
            }
        )

    def begun(
        self, paths: Iterable[str], reviews: Iterable[Review], *, now: datetime
    ) -> "ActivityCursor":
        """Begin a reading: of ``paths``, the latest first, and of those that were known."""
        here = dict.fromkeys([*paths, *self.places])
        places = {
            path: self.places.get(path, now - REACHES_BACK)
            for path in list(here)[:MOST_REPOSITORIES]
        }
        known = {(one.path, one.number): one for one in (*self.reviews, *reviews)}
        newest = sorted(known.values(), key=lambda one: one.at)[-MOST_REVIEWS:]
        return replace(self, begun_at=now, places=places, reviews=tuple(newest))

    def left(self) -> tuple[str, ...]:
        """Name the repositories that are still to be read."""
        if self.begun_at is None:
            return ()
        until = self.begun_at - LATE
        return tuple(path for path, since in self.places.items() if since < until)

    def read(self, path: str, *, is_there: bool) -> "ActivityCursor":
        """Know that a repository was read, or leave out one that is not for everyone."""
        places = dict(self.places)
        if is_there and self.begun_at is not None:
            places[path] = max(places[path], self.begun_at - LATE)
        else:
            places.pop(path, None)
        return replace(self, places=places)


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    at = datetime.fromisoformat(str(value))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat()
