"""The health of sources, for everyone to see: what was read, when, and what is in the way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.errors import BadRequest
from hub.models import Health
from hub.services import own_words
from hub.services.budgets import budgets
from hub.services.run_days import run_days
from hub.services.tables import (
    PROJECT,
    REPOSITORY,
    SOURCE,
    SYNC_RUN,
    TASK,
    is_listed_task,
)
from hub.views.sources import DayOfSource, RunView, SourcesView, SourceView

SOURCES_A_PAGE = 50
MAX_PAGES = 1000
TROUBLES_SHOWN = 5
LATELY = timedelta(hours=6)
# The most silent source is read once a week; a day is left to do so.
LONG_UNREAD_AFTER = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted for the sources of one page, by source id."""

    repositories: Mapping[int, int]
    open_tasks: Mapping[int, int]
    runs: Mapping[int, RunView]
    troubles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[int, tuple[DayOfSource, ...]] = field(default_factory=dict)


def overview(session: Session, *, page: int, now: datetime) -> SourcesView:
    """Show fifty sources: those in trouble first, paused ones last.

    Raises :class:`BadRequest` for a page outside 1 to 1000.
    """
    if not 1 <= page <= MAX_PAGES:
        raise BadRequest(f"Pages of sources go from 1 to {MAX_PAGES}.")
    numbers = count_by_state(session)
    total = sum(numbers.values())
    rows = _page(session, page)
    ids = [row.id for row in rows]
    counts = _Counts(
        repositories=_count_repositories(session, ids),
        open_tasks=_count_open_tasks(session, ids),
        runs=_last_runs(session, ids),
        days=run_days(session, ids, now=now),
        troubles=_with_mistakes(_troubles(session, ids), own_words.mistakes(session, ids)),
    )
    read_lately, long_unread = count_by_age(session, now=now)
    return SourcesView(
        sources=tuple(_view(row, counts) for row in rows),
        total=total,
        good=numbers.get((False, Health.GOOD), 0),
        read_lately=read_lately,
        long_unread=long_unread,
        paused=sum(count for (is_paused, _), count in numbers.items() if is_paused),
        in_trouble=sum(
            count
            for (is_paused, health), count in numbers.items()
            if health.is_in_trouble and not is_paused
        ),
        page=page,
        page_count=-(-total // SOURCES_A_PAGE),
        budgets=budgets(session, now=now),
    )


def count_by_state(session: Session) -> dict[tuple[bool, Health], int]:
    """Count sources by (is paused, health)."""
    rows = fetch(
        session,
        select(SOURCE.c.is_paused, SOURCE.c.health, func.count()).group_by(
            SOURCE.c.is_paused, SOURCE.c.health
        ),
    )
    return {(is_paused, health): count for is_paused, health, count in rows}


def count_by_age(session: Session, *, now: datetime) -> tuple[int, int]:
    """Count the sources that were read well lately, and those that were not for long.

    Paused ones are neither; one that was never read counts from when it was added.
    """
    since = now - LONG_UNREAD_AFTER
    is_long_unread = or_(
        SOURCE.c.good_at < since, and_(SOURCE.c.good_at.is_(None), SOURCE.c.added_at < since)
    )
    [(lately, long_ago)] = fetch(
        session,
        select(
            func.count().filter(SOURCE.c.good_at >= now - LATELY),
            func.count().filter(is_long_unread),
        ).where(SOURCE.c.is_paused.is_(False)),
    )
    return lately, long_ago


def _page(session: Session, page: int) -> Sequence[Fetched]:
    return fetch(
        session,
        select(SOURCE)
        .order_by(SOURCE.c.is_paused, _urgency(), SOURCE.c.host, SOURCE.c.locator, SOURCE.c.id)
        .limit(SOURCES_A_PAGE)
        .offset((page - 1) * SOURCES_A_PAGE),
    )


def _urgency() -> ColumnElement[int]:
    ranks = {health.value: 0 for health in Health if health.is_in_trouble}
    ranks |= {Health.WAITING.value: 1, Health.UNREAD.value: 2}
    return case(ranks, value=SOURCE.c.health, else_=3)


def _view(row: Fetched, counts: _Counts) -> SourceView:
    return SourceView(
        source_id=row.id,
        forge=row.forge,
        host=row.host,
        scope=row.scope,
        locator=row.locator,
        is_paused=row.is_paused,
        paused_because=row.paused_because,
        health=row.health,
        message=row.message,
        added_at=row.added_at,
        tried_at=row.tried_at,
        good_at=row.good_at,
        retry_at=row.retry_at,
        next_at=None if row.is_paused else row.retry_at or row.due_at,
        repositories=counts.repositories.get(row.id, 0),
        open_tasks=counts.open_tasks.get(row.id, 0),
        last_run=counts.runs.get(row.id),
        troubles=counts.troubles.get(row.id, ()),
        days=counts.days.get(row.id, ()),
    )


def _count_repositories(session: Session, source_ids: Sequence[int]) -> dict[int, int]:
    rows = fetch(
        session,
        select(REPOSITORY.c.source_id, func.count())
        .where(REPOSITORY.c.source_id.in_(source_ids))
        .group_by(REPOSITORY.c.source_id),
    )
    return {source_id: count for source_id, count in rows}  # noqa: C416 (dict() loses the types)


def _count_open_tasks(session: Session, source_ids: Sequence[int]) -> dict[int, int]:
    rows = fetch(
        session,
        select(REPOSITORY.c.source_id, func.count())
        # Not TASKS_WITH_PLACE: its outer join would make SQLite read every task.
        .select_from(REPOSITORY)
        .join(TASK, TASK.c.repository_id == REPOSITORY.c.id)
        .join(PROJECT, PROJECT.c.id == TASK.c.project_id)
        .where(REPOSITORY.c.source_id.in_(source_ids), is_listed_task())
        .group_by(REPOSITORY.c.source_id),
    )
    return {source_id: count for source_id, count in rows}  # noqa: C416 (dict() loses the types)


def _last_runs(session: Session, source_ids: Sequence[int]) -> dict[int, RunView]:
    place = func.row_number().over(
        partition_by=SYNC_RUN.c.source_id,
        order_by=(SYNC_RUN.c.started_at.desc(), SYNC_RUN.c.id.desc()),
    )
    ranked = (
        select(SYNC_RUN.c.id, place.label("place"))
        .where(SYNC_RUN.c.source_id.in_(source_ids))
        .subquery()
    )
    rows = fetch(
        session,
        select(SYNC_RUN).join(ranked, ranked.c.id == SYNC_RUN.c.id).where(ranked.c.place == 1),
    )
    return {row.source_id: _run(row) for row in rows}


def _run(row: Fetched) -> RunView:
    return RunView(
        status=row.status,
        started_at=row.started_at,
        ended_at=row.ended_at,
        repositories_seen=row.repositories_seen,
        issues_seen=row.issues_seen,
        tasks_changed=row.tasks_changed,
        records_skipped=row.records_skipped,
        records_gone=row.records_gone,
        requests_made=row.requests_made,
        message=row.message,
        problems=row.problems,
    )


def _with_mistakes(
    troubles: dict[int, tuple[str, ...]], mistakes: dict[int, tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Put what projects wrote wrong in their own files behind what could not be read."""
    return {
        source_id: (*troubles.get(source_id, ()), *mistakes.get(source_id, ()))
        for source_id in troubles.keys() | mistakes.keys()
    }


def _troubles(session: Session, source_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Say what is wrong with repositories: the first five of a source, then how many more."""
    place = func.row_number().over(
        partition_by=REPOSITORY.c.source_id, order_by=(REPOSITORY.c.path_key, REPOSITORY.c.id)
    )
    size = func.count().over(partition_by=REPOSITORY.c.source_id)
    ranked = (
        select(
            REPOSITORY.c.source_id,
            REPOSITORY.c.path,
            REPOSITORY.c.message,
            place.label("place"),
            size.label("size"),
        )
        .where(
            REPOSITORY.c.source_id.in_(source_ids),
            REPOSITORY.c.message.is_not(None),
        )
        .subquery()
    )
    rows = fetch(
        session,
        select(ranked)
        .where(ranked.c.place <= TROUBLES_SHOWN)
        .order_by(ranked.c.source_id, ranked.c.place),
    )
    sentences: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        sentences[row.source_id].append(row.message or f"{row.path} could not be read.")
        more = row.size - TROUBLES_SHOWN
        if row.place == TROUBLES_SHOWN and more > 0:
            sentences[row.source_id].append(f"{more} more of its repositories have such troubles.")
    return {source_id: tuple(lines) for source_id, lines in sentences.items()}
