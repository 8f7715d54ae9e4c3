"""Where a pull of issues stands, and what it asks next: pure, and written down between pages.

A pull has three phases: every open issue, then those closed in the last 90 days, then watching
whatever changes. A forge lists by the last change and takes ``since`` (inclusive), but numbered
pages shift when an issue changes meanwhile. So each request asks for ``since`` the last change that
was seen, and the few records that come twice are left out. Pages are numbered only inside one
second that fills a whole page; there each page overlaps the one before, so that a shift shows.
Where the forge names a place in the list by itself, the next request asks from that place on.

While nothing changes, the watching request keeps its address, and with it its ETag: the answer is
a 304. How a request is written is the connector's business, which this module must not know.
Sources: https://docs.github.com/en/rest/issues/issues#list-repository-issues and
https://docs.gitlab.com/api/rest/#keyset-based-pagination
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

PER_PAGE = 100
RECENTLY_CLOSED = timedelta(days=90)

# A change may show a moment late in the list, so watching starts a little before the pull did.
_LATE = timedelta(minutes=1)
# Changes count in seconds: within the present one an issue may change again, unseen by its stamp.
_UNSETTLED_S = 2
_FEWEST_PER_PAGE = 50
_MOST_LINKS = 10_000


class Phase(StrEnum):
    """What a pull is reading."""

    OPEN = "open"
    CLOSED = "closed"
    WATCH = "watch"


class Mark(NamedTuple):
    """An item of an answer: which, and when it last changed (epoch seconds)."""

    remote_id: str
    changed_s: int

    @classmethod
    def of(cls, item: object) -> "Mark | None":
        """Read the mark of an item of JSON, also of one that is unreadable otherwise."""
        if not isinstance(item, dict):
            return None
        remote_id, changed_at = item.get("id"), item.get("updated_at")
        if not isinstance(remote_id, int) or not isinstance(changed_at, str):
            return None
        try:
            return cls(str(remote_id), int(datetime.fromisoformat(changed_at).timestamp()))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer tells about the list: its items in their order, and what leads on.

    ``next_place`` is the forge's own name of the place behind the last item, where it has one.
    """

    marks: tuple[Mark, ...]
    next_url: str | None
    etag: str | None
    answered_at: datetime
    has_items: bool = True
    next_place: str | None = None


