"""Whether a task is there to be taken, and when that turns by itself. Pure; the time is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.models import Freshness

OPEN_FOR = timedelta(days=30)
QUIET_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class FreshnessFacts:
    """A state, and the instant from which it is another one; ``None`` if it stays of itself."""

    state: Freshness
    turns_at: datetime | None = None


def freshness_of(
    *,
    is_open: bool,
    assignees: Sequence[str],
    linked_change_url: str | None,
    is_claimed: bool,
    is_blocked: bool,
    updated_at: datetime,
    is_source_unread: bool,
    now: datetime,
) -> FreshnessFacts:
    """Work out how free a task is. ``updated_at`` is the last word on it.

    A blocked task cannot be taken now, so it is at best quiet, never open. A state ends at the
    instant ``turns_at``: at that very instant the next one holds.
    """
    if not is_open:
        return FreshnessFacts(Freshness.CLOSED)
    if is_source_unread:
        return FreshnessFacts(Freshness.UNKNOWN)
    if linked_change_url:
        return FreshnessFacts(Freshness.REVIEW)
    if assignees or is_claimed:
        return FreshnessFacts(Freshness.TAKEN)
    return _by_silence(updated_at, is_blocked=is_blocked, now=now)


def _by_silence(updated_at: datetime, *, is_blocked: bool, now: datetime) -> FreshnessFacts:
    silence = now - updated_at
    if silence >= QUIET_FOR:
        return FreshnessFacts(Freshness.ASLEEP)
    if is_blocked or silence >= OPEN_FOR:
        return FreshnessFacts(Freshness.QUIET, _after(updated_at, QUIET_FOR))
    return FreshnessFacts(Freshness.OPEN, _after(updated_at, OPEN_FOR))


def _after(instant: datetime, span: timedelta) -> datetime | None:
    """Add a span; a forge may name a time so late that the calendar ends before it."""
    try:
        return instant + span
    except OverflowError:
        return None
