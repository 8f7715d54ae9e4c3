"""When the next letter is due: at six in the morning, UTC, each day or on Mondays. Pure."""

from datetime import UTC, datetime, time, timedelta

from hub.models import Rhythm

AT = time(6, tzinfo=UTC)
MONDAY = 0


def next_due(rhythm: Rhythm, after: datetime) -> datetime | None:
    """Give the first time after an instant at which a letter is due; ``None`` for never."""
    if rhythm is Rhythm.NEVER:
        return None
    due = datetime.combine(after.astimezone(UTC).date(), AT)
    if due <= after:
        due += timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        due += timedelta(days=(MONDAY - due.weekday()) % 7)
    return due
