"""Thirty days of a source as a small drawing, and the same in words. Pure.

A day that went well is a full bar, one with both kinds of pull is a bar with a notch, one that
only failed is a short bar in the colour of danger, one that never came to an end is a hollow bar;
a day without a pull is a dot. The time axis runs from old to new in every language.
"""

from dataclasses import dataclass
from enum import StrEnum

from hub.views.sources import DayOfSource
from hub.web.dates import counted

STEP = 5
BAR_WIDTH = 4
HEIGHT = 20


class DayState(StrEnum):
    """How a day of a source was, all its pulls together."""

    GOOD = "good"
    MIXED = "mixed"
    FAILED = "failed"
    UNFINISHED = "unfinished"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing: one path for each state that occurs, as (class, path). ``label`` says it all."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]
    label: str


def timeline(days: tuple[DayOfSource, ...]) -> Timeline | None:
    """Draw days, the oldest first; ``None`` where none of them had a pull."""
    states = [state_of(day) for day in days]
    if all(state is DayState.SILENT for state in states):
        return None
    return Timeline(
        width=len(days) * STEP - (STEP - BAR_WIDTH),
        height=HEIGHT,
        paths=tuple((state.value, _path(states, state)) for state in DayState if state in states),
        label=timeline_label(states),
    )


def state_of(day: DayOfSource) -> DayState:
    """Sum up a day."""
    if day.good:
        return DayState.MIXED if day.failed else DayState.GOOD
    if day.failed:
        return DayState.FAILED
    return DayState.UNFINISHED if day.unfinished else DayState.SILENT


def timeline_label(states: list[DayState]) -> str:
    """Say what the drawing shows: "Read on 27 of 30 days, in trouble on 2"."""
    read = sum(state in (DayState.GOOD, DayState.MIXED) for state in states)
    troubled = sum(state in (DayState.FAILED, DayState.MIXED) for state in states)
    tail = f", in trouble on {troubled:,}" if troubled else ""
    return f"Read on {read:,} of {counted(len(states), 'day')}{tail}"


def _path(states: list[DayState], wanted: DayState) -> str:
    return "".join(
        _bar(place * STEP, wanted) for place, state in enumerate(states) if state is wanted
    )


def _bar(x: int, state: DayState) -> str:
    match state:
        case DayState.GOOD:
            return f"M{x} 0h4v20h-4z"
        case DayState.MIXED:
            return f"M{x} 0h4v8h-4zM{x} 12h4v8h-4z"
        case DayState.FAILED:
            return f"M{x} 12h4v8h-4z"
        case DayState.UNFINISHED:
            return f"M{x + 0.5} 6.5h3v13h-3z"
        case _:
            return f"M{x + 1} 18h2v2h-2z"
