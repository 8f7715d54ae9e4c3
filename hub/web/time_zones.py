"""Time zones by their names in the IANA database, as this machine or the tzdata package has it."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Names without a place, and doubles of others: they are understood, and not offered.
_NOT_OFFERED = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def find_time_zone(text: str) -> str | None:
    """Find a zone by its name; small letters and blanks will do."""
    return _by_small_name().get("_".join(text.split()).casefold())


@cache
def offered_time_zones() -> tuple[str, ...]:
    """List the names that stand for a place, in their order."""
    return tuple(
        name
        for name in sorted(available_timezones())
        if "/" in name and not name.startswith(_NOT_OFFERED)
    )


def offset_at(name: str, now: datetime) -> str:
    """Say how far a zone is from UTC at an instant: "UTC+05:30"; empty for one not known here."""
    try:
        offset = now.astimezone(ZoneInfo(name)).strftime("%z")
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    return f"UTC{offset[:3]}:{offset[3:5]}"


@cache
def _by_small_name() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
