"""Small pieces of sentences: lists of names, dates as people say them, titles that fit a line."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

_DAYS_RELATIVE = 56  # DESIGN.md, section 2: relative up to 8 weeks, then month, then year
_MONTH_NAMES = (
    "January February March April May June July August September October November December"
)
_MONTHS = tuple(_MONTH_NAMES.split())


def listed(names: Sequence[str], *, word: str = "and", limit: int = 3) -> str:
    """Join names: ``Rust``, ``Rust and SQL``, ``Rust, SQL and Go``; beyond ``limit`` they go."""
    kept = list(names[:limit])
    if len(kept) < 2:
        return "".join(kept)
    return f"{', '.join(kept[:-1])} {word} {kept[-1]}"


def counted(number: int, noun: str) -> str:
    """Count a thing whose plural takes an s: ``1 task``, ``4 tasks``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@lru_cache(maxsize=4096)
def when(at: datetime, now: datetime) -> str:
    """Say when something was: ``yesterday``, ``3 weeks ago``, ``in March``, ``in May 2024``."""
    days = (now.date() - at.date()).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days <= _DAYS_RELATIVE:
        return f"{days // 7} weeks ago"
    month = _MONTHS[at.month - 1]
    return f"in {month}" if at.year == now.year else f"in {month} {at.year}"


def shortened(text: str, length: int = 80) -> str:
    """Bring a foreign title onto one line of at most ``length`` letters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > length // 2 else head}…"
