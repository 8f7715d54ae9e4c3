"""What may stand before a colon in a search, and how its value is read. Pure.

lang:rust                                    a keyword
is:free                                      a name for some filters
updated:<30d  updated:2026-11  updated:>1y   a date, by its age or by the calendar
stars:>50  stars:10..100  stars:1k           a number
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from search.base import DateRange, Filter, NumberRange

_SPAN = re.compile(
    r"(?P<sign><=|>=|<|>)?(?P<count>\d{1,4})"
    r"(?P<unit>h|hours?|d|days?|w|weeks?|m|mo|months?|y|years?)",
    re.IGNORECASE,
)
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
_CALENDAR = re.compile(r"(?P<sign><=|>=|<|>)?(?P<period>\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?)")
_NAMED_DAYS = {"today": 1, "day": 1, "week": 7, "month": 30, "year": 365}
_NUMBER = re.compile(r"(?P<sign><=|>=|<|>)?(?P<number>\d{1,9}(?:\.\d{1,3})?)(?P<thousand>k)?", re.I)
_BETWEEN = ".."
_CALENDAR_PARTS = 3


@dataclass(frozen=True, slots=True)
class KeywordField:
    """A keyword of the index; any value is one."""

    name: str


@dataclass(frozen=True, slots=True)
class FlagField:
    """Words that each stand for some filters: ``is:free``."""

    flags: Mapping[str, tuple[Filter, ...]]


@dataclass(frozen=True, slots=True)
class DateField:
    """A date of the index, asked for by age or calendar."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number of the index, asked for by size."""

    name: str


Field: TypeAlias = KeywordField | FlagField | DateField | NumberField


def read_dates(field: DateField, value: str, *, now: datetime) -> DateRange | None:
    """Read an age ("<30d", "week") or a piece of the calendar ("2026-11", ">2026-01-31").

    An age without a sign is the largest one; ``None`` for what is neither.
    """
    written = value.strip().lower()
    if written in _NAMED_DAYS:
        return _ages(field, "<", timedelta(days=_NAMED_DAYS[written]), now)
    span = _SPAN.fullmatch(written)
    if span:
        age = timedelta(days=int(span["count"]) * _DAYS[span["unit"][0]])
        return _ages(field, span["sign"] or "<", age, now)
    if _BETWEEN in written:
        first, last = (_period(part) for part in written.split(_BETWEEN, 1))
        return DateRange(field.name, first[0], last[1]) if first and last else None
    found = _CALENDAR.fullmatch(written)
    period = _period(found["period"]) if found else None
    if found is None or period is None:
        return None
    since, until = period
    ranges = {
        ">": (until, None), ">=": (since, None), "<": (None, since), "<=": (None, until),
    }  # fmt: skip
    return DateRange(field.name, *ranges.get(found["sign"] or "", (since, until)))


def read_numbers(field: NumberField, value: str) -> NumberRange | None:
    """Read a size (">50", "10..100", "1k"); ``None`` for what is none."""
    written = value.strip().lower()
    if _BETWEEN in written:
        least, most = (_number(part) for part in written.split(_BETWEEN, 1))
        if least is None or most is None:
            return None
        return NumberRange(field.name, least, _above(most))
    found = _NUMBER.fullmatch(written)
    number = _number(written.lstrip("<>="))
    if found is None or number is None:
        return None
    ranges = {
        ">": (_above(number), None), ">=": (number, None),
        "<": (None, number), "<=": (None, _above(number)),
    }  # fmt: skip
    return NumberRange(field.name, *ranges.get(found["sign"] or "", (number, _above(number))))


def without_dates(found: DateRange) -> DateRange | None:
    """Turn a range with one end round: all that it leaves out; ``None`` for one with two."""
    if found.since is not None and found.until is not None:
        return None
    return DateRange(found.field, since=found.until, until=found.since)


def without_numbers(found: NumberRange) -> NumberRange | None:
    """Turn a range with one end round: all that it leaves out; ``None`` for one with two."""
    if found.least is not None and found.below is not None:
        return None
    return NumberRange(found.field, least=found.below, below=found.least)


def _ages(field: DateField, sign: str, age: timedelta, now: datetime) -> DateRange:
    """Read "<30d" as younger than 30 days."""
    border = now - min(age, timedelta(days=365 * 200))
    if sign.startswith("<"):
        return DateRange(field.name, since=border)
    return DateRange(field.name, until=border)


def _period(written: str) -> tuple[datetime, datetime] | None:
    """Give the year, month or day as [since, until)."""
    numbers = written.split("-")
    if not all(part.isdigit() for part in numbers) or len(numbers) > _CALENDAR_PARTS:
        return None
    try:
        year, month, day, *_ = (*map(int, numbers), 1, 1)
        since = datetime(year, month, day, tzinfo=UTC)
        match len(numbers):
            case 1:
                return since, datetime(year + 1, 1, 1, tzinfo=UTC)
            case 2:
                return since, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return since, since + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _number(written: str) -> float | None:
    found = _NUMBER.fullmatch(written)
    if found is None or found["sign"]:
        return None
    return float(found["number"]) * (1000 if found["thousand"] else 1)


def _above(number: float) -> float:
    return math.nextafter(number, math.inf)
