"""The search page, a glimpse of it while somebody types, and the first page.

The engine finds, the database shows.

While the engine does not answer, the freshest tasks of the database stand in. Knows no request of
HTTP and no wording but that of what it refuses.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from sqlmodel import Session

from hub.errors import BadRequest
from hub.services import listings, people
from hub.services.cards import project_cards, task_cards
from hub.services.numbers import hub_numbers, kinds_and_causes
from hub.services.openness import VISITOR, Asker
from hub.services.question_sayings import in_quotes
from hub.services.questions import (
    FACETS,
    MAX_PAGES,
    RESULTS_A_PAGE,
    TABS,
    Question,
    check,
    only_counted,
    question_of,
)
from hub.views import HomeView, TaskCard
from hub.views.search import Facet, FacetValue, GlimpseView, SearchAnswer, SearchRequest, Widening
from search.base import FacetCount, Filter, ResultPage, SearchEngine, SearchQuery, Sort
from search.errors import EngineUnavailable

FRESH_TASKS_SHOWN = 4
_FRESH_TASKS_READ = 24
MOST_DROPPED = 8

# How many of each list are shown under the box, tasks before projects before people.
GLIMPSED = {"tasks": 5, "projects": 3, "people": 2}

# What is typed to look for people, with a value that somebody has.
EXAMPLES = {
    "mentor": "can mentor: {}",
    "spoken": "speaks: {}",
    "learning": "wants to learn: {}",
    "skill": "can do: {}",
    "cause": "cares about: {}",
}

Read = Callable[[SearchRequest], Question]


def search(
    session: Session,
    engine: SearchEngine,
    request: SearchRequest,
    *,
    now: datetime,
    asker: Asker = VISITOR,
) -> SearchAnswer:
    """Answer a search. A filter with a value that nothing has gives no results, not an error.

    People are found by what they opened to who asks.

    Raises :class:`BadRequest` for a page, a tab or an order that there is not, and
    :class:`search.errors.QueryRefused` where the engine says why.
    """
    check(request)
    try:
        return _ask(session, engine, request, now, asker)
    except EngineUnavailable:
        return _without_engine(session, request)


def news(
    session: Session, engine: SearchEngine, request: SearchRequest, *, now: datetime
) -> SearchAnswer:
    """Give the first page of a search, the newest first unless another order is asked for.

    Counts nothing. Raises as :func:`search` does, and :class:`EngineUnavailable` besides.
    """
    check(request)
    if request.tab == "people":
        raise BadRequest("There are feeds of tasks and of projects; nobody is followed in one.")
    newest = replace(request, sort="new" if request.sort == "best" else request.sort, page=1)
    question = question_of(newest, now=now)
    found = engine.search(replace(question.query, facets=(), is_marked=False))
    return _shown(session, request, found, VISITOR)


def glimpse(
    session: Session,
    engine: SearchEngine,
    text: str,
    *,
    now: datetime,
    asker: Asker = VISITOR,
) -> GlimpseView:
    """Show the first few of each list for what was typed so far; without words, the freshest.

    Raises :class:`BadRequest` for a text that is too long.
    """
    # Without words people stand in no order that means anything, so nobody is shown.
    lists = TABS if text else tuple(tab for tab in TABS if tab != "people")
    read = _reading(session, now, asker)
    sort = "best" if text else "fresh"
    requests = {tab: SearchRequest(text=text, tab=tab, sort=sort) for tab in lists}
    answers = {
        tab: _glimpsed(session, engine, request, read, asker) for tab, request in requests.items()
    }
    return GlimpseView(
        text=text,
        tasks=answers["tasks"].tasks,
        projects=answers["projects"].projects,
        people=answers["people"].people if "people" in answers else (),
        totals={tab: answer.total for tab, answer in answers.items()},
        is_engine_down=all(answer.is_engine_down for answer in answers.values()),
    )


def people_examples(
    session: Session, engine: SearchEngine, *, now: datetime, asker: Asker = VISITOR
) -> tuple[str, ...]:
    """Give searches of people that find somebody now, one of each sort; none without the engine."""
    question = _reading(session, now, asker)(SearchRequest(tab="people"))
    try:
        found = engine.search(replace(question.query, limit=1, is_marked=False))
    except EngineUnavailable:
        return ()
    values = {name: [each.value for each in counts] for name, counts in found.facets.items()}
    # English is what most say; another language shows better what can be asked.
    values["spoken"] = sorted(values.get("spoken", ()), key=lambda code: code == "en")
    return tuple(
        saying.format(in_quotes(values[name][0]))
        for name, saying in EXAMPLES.items()
        if values.get(name)
    )


def home(session: Session, engine: SearchEngine, *, now: datetime) -> HomeView:
    """Show the hub in numbers, ways in by kind and cause, and what was asked for last."""
    kinds, causes = kinds_and_causes(session, engine)
    return HomeView(
        numbers=hub_numbers(session, engine, now=now),
        kinds=kinds,
        causes=causes,
        fresh_tasks=_fresh_tasks(session, engine),
    )


def _reading(session: Session, now: datetime, asker: Asker) -> Read:
    """Make what reads requests; who closed something that the index still has is not found."""
    hidden = people.hidden_ids(session, asker=asker)
    return partial(question_of, now=now, asker=asker, hidden=hidden)


def _ask(
    session: Session, engine: SearchEngine, request: SearchRequest, now: datetime, asker: Asker
) -> SearchAnswer:
    read = _reading(session, now, asker)
    question = read(request)
    found = engine.search(question.query)
    # What a word was read as may be the name of somebody who does not wish to be found.
    corrections = found.corrections if request.tab != "people" else ()
    return replace(
        _shown(session, request, found, asker),
        totals_of_others=_count_others(engine, request, read),
        page_count=min(MAX_PAGES, -(-found.total // RESULTS_A_PAGE)),
        facets=_facets(request, found),
        corrections=corrections,
        notes=question.notes,
        reasons={hit.id: hit.reasons for hit in found.hits if hit.reasons},
        has_words=bool(question.query.words or question.query.phrases),
        widening=_widening(engine, question, request, read) if found.total == 0 else None,
    )


def _glimpsed(
    session: Session, engine: SearchEngine, request: SearchRequest, read: Read, asker: Asker
) -> SearchAnswer:
    check(request)
    query = replace(read(request).query, facets=(), limit=GLIMPSED[request.tab])
    try:
        return _shown(session, request, engine.search(query), asker)
    except EngineUnavailable:
        return SearchAnswer(request=request, is_engine_down=True)


def _shown(
    session: Session, request: SearchRequest, found: ResultPage, asker: Asker
) -> SearchAnswer:
    """Show what the engine found, as the database has it now."""
    marked = {hit.id: hit.highlights for hit in found.hits}
    ids = list(marked)
    return SearchAnswer(
        request=request,
        tasks=tuple(task_cards(session, ids, highlights=marked) if request.tab == "tasks" else ()),
        projects=tuple(
            project_cards(session, ids, highlights=marked) if request.tab == "projects" else ()
        ),
        people=tuple(
            people.found(session, ids, highlights=marked, asker=asker)
            if request.tab == "people"
            else ()
        ),
        total=found.total,
        is_total_exact=found.is_total_exact,
    )


def _count_others(engine: SearchEngine, request: SearchRequest, read: Read) -> dict[str, int]:
    """Count what the same words and filters find in the other lists.

    A list that cannot be asked now is left out; the one that was asked for is answered all the
    same.
    """
    totals: dict[str, int] = {}
    for tab in TABS:
        if tab != request.tab:
            turned = read(replace(request, tab=tab, sort="best", page=1))
            with suppress(EngineUnavailable):
                totals[tab] = engine.search(only_counted(turned.query)).total
    return totals


def _facets(request: SearchRequest, found: ResultPage) -> tuple[Facet, ...]:
    return tuple(
        Facet(name, _facet_values(found.facets.get(name, ()), request.filters.get(name, ())))
        for name in FACETS[request.tab]
    )


def _facet_values(
    counts: tuple[FacetCount, ...], chosen: tuple[str, ...]
) -> tuple[FacetValue, ...]:
    """Give the rows of a facet; what is on stays in it, even if it gives nothing."""
    counted = {each.value: each.count for each in counts}
    empty = [value for value in dict.fromkeys(chosen) if value not in counted]
    return tuple(
        FacetValue(value, counted.get(value, 0), value in chosen) for value in (*counted, *empty)
    )


def _widening(
    engine: SearchEngine, question: Question, request: SearchRequest, read: Read
) -> Widening | None:
    """Say which one filter to let go of for the most results; ``None`` where none helps."""
    best: Widening | None = None
    for name, value, wider in _wider(question, request):
        total = engine.search(only_counted(read(wider).query)).total
        if total > (best.results if best else 0):
            best = Widening(name, value, wider, total)
    return best


def _wider(question: Question, request: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    """Give the search without each of its filters, chosen or typed."""
    first = replace(request, page=1)
    for name, values in request.filters.items():
        # Of several values any may be met, so that letting go of one alone finds nothing more.
        if len(values) == 1:
            kept = {each: on for each, on in request.filters.items() if each != name}
            yield name, values[0], replace(first, filters=kept)
    for typed in islice(question.typed_fields, MOST_DROPPED):
        yield "", typed.written, replace(first, text=typed.rest)


def _without_engine(session: Session, request: SearchRequest) -> SearchAnswer:
    page = listings.tasks(session, listings.TaskFilter(), after=None, limit=RESULTS_A_PAGE)
    return SearchAnswer(
        request=request,
        tasks=page.tasks,
        total=len(page.tasks),
        is_total_exact=False,
        page_count=1,
        is_engine_down=True,
    )


def _fresh_tasks(session: Session, engine: SearchEngine) -> tuple[TaskCard, ...]:
    """Show what was asked for last and is free, each of another project as far as that goes."""
    query = SearchQuery(
        "tasks",
        filters=(Filter("freshness", ("open",)),),
        sort=Sort("opened_at"),
        limit=_FRESH_TASKS_READ,
    )
    try:
        ids = [hit.id for hit in engine.search(query).hits]
        cards = task_cards(session, ids)
    except EngineUnavailable:
        wanted = listings.TaskFilter({"freshness": ("open",)})
        cards = list(listings.tasks(session, wanted, after=None, limit=_FRESH_TASKS_READ).tasks)
    first_of_project = {card.project_slug: card for card in reversed(cards)}
    others = [card for card in cards if first_of_project[card.project_slug] is not card]
    ordered = [card for card in cards if first_of_project[card.project_slug] is card] + others
    return tuple(ordered[:FRESH_TASKS_SHOWN])
