"""Three questions for a visitor: what is left at each, and the tasks at the end.

The same matcher as for people with a profile, given the three answers and nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from sqlmodel import Session

from hub.context import AppContext
from hub.matching.facts import Fit, PersonFacts, Suggestion, TaskFacts
from hub.matching.scoring import rank_tasks
from hub.services.cards import task_cards
from hub.services.facts import FREE, free_tasks
from hub.services.names import vocabulary_names
from hub.services.questions import question_of
from hub.views.path import ANY, PathAnswer, PathQuestion, PathRequest
from hub.views.search import SearchRequest
from hub.views.suggestions import SuggestedTask
from hub.vocabulary.terms import effort_rank, efforts
from search.base import SearchQuery

SHOWN_AT_ONCE = 3
_NET = 200
_FACET_OF = {"kind": "kind", "cause": "cause", "time": "effort"}
_FACET_SIZE = 30


def question(
    context: AppContext, name: str, request: PathRequest, *, now: datetime
) -> PathQuestion:
    """Count what each answer to a question would leave. Raises SearchError."""
    facet = _FACET_OF[name]
    query = replace(_asked(request, now), facets=(facet,), facet_size=_FACET_SIZE, sort=None)
    found = context.engine.search(replace(query, limit=1))
    counts = {each.value: each.count for each in found.facets.get(facet, ())}
    if name == "time":
        counts = _within_each_time(counts)
    return PathQuestion(name, found.total, counts)


def answer(
    session: Session, context: AppContext, request: PathRequest, *, now: datetime
) -> PathAnswer:
    """Find the tasks that suit three answers; few enough to choose from. Raises SearchError."""
    tasks = _found(session, context, request, now)
    leaves_out_cause = False
    if request.causes and len(tasks) < SHOWN_AT_ONCE:
        more = _found(session, context, replace(request, causes=()), now)
        leaves_out_cause = len(more) > len(tasks)
        tasks = more if leaves_out_cause else tasks
    suggestions = _ranked(tasks, request, now)
    here = suggestions[request.shown : request.shown + SHOWN_AT_ONCE]
    cards = {card.task_id: card for card in task_cards(session, [each.task_id for each in here])}
    return PathAnswer(
        tasks=tuple(
            SuggestedTask(cards[each.task_id], each) for each in here if each.task_id in cards
        ),
        chosen_from=len(tasks),
        leaves_out_cause=leaves_out_cause,
        has_more=len(suggestions) > request.shown + SHOWN_AT_ONCE,
    )


def filters_of(request: PathRequest) -> dict[str, tuple[str, ...]]:
    """Say the answers as filters of a search: what is free, of these kinds and causes."""
    chosen = {"kind": request.kinds or (), "cause": request.causes or ()}
    given = {name: values for name, values in chosen.items() if values}
    return {**given, "freshness": tuple(state.value for state in FREE)}


def _asked(request: PathRequest, now: datetime) -> SearchQuery:
    """Ask for all of it, of projects that were shown least first."""
    search = SearchRequest(filters=filters_of(request), sort="unseen")
    return replace(question_of(search, now=now).query, facets=(), is_marked=False)


def _found(
    session: Session, context: AppContext, request: PathRequest, now: datetime
) -> list[TaskFacts]:
    """Read up to 200 tasks that fit, those of projects that were shown least first."""
    found = context.engine.search(replace(_asked(request, now), offset=0, limit=_NET))
    by_id = {task.task_id: task for task in free_tasks(session, [hit.id for hit in found.hits])}
    tasks = (by_id[hit.id] for hit in found.hits if hit.id in by_id)
    return [task for task in tasks if _fits_the_time(task, request.time)]


def _within_each_time(counts: Mapping[str, int]) -> dict[str, int]:
    """Count for each time what takes that long or less."""
    ordered = [each.key for each in efforts()]
    return dict(zip(ordered, accumulate(counts.get(key, 0) for key in ordered), strict=True))


def _fits_the_time(task: TaskFacts, time: str | None) -> bool:
    """Say whether a task is within the time; one of unknown size may be."""
    return time in (None, ANY) or task.effort is None or _rank(task.effort) <= _rank(time)


def _rank(effort: str | None) -> int:
    return effort_rank(effort or "")


def _ranked(tasks: Sequence[TaskFacts], request: PathRequest, now: datetime) -> list[Suggestion]:
    """Rank by the score; among equals what was shown less. One of each project before a second."""
    visitor = PersonFacts(0, "You", kinds=request.kinds or (), causes=request.causes or ())
    place = {task.task_id: number for number, task in enumerate(tasks)}
    project = {task.task_id: task.project_slug for task in tasks}
    found = rank_tasks(visitor, tasks, now=now, names=vocabulary_names(), limit=len(tasks))
    found.sort(key=lambda each: (-round(each.score, 2), place[each.task_id]))
    seen: Counter[str] = Counter()
    turns: dict[int, int] = {}
    for each in found:
        turns[each.task_id] = seen[project[each.task_id]]
        seen[project[each.task_id]] += 1
    return [_said(each) for each in sorted(found, key=lambda each: turns[each.task_id])]


def _said(suggestion: Suggestion) -> Suggestion:
    """Leave out what was never asked, and the profile that there is none of."""
    reasons = (each for each in suggestion.reasons if each.fit is not Fit.UNKNOWN)
    return replace(suggestion, reasons=tuple(each._replace(source=None) for each in reasons))
