"""The hub in live numbers: from the engine, which has counted already, else from the database."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, cast, distinct, func, select
from sqlmodel import Session

from hub.database import fetch
from hub.models import Health
from hub.services.facts import FREE
from hub.services.openness import is_suggested
from hub.services.sources import count_by_state
from hub.services.tables import (
    PROJECT,
    REPOSITORY,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_project,
    is_listed_task,
)
from hub.views import HubNumbers
from search.base import Filter, ResultPage, SearchEngine, SearchQuery
from search.errors import EngineUnavailable

Counts = tuple[tuple[str, int], ...]
_ALL_VALUES = 200


def hub_numbers(session: Session, engine: SearchEngine, *, now: datetime) -> HubNumbers:
    """Count what the hub holds. A paused source is not counted: nobody expects it to be read."""
    states = {
        health: count
        for (is_paused, health), count in count_by_state(session).items()
        if not is_paused
    }
    open_tasks, spoken_languages = _tasks_and_languages(session, engine)
    hosts = select(func.count(distinct(REPOSITORY.c.host))).select_from(REPOSITORY.join(PROJECT))
    hosts = hosts.where(REPOSITORY.c.health != Health.GONE, PROJECT.c.is_listed.is_(True))
    people = select(func.count()).where(is_suggested(now))
    connection = session.connection()
    return HubNumbers(
        open_tasks=open_tasks,
        projects=count_projects(session),
        forges=connection.scalar(hosts) or 0,
        people_suggested=connection.scalar(people) or 0,
        sources_good=states.get(Health.GOOD, 0),
        sources_total=sum(states.values()),
        spoken_languages=spoken_languages,
    )


def count_projects(session: Session) -> int:
    """Count the listed projects."""
    return session.connection().scalar(select(func.count()).where(is_listed_project())) or 0


def count_tasks(session: Session) -> int:
    """Count the listed tasks in the database, which may be ahead of the index."""
    number = select(func.count()).select_from(TASKS_WITH_PLACE).where(is_listed_task())
    return session.connection().scalar(number) or 0


def kinds_and_causes(session: Session, engine: SearchEngine) -> tuple[Counts, Counts]:
    """Count what somebody could begin now by kind, and projects by cause, the most first."""
    free = Filter("freshness", tuple(state.value for state in FREE))
    try:
        kinds = _facet(engine.search(_counting("tasks", "kind", free)), "kind")
        causes = _facet(engine.search(_counting("projects", "cause")), "cause")
    except EngineUnavailable:
        return _kinds_in_database(session), _causes_in_database(session)
    return kinds, causes


def _tasks_and_languages(session: Session, engine: SearchEngine) -> tuple[int, int]:
    try:
        found = engine.search(_counting("tasks", "spoken"))
    except EngineUnavailable:
        return _tasks_and_languages_in_database(session)
    return found.total, len(found.facets.get("spoken", ()))


def _counting(index: str, facet: str, *filters: Filter) -> SearchQuery:
    return SearchQuery(index, filters=filters, facets=(facet,), facet_size=_ALL_VALUES, limit=1)


def _facet(found: ResultPage, name: str) -> Counts:
    return tuple((each.value, each.count) for each in found.facets.get(name, ()))


def _tasks_and_languages_in_database(session: Session) -> tuple[int, int]:
    [(number, languages)] = fetch(
        session,
        select(func.count(), func.count(distinct(TASK.c.spoken)))
        .select_from(TASKS_WITH_PLACE)
        .where(is_listed_task()),
    )
    return number, languages


def _kinds_in_database(session: Session) -> Counts:
    kinds = cast(TASK.c.kinds, Text)
    rows = fetch(
        session,
        select(kinds, func.count())
        .select_from(TASKS_WITH_PLACE)
        .where(is_listed_task(), TASK.c.freshness.in_(FREE))
        .group_by(kinds),
    )
    return _sum_lists((text, number) for text, number in rows)


def _causes_in_database(session: Session) -> Counts:
    causes = cast(PROJECT.c.causes, Text)
    rows = fetch(session, select(causes, func.count()).where(is_listed_project()).group_by(causes))
    return _sum_lists((text, number) for text, number in rows)


def _sum_lists(rows: Iterable[tuple[str, int]]) -> Counts:
    """Sum numbers that stand beside JSON lists of words."""
    counts: Counter[str] = Counter()
    for text, number in rows:
        for word in json.loads(text):
            counts[word] += number
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
