"""Where a pull of issues stands, and what it asks next: pure, and written down between pages.

A pull has three phases: every open issue, then those closed in the last 90 days, then watching
whatever changes. A list is asked ``since`` an instant, and from its second page on also ``before``
one that is safely over. What such a closed window holds can only become less: what changes, leaves
it. So as long as the total that comes with each page (``X-Total-Count``) stays, no page has
shifted, and numbered pages have no hole; if it fell, the pull steps back by as many records as
left. What came after the window is read as a window of its own.

Watching starts a minute before the pull did, since a change may show late in the list. While
nothing changes it asks one request, behind the last change, and the answer is an empty list.
Sources: https://codeberg.org/api/swagger#/issue/issueListIssues; both bounds are inclusive, in
seconds (``applyConditions`` in models/issues/issue_search.go of Gitea and Forgejo).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

RECENTLY_CLOSED_S = int(timedelta(days=90).total_seconds())

# A change may show this much late in the list: a transaction ends after its stamp was made.
_LATE_S = 60
_MOST_PAGES = 20_000
_MOST_STEPS_BACK = 100
_MOST_TAILS = 20
_LAST_SECOND = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


class Phase(StrEnum):
    """What a pull is reading."""

    OPEN = "open"
    CLOSED = "closed"
    WATCH = "watch"


class Mark(NamedTuple):
    """An item of an answer: which, and when it last changed (epoch seconds)."""

    remote_id: str
    changed_s: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer: its items in their order, and what it tells about the whole list.

    ``total`` counts the whole list, ``page_size`` is how many items a full page has.
    """

    items: tuple[object, ...]
    has_more: bool
    total: int | None
    page_size: int
    answered_s: int

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The items that say which they are and when they changed."""
        return tuple(mark for mark in map(mark_of, self.items) if mark is not None)

    @property
    def is_ascending(self) -> bool:
        """Tell whether the oldest change comes first."""
        return all(one.changed_s <= other.changed_s for one, other in pairwise(self.marks))


def mark_of(item: object) -> Mark | None:
    """Read which item it is and when it changed, also of one that is unreadable otherwise."""
    if not isinstance(item, Mapping):
        return None
    remote_id, changed_at = item.get("id"), item.get("updated_at")
    if not isinstance(remote_id, int) or not isinstance(changed_at, str):
        return None
    try:
        changed_s = int(datetime.fromisoformat(changed_at).timestamp())
    except (ValueError, OverflowError):
        return None
    return Mark(str(remote_id), changed_s) if 0 <= changed_s <= _LAST_SECOND else None


def stamp(second: int) -> str:
    """Write an instant as the API takes it."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class IssueCursor:
    """The state of a pull; instants are epoch seconds.

    ``since_s`` and ``until_s`` bound the window, ``page`` is the next one of it and ``total`` what
    the page before counted. ``seen`` are the items of the page before, which a step back repeats.
    ``last_s`` is the latest change that this pull met. ``steps_back`` counts how often records
    left the window: those are behind it, in its tail. ``is_at_rest`` means that nothing is left
    but to watch.
    """

    phase: Phase = Phase.OPEN
    started_s: int | None = None
    since_s: int | None = None
    until_s: int | None = None
    page: int = 1
    total: int | None = None
    last_s: int | None = None
    steps_back: int = 0
    tails: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)
    is_at_rest: bool = False

    @classmethod
    def parse(cls, text: str | None) -> "IssueCursor":
        """Read a cursor; one that cannot be read starts the pull anew."""
        try:
            values = json.loads(text or "{}")
            return cls(
                phase=Phase(values.get("phase", Phase.OPEN)),
                started_s=_second(values.get("started_s")),
                since_s=_second(values.get("since_s")),
                until_s=_second(values.get("until_s")),
                page=max(1, int(values.get("page", 1))),
                total=_second(values.get("total")),
                last_s=_second(values.get("last_s")),
                steps_back=int(values.get("steps_back", 0)),
                tails=int(values.get("tails", 0)),
                seen=MappingProxyType({str(k): int(v) for k, v in values.get("seen", {}).items()}),
                is_at_rest=bool(values.get("is_at_rest", False)),
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()

    def __str__(self) -> str:
        values: dict[str, object] = {
            "phase": self.phase.value,
            "started_s": self.started_s,
            "since_s": self.since_s,
            "until_s": self.until_s,
            "page": self.page,
            "total": self.total,
            "last_s": self.last_s,
            "steps_back": self.steps_back,
            "tails": self.tails,
            "seen": dict(self.seen),
            "is_at_rest": self.is_at_rest,
        }
        return json.dumps({name: value for name, value in values.items() if value})

    @property
    def filters(self) -> dict[str, str]:
        """What the phase asks for; pull requests come along where they tell who works on what."""
        if self.phase is Phase.CLOSED:
            return {"state": "closed", "type": "issues"}
        return {"state": "all" if self.phase is Phase.WATCH else "open"}

    def is_new(self, item: object) -> bool:
        """Tell whether an item was not given out as it stands, and belongs to what was asked."""
        mark = mark_of(item)
        if mark is None:
            return True
        is_in_window = self.since_s is None or mark.changed_s >= self.since_s
        return is_in_window and self.seen.get(mark.remote_id) != mark.changed_s

    def is_torn(self, listing: Listing) -> bool:
        """Tell whether records left the window since the page before, so that pages shifted."""
        if self.page == 1 or self.total is None or listing.total is None:
            return False
        return listing.total < self.total and self.steps_back < _MOST_STEPS_BACK

    def stepped_back(self, listing: Listing) -> "IssueCursor":
        """Go back by as many records as left; the answer itself is not used."""
        assert self.total is not None
        assert listing.total is not None
        pages = -(-(self.total - listing.total) // listing.page_size)
        return replace(
            self,
            page=max(1, self.page - pages),
            total=listing.total,
            steps_back=self.steps_back + 1,
        )

    def started(self, listing: Listing) -> "IssueCursor":
        """Note when the pull began by the server's clock, and the latest change it met."""
        changes = [mark.changed_s for mark in listing.marks]
        latest = max([*changes, self.last_s or 0]) or None
        started_s = listing.answered_s if self.started_s is None else self.started_s
        return replace(self, started_s=started_s, last_s=latest, is_at_rest=False)

    def behind(self, listing: Listing) -> "IssueCursor":
        """Move behind an answer that is sorted by change."""
        here = self.started(listing)
        if not listing.has_more or here.page >= _MOST_PAGES or here._repeats(listing):
            return here.behind_window()
        return replace(
            here,
            until_s=here.end_of_window(listing),
            page=here.page + 1,
            total=listing.total,
            seen={mark.remote_id: mark.changed_s for mark in listing.marks},
        )

    def behind_change(self, changed_s: int, *, until_s: int) -> "IssueCursor":
        """Move behind all changes up to ``changed_s``, which were given out, within a window."""
        return replace(
            self,
            since_s=max(changed_s + 1, self.since_s or 0),
            until_s=until_s,
            page=1,
            total=None,
            steps_back=max(self.steps_back, 1),  # whether something came later is not known
            seen={},
        )

    def behind_window(self) -> "IssueCursor":
        """Go on to what may have come after the window, else to the next phase."""
        is_over = self.until_s is None or self.until_s < (self.since_s or 0)
        if self.steps_back > 0 and not is_over and self.tails < _MOST_TAILS:
            assert self.until_s is not None
            return replace(
                self,
                tails=self.tails + 1,
                since_s=self.until_s + 1,
                until_s=None,
                page=1,
                total=None,
                steps_back=0,
                seen={},
            )
        return self._behind_phase()

    def end_of_window(self, listing: Listing) -> int:
        """Close the window where all is settled, or now if it begins even later."""
        if self.until_s is not None:
            return self.until_s
        settled_s = listing.answered_s - _LATE_S
        return settled_s if settled_s >= (self.since_s or 0) else listing.answered_s

    def _repeats(self, listing: Listing) -> bool:
        """Tell whether a server gives the same page again and again."""
        is_known = not any(self.is_new(item) for item in listing.items)
        return self.page > 1 and self.steps_back == 0 and is_known

    def _behind_phase(self) -> "IssueCursor":
        assert self.started_s is not None
        if self.phase is Phase.OPEN:
            return IssueCursor(
                phase=Phase.CLOSED,
                started_s=self.started_s,
                since_s=max(self.started_s - RECENTLY_CLOSED_S, 0),
            )
        watched_s = max(self.started_s - _LATE_S, 0)
        if self.phase is Phase.WATCH:
            behind_s = watched_s if self.last_s is None else min(self.last_s + 1, watched_s)
            watched_s = max(behind_s, self.since_s or 0) if self.last_s else self.since_s or 0
        return IssueCursor(phase=Phase.WATCH, since_s=watched_s, is_at_rest=True)


def in_seconds(items: Iterable[object], at_least: int) -> list[tuple[int, list[object]]]:
    """Part items, sorted by change, into portions that end with a second, each with that second.

    A portion has ``at_least`` items, except the last. Items without a mark come first.
    """
    ordered = sorted(items, key=_place)
    portions: list[tuple[int, list[object]]] = []
    for item in ordered:
        changed_s = _place(item)[0]
        if not portions or (len(portions[-1][1]) >= at_least and portions[-1][0] != changed_s):
            portions.append((changed_s, []))
        portions[-1][1].append(item)
        portions[-1] = (changed_s, portions[-1][1])
    return portions


def _place(item: object) -> tuple[int, int]:
    mark = mark_of(item)
    return (mark.changed_s, int(mark.remote_id)) if mark is not None else (0, 0)


def _second(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LAST_SECOND:
        raise ValueError("is no number of seconds")
    return value
