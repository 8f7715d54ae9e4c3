"""What is offered under the search box while somebody types."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.views import OfferView, SearchRequest
from hub.web.addresses import search_address
from hub.web.dates import counted
from hub.web.pages.base import Page
from search.base import Span


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to go to. ``title`` has what was found marked; ``more`` tells where it belongs."""

    title: tuple[Span, ...]
    address: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """The options of one list; ``all_label`` leads to the rest, and is empty if there is none."""

    name: str
    label: str
    options: tuple[Option, ...]
    all_label: str
    all_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage(Page):
    """The piece of a page below the box; ``said`` tells it to who does not see it."""

    offer: OfferView
    groups: tuple[OfferGroup, ...]
    said: str


def offer_page(offer: OfferView) -> OfferPage:
    """Make what is offered."""
    groups = tuple(group for group in _groups(offer) if group.options)
    counts = ", ".join(f"{len(group.options)} {group.label.lower()}" for group in groups)
    return OfferPage(title="Offered", offer=offer, groups=groups, said=f"Offered: {counts}.")


def _groups(offer: OfferView) -> Iterator[OfferGroup]:
    newest = "" if offer.text else "Newest "
    tasks = tuple(
        Option(card.title, f"/tasks/{card.task_id}", card.project_name) for card in offer.tasks
    )
    yield _group(offer, "tasks", f"{newest}tasks".capitalize(), tasks)
    projects = tuple(
        Option(card.name, f"/projects/{card.slug}", counted(_open(card.open_tasks), "open task"))
        for card in offer.projects
    )
    yield _group(offer, "projects", f"{newest}projects".capitalize(), projects)
    people = tuple(
        Option((Span(one.card.name),), f"/people/{one.card.handle}", one.card.own_line or "")
        for one in offer.people
    )
    yield _group(offer, "people", "People", people)


def _group(offer: OfferView, tab: str, label: str, options: tuple[Option, ...]) -> OfferGroup:
    total = offer.totals.get(tab, 0)
    return OfferGroup(
        name=tab,
        label=label,
        options=options,
        all_label=f"All {total:,} {tab}" if total > len(options) else "",
        all_address=search_address(SearchRequest(text=offer.text, tab=tab)),
    )


def _open(kinds: tuple[tuple[str, int], ...]) -> int:
    return sum(count for _, count in kinds)
