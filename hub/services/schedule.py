"""When a source and its repositories are due again: the livelier, the sooner.

A repository is looked at again after a tenth of the time for which nothing happened there, so a
busy one every few minutes and a dormant one once a week: what is missed is a tenth of the silence
at most. The budget of the tokens sets a floor: all repositories of a forge together never ask for
more than half of what it grants.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from hub.models import Health, Repository, Source, Task, TokenBudget
from integrations.records import ForgeKind, SourceScope

SOONEST = timedelta(minutes=5)
LATEST = timedelta(days=7)
SHARE_OF_SILENCE = 10
# Lists of an owner cost nothing while they are the same; a single repository is asked for its
# facts once a day, since its issues are asked for by themselves.
FOUND_EVERY = {SourceScope.REPOSITORY: timedelta(days=1)}
FOUND_EVERY_USUALLY = timedelta(hours=1)
AFTER_TROUBLE = timedelta(hours=1)

# Requests an hour that a forge grants with a token. Sources: documentation of
# GitHub and GitLab (2026-11); Codeberg names none, one a second is our own politeness.
_GRANTED = {ForgeKind.GITHUB: 5_000, ForgeKind.GITLAB: 24_000, ForgeKind.FORGEJO: 3_600}
_GRANTED_USUALLY = 1_000
_SHARE_USED = 2


def due_sources(session: Session, *, now: datetime, limit: int) -> list[int]:
    """List sources that are to be pulled now, those that waited longest first."""
    ids = session.exec(
        select(Source.id)
        .where(
            ~col(Source.is_paused),
            or_(col(Source.due_at).is_(None), col(Source.due_at) <= now),
            or_(col(Source.retry_at).is_(None), col(Source.retry_at) <= now),
        )
        .order_by(col(Source.due_at).is_not(None), col(Source.due_at), col(Source.id))
        .limit(limit)
    ).all()
    return [each for each in ids if each is not None]


def due_repositories(session: Session, source_id: int, *, now: datetime) -> list[int]:
    """List the repositories of a source that are to be read now; those that are gone are not."""
    ids = session.exec(
        select(Repository.id)
        .where(col(Repository.source_id) == source_id, _is_due(now))
        .order_by(col(Repository.due_at).is_not(None), col(Repository.due_at), col(Repository.id))
    ).all()
    return [each for each in ids if each is not None]


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Repository.health) != Health.GONE,
        or_(col(Repository.due_at).is_(None), col(Repository.due_at) <= now),
    )


def is_list_due(source: Source, *, now: datetime) -> bool:
    """Say whether a source is to be asked which repositories it has."""
    if source.found_at is None:
        return True
    every = FOUND_EVERY.get(SourceScope(source.scope), FOUND_EVERY_USUALLY)
    return now - source.found_at >= every


def plan_repository(session: Session, row: Repository, *, now: datetime) -> None:
    """Note when a repository is due again, after it was read."""
    row.tried_at = now
    row.due_at = now + interval_of(
        _last_word_at(session, row), floor=_floor(session, row.forge, row.host), now=now
    )


def plan_source(session: Session, source: Source, *, now: datetime) -> None:
    """Note when a source is due again: with the first of its repositories, or of its list."""
    if source.health != Health.GOOD:
        source.due_at = source.retry_at or now + AFTER_TROUBLE
        return
    every = FOUND_EVERY.get(SourceScope(source.scope), FOUND_EVERY_USUALLY)
    first = session.exec(
        select(func.min(Repository.due_at)).where(
            col(Repository.source_id) == source.id, col(Repository.health) != Health.GONE
        )
    ).one()
    ends = [now + every, *([first] if first else [])]
    source.due_at = max(min(ends), now + SOONEST)


def interval_of(last_word_at: datetime | None, *, floor: timedelta, now: datetime) -> timedelta:
    """Give how long a repository may rest by how long nothing happened there."""
    silence = now - last_word_at if last_word_at else LATEST
    return min(max(silence / SHARE_OF_SILENCE, SOONEST, floor), max(LATEST, floor))


def floor_of(repositories: int, *, granted_an_hour: int) -> timedelta:
    """Give the shortest rest with which all repositories stay within half of the budget."""
    return timedelta(hours=1) * repositories * _SHARE_USED / granted_an_hour


def _floor(session: Session, forge: str, host: str) -> timedelta:
    count = session.exec(
        select(func.count())
        .select_from(Repository)
        .where(Repository.forge == forge, Repository.host == host)
    ).one()
    return floor_of(count, granted_an_hour=_granted(session, forge, host))


def _granted(session: Session, forge: str, host: str) -> int:
    """Give what a forge grants us in an hour: what it told of our tokens, or what is usual.

    Only GitHub's budgets are of an hour; others tell of minutes.
    """
    if forge == ForgeKind.GITHUB:
        told = session.exec(
            select(func.sum(TokenBudget.limit)).where(
                TokenBudget.forge == forge,
                TokenBudget.host == host,
                TokenBudget.resource == "core",
            )
        ).one()
        if told:
            return int(told)
    return _GRANTED.get(ForgeKind(forge), _GRANTED_USUALLY)


def _last_word_at(session: Session, row: Repository) -> datetime | None:
    last_task_at = session.exec(
        select(func.max(Task.updated_at)).where(col(Task.repository_id) == row.id)
    ).one()
    ends: Sequence[datetime] = [at for at in (last_task_at, row.pushed_at) if at is not None]
    return max(ends, default=None)
