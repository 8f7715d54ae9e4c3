"""Where a first pull by GraphQL stands: pure, and readable by REST at any time.

Open and recently closed issues are two lanes of one list each, read side by side. A lane goes on
behind GraphQL's own cursor, as long as that holds the values sorted by ("cursor:v2:") and not a
position, which would shift when an issue changes. Beside it stands the last change that was seen,
so that :class:`integrations.issue_cursor.IssueCursor` reads the same text as a place of its own:
nothing is missing then, though some issues may come twice. When both lanes are over, the cursor is
REST's, watching what changed since the pull began.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from integrations.issue_cursor import (
    RECENTLY_CLOSED,
    IssueCursor,
    Mark,
    Phase,
    instant,
    settled,
)

_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the two lists: the place behind which to go on, for GraphQL and for REST."""

    after: str | None = None
    since: datetime | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    pages: int = 0
    is_over: bool = False

    def behind(
        self, marks: Sequence[Mark], *, next_cursor: str | None, answered_at: datetime
    ) -> "Lane":
        """Move behind a page that held something; without a next cursor the lane is over.

        A list that runs backwards, or on and on, is left to REST.
        """
        if next_cursor is None or next_cursor == self.after:
            return Lane(is_over=True)
        is_sound = holds_values(next_cursor) and self.pages < _MOST_PAGES
        here = replace(self, after=next_cursor if is_sound else None, pages=self.pages + 1)
        if not marks:
            return here
        last_s = max(mark.changed_s for mark in marks)
        since = datetime.fromtimestamp(last_s, UTC)
        if self.since is not None and since < self.since:
            return replace(here, after=None)
        seen = settled((mark for mark in marks if mark.changed_s == last_s), answered_at)
        return replace(
            here, since=since, seen={**self.seen, **seen} if since == self.since else seen
        )

    def values(self) -> dict[str, object]:
        """Give what is written down."""
        values = {
            "after": self.after,
            "since": self.since and self.since.isoformat(),
            "seen": dict(self.seen),
            "pages": self.pages,
            "is_over": self.is_over,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class GraphCursor:
    """The state of a first pull by GraphQL."""

    closed_since: datetime
    started_at: datetime | None = None
    open: Lane = field(default_factory=Lane)
    closed: Lane = field(default_factory=Lane)

    @classmethod
    def parse(cls, text: str | None, *, now: datetime) -> "GraphCursor | None":
        """Read a cursor; ``None`` for one with which only REST goes on.

        One that cannot be read starts the pull anew.
        """
        if IssueCursor.parse(text) == IssueCursor():
            return cls(closed_since=(now - RECENTLY_CLOSED).replace(microsecond=0))
        try:
            values = json.loads(text or "")["graph"]
            return cls(
                closed_since=_known(values["closed_since"]),
                started_at=_known(values["started_at"]),
                open=_lane(values["open"]),
                closed=_lane(values["closed"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def __str__(self) -> str:
        values = self._by_rest().values()
        if self._is_resumable():
            values["graph"] = {
                "closed_since": self.closed_since.isoformat(),
                "started_at": self.started_at and self.started_at.isoformat(),
                "open": self.open.values(),
                "closed": self.closed.values(),
            }
        return json.dumps(values)

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing was read yet."""
        return self.started_at is None

    def started(self, answered_at: datetime) -> "GraphCursor":
        """Note when the first answer came, by the server's clock."""
        if self.started_at is not None:
            return self
        return replace(self, started_at=answered_at.replace(microsecond=0))

    def _is_resumable(self) -> bool:
        """Tell whether GraphQL can go on: something is left, and each lane knows where."""
        lanes = [lane for lane in (self.open, self.closed) if not lane.is_over]
        return bool(lanes) and all(lane.after is not None for lane in lanes)

    def _by_rest(self) -> IssueCursor:
        """Give the place from which REST goes on without a hole."""
        assert self.started_at is not None
        if not self.open.is_over:
            return IssueCursor(
                started_at=self.started_at, since=self.open.since, seen=self.open.seen
            )
        if not self.closed.is_over:
            return IssueCursor(
                phase=Phase.CLOSED,
                started_at=self.started_at,
                since=self.closed.since or self.closed_since,
                seen=self.closed.seen,
            )
        return IssueCursor.watching(self.started_at)


def holds_values(cursor: str) -> bool:
    """Tell whether a cursor names values of the order, rather than a position in the list."""
    try:
        return base64.b64decode(cursor, validate=True).startswith(b"cursor:v2:")
    except (binascii.Error, ValueError):
        return False


def _lane(values: Mapping[str, object]) -> Lane:
    after, since, seen = values.get("after"), values.get("since"), values.get("seen", {})
    if not isinstance(seen, dict):
        raise TypeError("seen is no object")
    return Lane(
        after=str(after) if after else None,
        since=_known(str(since)) if since else None,
        seen={str(key): int(value) for key, value in seen.items()},
        pages=int(str(values.get("pages", 0))),
        is_over=bool(values.get("is_over", False)),
    )


def _known(text: str) -> datetime:
    found = instant(text)
    if found is None:
        raise ValueError("there is no instant")
    return found