@dataclass(frozen=True, slots=True)
class IssueCursor:
    """The state of a pull. ``seen`` are the items that the next answer will repeat.

    ``place`` is where the forge said to go on. ``link`` is the next address given by a server that
    does not sort as asked; then the pull follows its links instead. ``is_at_rest`` means that
    nothing is left but to watch.
    """

    phase: Phase = Phase.OPEN
    started_at: datetime | None = None
    since: datetime | None = None
    page: int = 1
    seen: Mapping[str, int] = field(default_factory=dict)
    etag: str | None = None
    place: str | None = None
    link: str | None = None
    links_followed: int = 0
    is_second_try: bool = False
    is_at_rest: bool = False

    @classmethod
    def parse(cls, text: str | None) -> "IssueCursor":
        """Read a cursor; one that cannot be read starts the pull anew."""
        try:
            values = json.loads(text or "{}")
            return cls(
                phase=Phase(values.get("phase", Phase.OPEN)),
                started_at=instant(values.get("started_at")),
                since=instant(values.get("since")),
                page=int(values.get("page", 1)),
                seen=MappingProxyType({str(k): int(v) for k, v in values.get("seen", {}).items()}),
                etag=values.get("etag"),
                place=values.get("place"),
                link=values.get("link"),
                links_followed=int(values.get("links_followed", 0)),
                is_second_try=bool(values.get("is_second_try", False)),
                is_at_rest=bool(values.get("is_at_rest", False)),
            )
        except (ValueError, TypeError, AttributeError):
            return cls()

    @classmethod
    def watching(cls, started_at: datetime) -> "IssueCursor":
        """Stand behind a first pull that began at an instant: ask for what changed since."""
        return cls(Phase.WATCH, started_at, since=started_at - _LATE, is_at_rest=True)

    def __str__(self) -> str:
        return json.dumps(self.values())

    def values(self) -> dict[str, object]:
        """Give what is written down, without what is as it is by default."""
        values: dict[str, object] = {
            "phase": self.phase.value,
            "started_at": self.started_at and self.started_at.isoformat(),
            "since": self.since and self.since.isoformat(),
            "page": self.page,
            "seen": dict(self.seen),
            "etag": self.etag,
            "place": self.place,
            "link": self.link,
            "links_followed": self.links_followed,
            "is_second_try": self.is_second_try,
            "is_at_rest": self.is_at_rest,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def per_page(self) -> int:
        """How many items to ask for: fewer on numbered pages, so that they overlap."""
        return max(PER_PAGE + 1 - self.page, _FEWEST_PER_PAGE)

    @property
    def since_text(self) -> str | None:
        """The instant to ask from, as forges read it."""
        return self.since.strftime("%Y-%m-%dT%H:%M:%SZ") if self.since else None

    def is_new(self, mark: Mark) -> bool:
        """Tell whether an item was not given out as it stands."""
        return self.seen.get(mark.remote_id) != mark.changed_s

    def behind(self, listing: Listing) -> "IssueCursor":
        """Move behind an answer."""
        here = self._started(listing)
        if here.link is not None or not here._is_sorted(listing):
            return here._behind_link(listing)
        if listing.next_url is None or not listing.has_items:
            return here._ended(listing)
        if listing.next_place is not None:
            return here._behind_place(listing)
        if here.page > 1 and not any(map(here.is_new, listing.marks)):
            return here._ended(listing)
        if here._has_shifted(listing):
            return replace(here, page=1, is_second_try=True, etag=None)
        return here._behind_last(listing)

    def past_closed(self) -> "IssueCursor":
        """Leave out the closed ones and watch: for a list of which only the open ones count."""
        if self.phase is not Phase.CLOSED:
            return self
        return self._watching()

    def _started(self, listing: Listing) -> "IssueCursor":
        here = replace(self, is_at_rest=False)
        if here.started_at is None:
            here = replace(here, started_at=listing.answered_at.replace(microsecond=0))
        return here

    def _is_sorted(self, listing: Listing) -> bool:
        """Tell whether the server kept to ``sort`` and ``since``; a rare slip is forgiven."""
        changes = [mark.changed_s for mark in listing.marks]
        slips = sum(later < earlier for earlier, later in pairwise(changes))
        is_since_kept = self.since is None or all(at >= self.since.timestamp() for at in changes)
        return is_since_kept and slips * 10 <= len(changes)

    def _has_shifted(self, listing: Listing) -> bool:
        """Tell whether a numbered page does not overlap the one before, as it should."""
        overlaps = 1 < self.page <= PER_PAGE + 1 - _FEWEST_PER_PAGE
        return overlaps and not self.is_second_try and all(map(self.is_new, listing.marks))

    def _behind_last(self, listing: Listing) -> "IssueCursor":
        if not listing.marks:
            return replace(self, page=self.page + 1, etag=None)
        last_s = listing.marks[-1].changed_s
        seen = settled(
            (mark for mark in listing.marks if mark.changed_s == last_s), listing.answered_at
        )
        if self.since is not None and last_s <= self.since.timestamp():
            return replace(self, page=self.page + 1, seen=seen, etag=None)
        since = datetime.fromtimestamp(last_s, UTC)
        return replace(self, since=since, page=1, seen=seen, etag=None, is_second_try=False)

    def _behind_place(self, listing: Listing) -> "IssueCursor":
        if listing.next_place == self.place or self.links_followed >= _MOST_LINKS:
            return self._ended(listing)
        return replace(
            self,
            place=listing.next_place,
            page=1,
            links_followed=self.links_followed + 1,
            seen={},
            etag=None,
        )

    def _behind_link(self, listing: Listing) -> "IssueCursor":
        link = listing.next_url
        if link is None or link == self.link or not listing.has_items:
            return self._ended(listing)
        if self.links_followed >= _MOST_LINKS:
            return self._ended(listing)
        return replace(self, link=link, links_followed=self.links_followed + 1, seen={}, etag=None)

    def _ended(self, listing: Listing) -> "IssueCursor":
        """Go on to the next phase, or rest."""
        assert self.started_at is not None
        if self.phase is Phase.OPEN:
            closed_since = self.started_at - RECENTLY_CLOSED
            return IssueCursor(Phase.CLOSED, self.started_at, since=closed_since)
        watching = self._watching()
        if self.phase is Phase.CLOSED:
            return watching
        if self.link is not None:
            return replace(watching, since=self.since)
        if (self.page > 1 or self.place is not None) and listing.marks:
            return replace(watching, since=_behind_second(listing.marks[-1].changed_s, listing))
        return replace(
            watching,
            since=self.since,
            etag=listing.etag,
            seen=settled(listing.marks, listing.answered_at),
        )

    def _watching(self) -> "IssueCursor":
        assert self.started_at is not None
        return IssueCursor.watching(self.started_at)


def _behind_second(changed_s: int, listing: Listing) -> datetime:
    """Step over a second of which everything was read, once nothing can change within it."""
    is_over = changed_s <= listing.answered_at.timestamp() - _UNSETTLED_S
    return datetime.fromtimestamp(changed_s + is_over, UTC)


def settled(marks: Iterable[Mark], answered_at: datetime) -> dict[str, int]:
    """Keep the items that can change no more without a newer stamp."""
    settled_s = answered_at.timestamp() - _UNSETTLED_S
    return {mark.remote_id: mark.changed_s for mark in marks if mark.changed_s <= settled_s}


def instant(text: str | None) -> datetime | None:
    """Read an instant of a cursor."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
