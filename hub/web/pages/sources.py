"""The health of sources, for everyone to see."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from hub.models import Health
from hub.views.sources import BudgetView, SourcesView, SourceView
from hub.web.dates import counted, time_tag
from hub.web.pages.base import DatedPage
from hub.web.pages.people import page_address
from hub.web.pages.timeline import Timeline, timeline

# What a person can do about it, where somebody can.
_REMEDIES = {
    Health.REFUSED: "The people who run this hub can give it another key.",
    Health.GONE: "If it moved, tell the people who run this hub where to.",
    Health.UNREACHABLE: "We try again by ourselves.",
    Health.WAITING: "The forge asked us to wait; we go on by ourselves.",
}
_SHAPES = {
    Health.GOOD: "open",
    Health.WAITING: "quiet",
    Health.UNREAD: "unknown",
    Health.REFUSED: "closed",
    Health.GONE: "closed",
    Health.UNREACHABLE: "closed",
}


# One with many bad records must not fill the page: the first, and how many there are.
PROBLEMS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with what is said about it. ``problems`` are bad records beyond the first."""

    source: SourceView
    shape: str
    is_bad: bool
    remedy: str
    next_words: Markup
    first_problem: str
    problems: tuple[str, ...]
    timeline: Timeline | None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """What a token may still ask; ``share`` is in hundredths of its limit."""

    budget: BudgetView
    name: str
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage(DatedPage):
    """All sources, by pages."""

    view: SourcesView
    sentence: str
    rows: tuple[SourceRow, ...]
    budgets: tuple[BudgetRow, ...]
    previous_address: str
    next_address: str


def sources_page(view: SourcesView, *, now: datetime) -> SourcesPage:
    """Make the page of sources."""
    return SourcesPage(
        title="Health of sources",
        section="hub",
        view=view,
        sentence=whole_sentence(view),
        rows=tuple(_row(source, now) for source in view.sources),
        budgets=tuple(map(_budget_row, view.budgets)),
        previous_address=page_address("/sources", view.page - 1, view.page_count),
        next_address=page_address("/sources", view.page + 1, view.page_count),
        now=now,
    )


def whole_sentence(view: SourcesView) -> str:
    """Say in one sentence how the sources are."""
    if view.total == 0:
        return "This hub has no source yet, so there is nothing to read from."
    read = view.total - view.paused
    parts = [f"{view.read_lately:,} of {counted(read, 'source')} read within 6 hours"]
    if view.in_trouble:
        parts.append(f"{view.in_trouble:,} in trouble")
    if view.long_unread:
        parts.append(f"{view.long_unread:,} not read for over a week")
    if view.paused:
        parts.append(f"{view.paused:,} paused")
    return f"{', '.join(parts)}."


def _row(source: SourceView, now: datetime) -> SourceRow:
    is_bad = not source.is_paused and source.health not in (Health.GOOD, Health.UNREAD)
    problems = source.last_run.problems if source.last_run else ()
    return SourceRow(
        source=source,
        shape="asleep" if source.is_paused else _SHAPES[source.health],
        is_bad=is_bad,
        remedy=_REMEDIES.get(source.health, "") if is_bad else "",
        next_words=_next_words(source, now),
        first_problem=problems[0] if problems else "",
        problems=problems[1:PROBLEMS_SHOWN],
        timeline=timeline(source.days),
    )


def _next_words(source: SourceView, now: datetime) -> Markup:
    if source.is_paused:
        return Markup("When it is started again")
    if source.next_at is None:
        return Markup("With the next pull")
    if source.next_at <= now:
        return Markup("Due now")
    return time_tag(source.next_at, now)


def _budget_row(budget: BudgetView) -> BudgetRow:
    return BudgetRow(
        budget=budget,
        name=f"Key {budget.number}" if budget.number else "Without a key",
        share=min(round(budget.left * 100 / budget.limit), 100) if budget.limit else 0,
    )
