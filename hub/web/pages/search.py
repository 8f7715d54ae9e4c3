"""The search page: what was understood, the filters, and the results."""

from dataclasses import dataclass, replace
from datetime import datetime

from hub.services.life import life_of
from hub.services.questions import TABS
from hub.views import ProjectCard
from hub.views.search import Facet, FacetValue, FoundPerson, SearchAnswer, SearchRequest
from hub.web.addresses import (
    SORTS,
    feed_address,
    on_tab,
    search_address,
    without_filter,
)
from hub.web.dates import counted
from hub.web.pages.base import DatedPage
from hub.web.pages.suggestions import face_of, initial_of
from hub.web.wording import facet_label, facet_legend
from search.base import Correction, Span

ROWS_SHOWN = 6
ROWS_IN_ALL = 20
SORT_LABELS = {
    "tasks": {
        "best": "best match",
        "fresh": "last word",
        "new": "newest",
        "old": "oldest",
        "wanted": "most wanted",
        "unseen": "least seen",
    },
    "projects": {
        "best": "best match",
        "fresh": "last change",
        "new": "added last",
        "old": "added first",
        "wanted": "most tasks",
        "unseen": "least seen",
    },
}
# What a filter asks for in people, where that has another name than in tasks.
LEGENDS_OF_PEOPLE = {"skill": "Can do", "kind": "Likes", "cause": "Cares about", "spoken": "Speaks"}
NOUNS = {"tasks": ("task",), "projects": ("project",), "people": ("person", "people")}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; the address is that of the search without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A group of boxes: the first few, and those behind "More".

    A long one can be looked through for ``narrowed``; ``left`` says how many that leaves.
    """

    name: str
    legend: str
    is_long: bool
    narrowed: str
    rows: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    left: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a short list; ``address`` is empty where the reader is already."""

    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project card with what is worked out for showing it."""

    view: ProjectCard
    initial: str
    main_kind: str
    life: str | None


@dataclass(frozen=True, slots=True)
class FoundSeat:
    """A person whom the search found, with the face that stands for them."""

    found: FoundPerson
    initial: str
    face: str


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """Which filter to let go of when nothing fits, and what that gives."""

    label: str
    address: str
    results: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(DatedPage):
    """A page of results with everything around it."""

    answer: SearchAnswer
    heading: str
    understood: tuple[Span, ...]
    exact_address: str
    chips: tuple[Chip, ...]
    clear_address: str
    groups: tuple[FacetGroup, ...]
    tabs: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    projects: tuple[ProjectEntry, ...]
    people: tuple[FoundSeat, ...]
    widening: WiderSearch | None
    previous_address: str
    next_address: str
    atom_address: str
    json_address: str
    address: str


def search_page(answer: SearchAnswer, *, now: datetime) -> SearchPage:
    """Make the search page of an answer."""
    request = answer.request
    heading = result_count(answer)
    has_feed = request.tab != "people" and not answer.is_engine_down
    return SearchPage(
        title=f"{heading} for “{request.text}”" if request.text else heading,
        section=request.tab,
        search_text=request.text,
        is_indexed=False,
        answer=answer,
        heading=heading,
        understood=() if answer.is_engine_down else understood(request.text, answer.corrections),
        exact_address=search_address(replace(request, is_exact=True, page=1)),
        chips=_chips(request),
        clear_address=search_address(replace(request, filters={}, page=1)),
        groups=tuple(
            facet_group(facet, request.narrowed.get(facet.name, ""), tab=request.tab)
            for facet in answer.facets
        ),
        tabs=_tabs(answer),
        sorts=_sorts(request, has_words=answer.has_words),
        projects=tuple(project_entry(card, now) for card in answer.projects),
        people=tuple(
            FoundSeat(one, initial_of(one.card.name), face_of(one.card.handle))
            for one in answer.people
        ),
        widening=_widening(answer),
        previous_address=_page_address(answer, request.page - 1),
        next_address=_page_address(answer, request.page + 1),
        atom_address=feed_address(request, "atom") if has_feed else "",
        json_address=feed_address(request, "json") if has_feed else "",
        address=search_address(replace(request, page=1)),
        now=now,
    )


def result_count(answer: SearchAnswer) -> str:
    """Say how many there are: "20 tasks", "About 3,400 tasks", "No tasks"."""
    tab = answer.request.tab
    if answer.is_engine_down:
        return "The freshest tasks"
    if answer.total == 0:
        return f"No {tab}"
    about = "" if answer.is_total_exact else "About "
    return about + counted(answer.total, *NOUNS[tab])


def understood(text: str, corrections: tuple[Correction, ...]) -> tuple[Span, ...]:
    """Give the text as it was read; the words that were read otherwise are marked."""
    read_as = {each.typed.casefold(): each.read_as for each in corrections}
    words = text.split()
    spans = [Span(read_as.get(w.casefold(), w), w.casefold() in read_as) for w in words]
    spaced = [piece for span in spans for piece in (Span(" "), span)]
    return tuple(spaced[1:])


def _chips(request: SearchRequest) -> tuple[Chip, ...]:
    return tuple(
        Chip(facet_label(name, value), search_address(without_filter(request, name, value)))
        for name, values in request.filters.items()
        for value in values
    )


def facet_group(facet: Facet, narrowed: str = "", *, tab: str = "tasks") -> FacetGroup:
    """Keep what is on in sight, however few there are of it, and show at once what was typed."""
    rows = sorted(facet.values, key=lambda value: not value.is_on)
    shown, left = ROWS_SHOWN, ""
    if narrowed:
        rows = [each for each in rows if each.is_on or _is_called(facet.name, each, narrowed)]
        shown = ROWS_IN_ALL
        cut = f", the first {ROWS_IN_ALL} are shown" if len(rows) > ROWS_IN_ALL else ""
        left = f"{len(rows) or 'None'} of {len(facet.values)}{cut}."
    return FacetGroup(
        name=facet.name,
        legend=(LEGENDS_OF_PEOPLE if tab == "people" else {}).get(facet.name)
        or facet_legend(facet.name),
        is_long=bool(narrowed) or len(facet.values) > ROWS_IN_ALL,
        narrowed=narrowed,
        rows=tuple(rows[:shown]),
        more=tuple(rows[shown:ROWS_IN_ALL]),
        left=left,
    )


def _is_called(name: str, value: FacetValue, typed: str) -> bool:
    label = facet_label(name, value.value)
    return typed.casefold() in f"{label} {value.value}".casefold()


def _tabs(answer: SearchAnswer) -> tuple[Choice, ...]:
    request = answer.request
    return tuple(
        Choice(tab.capitalize(), "", answer.total)
        if tab == request.tab
        else Choice(
            tab.capitalize(),
            search_address(on_tab(request, tab)),
            answer.totals_of_others.get(tab),
        )
        for tab in TABS
    )


def _sorts(request: SearchRequest, *, has_words: bool) -> tuple[Choice, ...]:
    """Offer the orders. Without words nothing matches best, and what changed last comes first."""
    labels = SORT_LABELS.get(request.tab)
    if labels is None:
        return ()
    is_by_words = has_words or request.sort != "best"
    current = request.sort if is_by_words else "fresh"
    return tuple(
        Choice(
            labels[sort],
            "" if sort == current else search_address(replace(request, sort=sort, page=1)),
        )
        for sort in SORTS
        if has_words or sort != "best"
    )


def project_entry(card: ProjectCard, now: datetime) -> ProjectEntry:
    """Show a project in a list."""
    name = "".join(span.text for span in card.name)
    return ProjectEntry(
        view=card,
        initial=name[:1].upper(),
        main_kind=card.open_tasks[0][0] if card.open_tasks else "",
        life=life_of(card.last_change_at, is_archived=card.is_archived, now=now),
    )


def _widening(answer: SearchAnswer) -> WiderSearch | None:
    found = answer.widening
    if found is None:
        return None
    return WiderSearch(
        label=facet_label(found.name, found.value) if found.name else found.value,
        address=search_address(found.request),
        results=counted(found.results, *NOUNS[answer.request.tab]),
    )


def _page_address(answer: SearchAnswer, page: int) -> str:
    if not 1 <= page <= answer.page_count:
        return ""
    return search_address(replace(answer.request, page=page))
