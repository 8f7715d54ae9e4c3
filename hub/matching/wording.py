"""Small pieces of sentences: titles that fit a line, lists, counted things."""

from collections.abc import Sequence


def shortened(text: str, length: int = 80) -> str:
    """Bring a foreign title onto one line of at most ``length`` letters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > length // 2 else head}…"


def listed(names: Sequence[str], *, limit: int = 3) -> str:
    """Join names in English: ``Rust``, ``Rust and SQL``; beyond ``limit`` they go."""
    kept = list(names[:limit])
    if len(kept) < 2:
        return "".join(kept)
    return f"{', '.join(kept[:-1])} and {kept[-1]}"


def counted(number: int, noun: str) -> str:
    """Count in English a thing whose plural takes an s: ``1 task``, ``4 tasks``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
