"""The life chart of a project: where each bar stands, and the same in words and as a table. Pure.

The time axis runs from old to new in every language.
"""

from dataclasses import dataclass

from hub.views import WeekOfLife
from hub.web.dates import counted, month_name

STEP = 16
BAR_WIDTH = 13
HEIGHT = 128
PAUSE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: the height of what was opened, and of what was closed in front of it."""

    x: int
    opened_y: float
    opened: float
    closed_y: float
    closed: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A word under or in the chart."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of weeks. ``label`` is the whole of it in one sentence."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    pauses: tuple[Tick, ...]
    label: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row of the table beside the chart."""

    month: str
    opened: int
    closed: int


def life_chart(weeks: tuple[WeekOfLife, ...]) -> Chart:
    """Draw weeks, oldest first."""
    most = max((max(week.opened, week.closed) for week in weeks), default=0) or 1
    return Chart(
        width=len(weeks) * STEP,
        height=HEIGHT,
        bars=tuple(_bar(place, week, most) for place, week in enumerate(weeks)),
        ticks=_ticks(weeks),
        pauses=_pauses(weeks),
        label=life_label(weeks),
    )


def life_label(weeks: tuple[WeekOfLife, ...]) -> str:
    """Say what the chart shows."""
    opened = counted(sum(week.opened for week in weeks), "task")
    closed = sum(week.closed for week in weeks)
    pauses = len(_pauses(weeks))
    tail = f", with {counted(pauses, 'pause')} of a month or longer" if pauses else ""
    return f"In {len(weeks)} weeks {opened} were opened and {closed:,} closed{tail}."


def by_month(weeks: tuple[WeekOfLife, ...]) -> tuple[MonthRow, ...]:
    """Add weeks up by the month in which they begin, newest first."""
    months: dict[tuple[int, int], list[WeekOfLife]] = {}
    for week in weeks:
        months.setdefault((week.starts_at.year, week.starts_at.month), []).append(week)
    rows = [
        MonthRow(
            f"{month_name(part[0].starts_at)} {part[0].starts_at.year}",
            sum(week.opened for week in part),
            sum(week.closed for week in part),
        )
        for part in months.values()
    ]
    return tuple(reversed(rows))


def has_life(weeks: tuple[WeekOfLife, ...]) -> bool:
    """Say whether anything happened at all."""
    return any(week.opened or week.closed for week in weeks)


def _bar(place: int, week: WeekOfLife, most: int) -> Bar:
    opened, closed = (_height(number, most) for number in (week.opened, week.closed))
    return Bar(
        x=place * STEP + (STEP - BAR_WIDTH) // 2,
        opened_y=HEIGHT - opened,
        opened=opened,
        closed_y=HEIGHT - closed,
        closed=closed,
    )


def _height(number: int, most: int) -> float:
    return round(number / most * (HEIGHT - 4), 1)


def _ticks(weeks: tuple[WeekOfLife, ...]) -> tuple[Tick, ...]:
    """Name every second month where its first whole week stands."""
    starts = [
        (place, week.starts_at)
        for place, week in enumerate(weeks)
        if place == 0 or week.starts_at.month != weeks[place - 1].starts_at.month
    ]
    return tuple(
        Tick(place * STEP, month_name(starts_at))
        for place, starts_at in starts[::2]
        if place < len(weeks) - 2
    )


def _pauses(weeks: tuple[WeekOfLife, ...]) -> tuple[Tick, ...]:
    """Find a month and longer without anything between weeks with something."""
    pauses: list[Tick] = []
    silent: list[int] = []
    seen_life = False
    for place, week in enumerate(weeks):
        if not (week.opened or week.closed):
            silent.append(place)
            continue
        if seen_life and len(silent) >= PAUSE_WEEKS:
            pauses.append(Tick((silent[0] + silent[-1] + 1) / 2 * STEP, "a pause"))
        silent, seen_life = [], True
    return tuple(pauses)
