"""From what a visitor asked to what the engine is asked. Pure: knows the indexes, no engine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hub.documents import PEOPLE, PROJECTS, TASKS
from hub.errors import BadRequest
from hub.services.openness import VISITOR, Asker, people_index
from hub.services.question_fields import fields_of
from hub.services.question_sayings import InShort, in_short
from hub.services.question_values import notes_on, with_spellings
from hub.views.search import SearchRequest
from search.base import DateRange, Filter, IndexSchema, SearchQuery, Sort
from search.query import TypedField, parse

RESULTS_A_PAGE = 20
MAX_PAGES = 50
MAX_TEXT_CHARS = 500
_FACET_SIZE = 30
# What somebody looks for by its name may be rare.
_NARROWED_SIZE = 1_000

_SCHEMAS = {"tasks": TASKS, "projects": PROJECTS, "people": PEOPLE}
TABS = tuple(_SCHEMAS)
FACETS = {
    "tasks": (
        "kind",
        "freshness",
        "effort",
        "level",
        "skill",
        "language",
        "spoken",
        "cause",
        "forge",
    ),
    "projects": ("cause", "kind", "life", "language", "skill", "licence", "forge"),
    "people": ("skill", "mentor", "learning", "kind", "cause", "spoken"),
}
_SORTS: Final[Mapping[str, Mapping[str, Sort | None]]] = {
    "tasks": {
        "best": None,
        "fresh": Sort("updated_at"),
        "new": Sort("opened_at"),
        "old": Sort("opened_at", is_descending=False),
        "wanted": Sort("wanted"),
        "unseen": Sort("exposure", is_descending=False),
    },
    "projects": {
        "best": None,
        "fresh": Sort("last_change_at"),
        "new": Sort("added_at"),
        "old": Sort("added_at", is_descending=False),
        "wanted": Sort("open_tasks"),
        "unseen": Sort("exposure", is_descending=False),
    },
    # Nobody is ranked: words decide, and without words who changed what they say last.
    "people": {"best": None},
}


@dataclass(frozen=True, slots=True)
class Question:
    """A request as the engine takes it, with how its text was read.

    ``typed_fields`` are the parts of it that are filters; ``notes`` are sentences.
    """

    query: SearchQuery
    notes: tuple[str, ...]
    typed_fields: tuple[TypedField, ...]


def check(request: SearchRequest) -> None:
    """Refuse a page, a tab or an order that there is not; raises :class:`BadRequest`."""
    if request.tab not in _SCHEMAS:
        raise BadRequest("A search is for tasks, for projects or for people.")
    if request.tab == "people" and request.sort != "best":
        raise BadRequest("People stand by how well the words fit; there is no other order of them.")
    if request.sort not in _SORTS[request.tab]:
        raise BadRequest(
            "Results can stand by best match, last word, newest, oldest, most wanted or least "
            "seen first."
        )
    if not 1 <= request.page <= MAX_PAGES:
        raise BadRequest(
            f"Results go from page 1 to page {MAX_PAGES}. Add a word or a filter to narrow them."
        )
    if len(request.text) > MAX_TEXT_CHARS:
        raise BadRequest(f"A search takes up to {MAX_TEXT_CHARS} letters. Leave some words out.")


def question_of(
    request: SearchRequest,
    *,
    now: datetime,
    asker: Asker = VISITOR,
    hidden: Iterable[int] = (),
) -> Question:
    """Read the text, and add the filters, facets, order and page.

    People are looked for in the index of what is open to who asks. ``hidden`` are those whom it
    still has, and who may not be seen so any more.
    """
    schema = _SCHEMAS[request.tab]
    text = in_short(request.text) if schema is PEOPLE else InShort(request.text)
    parsed = parse(text.text, index=schema.name, fields=fields_of(schema), now=now)
    typed = tuple(with_spellings(each) for each in parsed.query.filters)
    query = replace(
        parsed.query,
        index=people_index(asker).name if schema is PEOPLE else schema.name,
        filters=(
            *_together((*typed, *_chosen(request.filters, schema))),
            *(without_people(hidden) if schema is PEOPLE else ()),
        ),
        dates=(*parsed.query.dates, *_seen(schema, now)),
        facets=FACETS[request.tab],
        facet_size=_NARROWED_SIZE if request.narrowed else _FACET_SIZE,
        sort=_SORTS[request.tab][request.sort],
        offset=(request.page - 1) * RESULTS_A_PAGE,
        limit=RESULTS_A_PAGE,
        is_exact=request.is_exact,
        is_explained=request.is_explained,
    )
    notes = (*text.notes, *parsed.notes, *notes_on(parsed.query.filters))
    return Question(query, notes, parsed.typed_fields)


def only_counted(query: SearchQuery) -> SearchQuery:
    """Ask how many there are, and nothing else."""
    return replace(query, facets=(), sort=None, offset=0, limit=1, is_marked=False)


def _seen(schema: IndexSchema, now: datetime) -> tuple[DateRange, ...]:
    """Leave out who wishes to be suggested alone, and not to be found.

    The next minute counts, so that one count of a list serves for a while.
    """
    minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return (DateRange("found_since", until=minute),) if schema is PEOPLE else ()


def without_people(person_ids: Iterable[int]) -> tuple[Filter, ...]:
    """Leave people out of what their index finds."""
    ids = tuple(str(person_id) for person_id in person_ids)
    return (Filter("person", ids, is_excluded=True),) if ids else ()


def _chosen(filters: Mapping[str, tuple[str, ...]], schema: IndexSchema) -> tuple[Filter, ...]:
    return tuple(
        Filter(name, values)
        for name, values in filters.items()
        if name in schema.keywords and values
    )


def _together(filters: Iterable[Filter]) -> Iterator[Filter]:
    """Let values of one field be alternatives, whether they were typed or ticked.

    A task may have several marks, so "is:mentored is:newcomer" asks for both.
    """
    values: dict[tuple[str, bool], list[str]] = {}
    for each in filters:
        if each.field == "mark":
            yield each
        else:
            values.setdefault((each.field, each.is_excluded), []).extend(each.values)
    for (field, is_excluded), all_of_it in values.items():
        yield Filter(field, tuple(dict.fromkeys(all_of_it)), is_excluded)
