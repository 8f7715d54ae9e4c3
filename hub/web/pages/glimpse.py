"""What is found so far, under the search box while somebody types."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.views.search import GlimpseView, SearchRequest
from hub.web.addresses import search_address
from hub.web.dates import counted
from hub.web.pages.base import Page
from hub.web.pages.search import NOUNS
from search.base import Span


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to go to. ``title`` has what was found marked; ``more`` tells where it belongs."""

    title: tuple[Span, ...]
    address: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """The options of one list; ``all_label`` leads to the rest, and is empty if there is none."""

    name: str
    label: str
    options: tuple[Option, ...]
    all_label: str
    all_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlimpsePage(Page):
    """The piece of a page below the box; ``said`` tells it to who does not see it."""

    is_engine_down: bool
    groups: tuple[OptionGroup, ...]
    said: str


def glimpse_page(glimpse: GlimpseView) -> GlimpsePage:
    """Make what stands below the box."""
    groups = tuple(group for group in _groups(glimpse) if group.options)
    counts = ", ".join(counted(len(group.options), *NOUNS[group.name]) for group in groups)
    return GlimpsePage(
        title="Found so far",
        is_engine_down=glimpse.is_engine_down,
        groups=groups,
        said=f"Found so far: {counts}.",
    )


def _groups(glimpse: GlimpseView) -> Iterator[OptionGroup]:
    tasks = tuple(
        Option(card.title, f"/tasks/{card.task_id}", card.project_name) for card in glimpse.tasks
    )
    yield _group(glimpse, "tasks", tasks)
    projects = tuple(
        Option(card.name, f"/projects/{card.slug}", counted(_open(card.open_tasks), "open task"))
        for card in glimpse.projects
    )
    yield _group(glimpse, "projects", projects)
    people = tuple(
        Option((Span(one.card.name),), f"/people/{one.card.handle}", one.card.own_line or "")
        for one in glimpse.people
    )
    yield _group(glimpse, "people", people)


def _group(glimpse: GlimpseView, tab: str, options: tuple[Option, ...]) -> OptionGroup:
    total = glimpse.totals.get(tab, 0)
    return OptionGroup(
        name=tab,
        label=tab.capitalize() if glimpse.text else f"Freshest {tab}",
        options=options,
        all_label=f"All {counted(total, *NOUNS[tab])}" if total > len(options) else "",
        all_address=search_address(SearchRequest(text=glimpse.text, tab=tab)),
    )


def _open(kinds: tuple[tuple[str, int], ...]) -> int:
    return sum(count for _, count in kinds)
