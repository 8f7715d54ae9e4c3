"""Whether a task is there to be taken, and when that turns by itself. Pure; the time is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hub.models import Freshness

OPEN_FOR = timedelta(days=30)
QUIET_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class FreshnessFacts:
    """A state, and the instant from which it is another one; ``None`` if it stays of itself."""

    state: Freshness
    turns_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What counts for a task and does not stand in its issue.

    ``claim_ends_at`` is when a claim made in a comment lapses, ``back_at`` when who answers for
    the project is there again. In an archived repository nothing can be done.
    """

    is_source_unread: bool = False
    is_archived: bool = False
    claim_ends_at: datetime | None = None
    back_at: datetime | None = None


NOTHING_AROUND = Surroundings()


def freshness_of(
    *,
    is_open: bool,
    assignees: Sequence[str],
    linked_change_url: str | None,
    is_claimed: bool,
    is_blocked: bool,
    updated_at: datetime,
    around: Surroundings = NOTHING_AROUND,
    now: datetime,
) -> FreshnessFacts:
    """Work out how free a task is. ``updated_at`` is the last word on it.

    ``is_claimed`` and ``is_blocked`` are what its labels say. A task that is blocked, or whose
    steward is away, cannot be begun now, so it is at best quiet, never open. A state ends at the
    instant ``turns_at``: at that very instant the next one holds.
    """
    if not is_open or around.is_archived:
        return FreshnessFacts(Freshness.CLOSED)
    if around.is_source_unread:
        return FreshnessFacts(Freshness.UNKNOWN)
    if linked_change_url:
        return FreshnessFacts(Freshness.REVIEW)
    if assignees:
        return FreshnessFacts(Freshness.TAKEN)
    claim_ends_at = _ahead(around.claim_ends_at, now)
    if is_claimed or claim_ends_at:
        return FreshnessFacts(Freshness.TAKEN, claim_ends_at)
    back_at = _ahead(around.back_at, now)
    facts = _by_silence(updated_at, is_blocked=is_blocked or back_at is not None, now=now)
    ends = [end for end in (facts.turns_at, back_at) if end is not None]
    return FreshnessFacts(facts.state, min(ends, default=None))


def _ahead(instant: datetime | None, now: datetime) -> datetime | None:
    return instant if instant is not None and instant > now else None


def over_at(expires_on: date) -> datetime | None:
    """Give the instant at which a day is over in UTC; ``None`` where the calendar ends before."""
    return _after(datetime.combine(expires_on, time(), UTC), timedelta(days=1))


def ends_on(facts: FreshnessFacts, expires_on: date | None, *, now: datetime) -> FreshnessFacts:
    """Close a task whose last day is over, and have an open one worked out anew when it is."""
    end = over_at(expires_on) if expires_on else None
    if end is None or facts.state is Freshness.CLOSED:
        return facts
    if now >= end:
        return FreshnessFacts(Freshness.CLOSED)
    return FreshnessFacts(facts.state, min(facts.turns_at or end, end))


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
