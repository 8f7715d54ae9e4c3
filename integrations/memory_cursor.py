"""Where a pull from the in-memory forge stands: pure, and written down between pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class MemoryCursor:
    """The last instant that was given out, and what was given out of it."""

    at: datetime | None = None
    seen: tuple[str, ...] = ()
    closed_since: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> "MemoryCursor":
        """Read a cursor of this forge."""
        values = json.loads(text)
        return cls(
            at=_instant(values["at"]),
            seen=tuple(values["seen"]),
            closed_since=_instant(values["closed_since"]),
        )

    def __str__(self) -> str:
        return json.dumps(
            {
                "at": self.at and self.at.isoformat(),
                "seen": list(self.seen),
                "closed_since": self.closed_since and self.closed_since.isoformat(),
            }
        )

    def is_behind(self, changed_at: datetime, remote_id: str) -> bool:
        """Tell whether a record of this instant was not given out yet."""
        if self.at is None or changed_at > self.at:
            return True
        return changed_at == self.at and remote_id not in self.seen

    def after(
        self, given: Sequence[tuple[datetime, str]], *, settled_at: datetime | None
    ) -> "MemoryCursor":
        """Move behind records given in order of change.

        What changed after ``settled_at`` is not noted as seen: within one second it may change
        again, which its stamp would not show.
        """
        if not given:
            return self
        last_at = given[-1][0]
        if settled_at is not None and last_at > settled_at:
            return replace(self, at=last_at, seen=())
        seen = tuple(remote_id for at, remote_id in given if at == last_at)
        if last_at == self.at:
            seen = self.seen + seen
        return replace(self, at=last_at, seen=seen)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
