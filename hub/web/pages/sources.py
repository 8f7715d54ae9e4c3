"""The health of sources, for everyone to see."""

from dataclasses import dataclass
from datetime import datetime

from hub.models import Health
from hub.views import SourcesView, SourceView
from hub.web.dates import counted
from hub.web.pages.base import DatedPage
from hub.web.pages.people import page_address

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


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with what is said about it."""

    source: SourceView
    shape: str
    is_bad: bool
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage(DatedPage):
    """All sources, by pages."""

    view: SourcesView
    sentence: str
    rows: tuple[SourceRow, ...]
    previous_address: str
    next_address: str


def sources_page(view: SourcesView, *, now: datetime) -> SourcesPage:
    """Make the page of sources."""
    return SourcesPage(
        title="Health of sources",
        section="hub",
        view=view,
        sentence=whole_sentence(view),
        rows=tuple(_row(source) for source in view.sources),
        previous_address=page_address("/sources", view.page - 1, view.page_count),
        next_address=page_address("/sources", view.page + 1, view.page_count),
        now=now,
    )


def whole_sentence(view: SourcesView) -> str:
    """Say in one sentence how the sources are."""
    if view.total == 0:
        return "This hub has no source yet, so there is nothing to read from."
    read = view.total - view.paused
    parts = [f"{view.good:,} of {counted(read, 'source')} in good health"]
    if view.in_trouble:
        parts.append(f"{view.in_trouble:,} in trouble")
    rest = read - view.good - view.in_trouble
    if rest:
        parts.append(f"{rest:,} waiting or not read yet")
    if view.paused:
        parts.append(f"{view.paused:,} paused")
    return f"{', '.join(parts)}."


def _row(source: SourceView) -> SourceRow:
    is_bad = not source.is_paused and source.health not in (Health.GOOD, Health.UNREAD)
    return SourceRow(
        source=source,
        shape="asleep" if source.is_paused else _SHAPES[source.health],
        is_bad=is_bad,
        remedy=_REMEDIES.get(source.health, "") if is_bad else "",
    )
