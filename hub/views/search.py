"""What a search was asked, and what the services answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.views import ProjectCard, TaskCard
from hub.views.people import PersonCard
from search.base import Correction, HitReason, Span


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One row of a facet: its key, how many it would give, and whether it is on."""

    value: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of filters: ``name`` is the parameter of the address, such as ``kind``."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a visitor asked: the state that the address of a search page holds.

    ``tab`` is ``tasks``, ``projects`` or ``people``; ``filters`` maps a facet's name to its values
    that are on; ``sort`` is ``best``, ``fresh``, ``new``, ``old``, ``wanted`` or ``unseen``;
    ``page`` counts from 1. ``narrowed`` maps a facet's name to what its values are looked
    through for.
    """

    text: str = ""
    tab: str = "tasks"
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    narrowed: dict[str, str] = field(default_factory=dict)
    sort: str = "best"
    page: int = 1
    is_exact: bool = False
    is_explained: bool = False


@dataclass(frozen=True, slots=True)
class Widening:
    """What to let go of where nothing is found, and how many results that gives.

    It is a ``value`` of the filter ``name`` or, with an empty name, a filter as it was typed.
    ``request`` is the search without it.
    """

    name: str
    value: str
    request: SearchRequest
    results: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person whom a search found. ``own_line`` has what was found marked; skills by key."""

    person_id: int
    card: PersonCard
    own_line: tuple[Span, ...]
    can: tuple[str, ...]
    mentors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """A page of results. Of ``tasks``, ``projects``, ``people`` the one of ``request.tab`` is full.

    ``notes`` are sentences on how the text was read. ``widening`` says, when nothing was found
    and there are filters, which of them to let go of for the most results.
    ``totals_of_others`` counts what the same words find in the other lists, by their names.
    ``reasons`` tell why each hit, by its id, stands where it stands, if that was asked for.
    Without ``has_words``, "best" is what changed last. ``is_engine_down`` means that the freshest
    tasks of the database stand in.
    """

    request: SearchRequest
    tasks: tuple[TaskCard, ...] = ()
    projects: tuple[ProjectCard, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    total: int = 0
    is_total_exact: bool = True
    totals_of_others: Mapping[str, int] = field(default_factory=dict)
    page_count: int = 0
    facets: tuple[Facet, ...] = ()
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()
    widening: Widening | None = None
    reasons: Mapping[int, tuple[HitReason, ...]] = field(default_factory=dict)
    has_words: bool = True
    is_engine_down: bool = False


@dataclass(frozen=True, slots=True)
class GlimpseView:
    """What stands under the box while somebody types: a few of each list, and all totals."""

    text: str
    tasks: tuple[TaskCard, ...]
    projects: tuple[ProjectCard, ...]
    people: tuple[FoundPerson, ...]
    totals: Mapping[str, int]
    is_engine_down: bool
