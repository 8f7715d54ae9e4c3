"""Hours a week that people give, as long as they hold."""

from datetime import UTC, date, datetime


def hours_now(hours_per_week: float | None, until: date | None, *, now: datetime) -> float | None:
    """Give the hours; ``None`` where none were said, or the last day for which they hold is over.

    Days end with UTC, as everywhere here.
    """
    is_over = until is not None and until < now.astimezone(UTC).date()
    return None if is_over else hours_per_week
