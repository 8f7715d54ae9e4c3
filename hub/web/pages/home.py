"""The first page."""

from dataclasses import dataclass
from datetime import datetime

from hub.views import HomeView
from hub.views.path import PathRequest
from hub.views.search import SearchRequest
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.web.addresses import browse_address, path_address, search_address
from hub.web.pages.base import DatedPage


@dataclass(frozen=True, slots=True)
class Door:
    """A way in, with how much stands behind it.

    A kind of work begins the three questions; a cause leads to its projects.
    """

    key: str
    label: str
    icon: str
    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(DatedPage):
    """What this is, the ways in, and the hub in numbers."""

    view: HomeView
    kinds: tuple[Door, ...]
    causes: tuple[Door, ...]
    unsure_address: str
    fresh_address: str
    projects_address: str
    first_tasks_address: str
    sources_bad: int


def home_page(view: HomeView, *, name: str, now: datetime) -> HomePage:
    """Make the first page. All kinds and causes stand there, those with nothing now as well."""
    of_kind, of_cause = dict(view.kinds), dict(view.causes)
    return HomePage(
        title=name,
        section="home",
        description="Open tech projects from many forges, and what each of them needs now.",
        view=view,
        kinds=tuple(
            Door(
                k.key,
                k.label,
                k.icon,
                of_kind.get(k.key, 0),
                path_address(PathRequest(kinds=(k.key,))),
            )
            for k in kinds()
        ),
        causes=tuple(
            Door(
                c.key,
                c.label,
                "",
                of_cause.get(c.key, 0),
                browse_address("cause", c.key, tab="projects"),
            )
            for c in causes()
        ),
        unsure_address=path_address(PathRequest(kinds=())),
        fresh_address=search_address(SearchRequest(sort="fresh")),
        projects_address=search_address(SearchRequest(tab="projects")),
        first_tasks_address=browse_address("mark", "newcomer"),
        sources_bad=view.numbers.sources_total - view.numbers.sources_good,
        now=now,
    )
