"""Says when: relative up to eight weeks, then day and month, then the year too. Pure.

The words are English; the full date stands beside them for machines and for hovering.
"""

from datetime import date, datetime, timedelta

from markupsafe import Markup

EIGHT_WEEKS = timedelta(weeks=8)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def time_tag(then: datetime, now: datetime) -> Markup:
    """Mark an instant up: ``<time>`` with the machine's form, the full date, and words."""
    stamp = then.isoformat(timespec="seconds").replace("+00:00", "Z")
    words = f'<time datetime="{stamp}" title="{full_date(then)}">{when(then, now)}</time>'
    return Markup(words)  # noqa: S704 - nothing in it but a date


def date_tag(then: datetime, now: datetime) -> Markup:
    """Mark a day up: day and month, with the year if it is another one than now."""
    words = (
        f'<time datetime="{then:%Y-%m-%d}" title="{full_date(then)}">{date_words(then, now)}</time>'
    )
    return Markup(words)  # noqa: S704 - nothing in it but a date


def span_words(span: timedelta) -> str:
    """Say a length of time in one unit, rounded up: "an hour", "3 days", "2 weeks", "5 months"."""
    hours = -(-span // timedelta(hours=1))
    for one, many, size, most in (
        ("an hour", "hours", 1, 24),
        ("a day", "days", 24, 14 * 24),
        ("a week", "weeks", 7 * 24, 9 * 7 * 24),
        ("a month", "months", 30 * 24, 24 * 30 * 24),
    ):
        if hours < most:
            number = max(-(-hours // size), 1)
            return one if number == 1 else f"{number} {many}"
    return f"{-(-hours // (365 * 24))} years"


def when(then: datetime, now: datetime) -> str:
    """Say in words how long ago, or in how long, an instant is."""
    if then > now:
        return _ahead(then, now)
    days = (now.date() - then.date()).days
    if now - then < timedelta(minutes=1):
        return "just now"
    if now - then < timedelta(hours=1):
        return f"{counted(int((now - then).total_seconds() // 60), 'minute')} ago"
    if days == 0:
        return f"{counted(int((now - then).total_seconds() // 3600), 'hour')} ago"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if now - then <= EIGHT_WEEKS:
        return f"{days // 7} weeks ago"
    return date_words(then, now)


def day_tag(day: date, now: datetime) -> Markup:
    """Mark a day up: ``<time>`` with day and month, and the year if it is another one."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), date_words(day, now))


def date_words(then: date, now: datetime) -> str:
    """Give day and month, with the year if it is another one than now."""
    day = f"{then.day} {_MONTHS[then.month - 1]}"
    return day if then.year == now.year else f"{day} {then.year}"


def full_date(then: datetime) -> str:
    """Give the date and time in full, as it stands in a ``title``."""
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}, {then:%H:%M} UTC"


def month_name(then: datetime) -> str:
    """Give the first three letters of the month, as under a chart."""
    return _MONTHS[then.month - 1][:3]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Put a number before its noun: "1 task", "1,904 tasks"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def hours(number: float) -> str:
    """Say a number of hours: "3 hours", "1.5 hours"."""
    return f"{number:g} {'hour' if number == 1 else 'hours'}"


def _ahead(then: datetime, now: datetime) -> str:
    left = then - now
    if left < timedelta(minutes=1):
        return "in under a minute"
    if left < timedelta(hours=1):
        return f"in {counted(int(left.total_seconds() // 60), 'minute')}"
    if left < timedelta(days=1):
        return f"in {counted(int(left.total_seconds() // 3600), 'hour')}"
    return f"on {date_words(then, now)}"
