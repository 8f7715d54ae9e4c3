"""Stores the needs of a project's own file as tasks. Inside the caller's transaction.

A need is the same one by its key. One that leaves its file, or whose last day is over, is closed;
it keeps its page.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlmodel import Session, select

from hub.models import Freshness, Origin, Repository, Task
from hub.normalise.needs import NeedValues, state_of_need

_COLUMNS = tuple(column.name for column in fields(NeedValues))
# Where the file stands is no news of the need.
_OF_THE_FILE = frozenset({"url"})


def store_needs(
    session: Session, repository: Repository, needs: Sequence[NeedValues], *, now: datetime
) -> int:
    """Bring the tasks in step with the needs of a repository's file; returns how many changed."""
    known = {task.need_key: task for task in _stored(session, repository)}
    changed = 0
    for need in needs:
        task = known.pop(need.need_key, None)
        if task is None:
            changed += _add(session, repository, need, now=now)
        else:
            changed += _update(task, repository, need, now=now)
    return changed + sum(_close(task, now=now) for task in known.values())


def close_needs(session: Session, repository: Repository, *, now: datetime) -> int:
    """Close what a file asked for that is not there any more; returns how many were open."""
    return store_needs(session, repository, (), now=now)


def _stored(session: Session, repository: Repository) -> Sequence[Task]:
    return session.exec(
        select(Task).where(Task.repository_id == repository.id, Task.origin == Origin.NEED)
    ).all()


def _add(session: Session, repository: Repository, need: NeedValues, *, now: datetime) -> int:
    state = state_of_need(
        need.expires_on, updated_at=now, is_source_unread=repository.health.is_unread, now=now
    )
    if not state.is_open:  # it was over before we saw it
        return 0
    task = Task(
        project_id=repository.project_id,
        repository_id=repository.id,
        origin=Origin.NEED,
        title=need.title,
        wants_help=True,
        freshness=state.freshness,
        freshness_turns_at=state.freshness_turns_at,
        opened_at=now,
        updated_at=now,
        changed_at=now,
    )
    for name in _COLUMNS:
        setattr(task, name, getattr(need, name))
    session.add(task)
    return 1


def _update(task: Task, repository: Repository, need: NeedValues, *, now: datetime) -> int:
    differs = [name for name in _COLUMNS if getattr(task, name) != getattr(need, name)]
    has_news = bool(set(differs) - _OF_THE_FILE)
    state = state_of_need(
        need.expires_on,
        updated_at=now if has_news or not task.is_open else task.updated_at,
        is_source_unread=repository.health.is_unread,
        now=now,
    )
    if not differs and state.is_open == task.is_open:
        return 0
    for name in differs:
        setattr(task, name, getattr(need, name))
    if has_news or state.is_open != task.is_open:
        task.updated_at = now
    if state.is_open != task.is_open:
        task.closed_at = None if state.is_open else now
    task.is_open = state.is_open
    task.freshness = state.freshness
    task.freshness_turns_at = state.freshness_turns_at
    task.changed_at = now
    return 1


def _close(task: Task, *, now: datetime) -> int:
    if not task.is_open:
        return 0
    task.is_open = False
    task.closed_at = task.updated_at = task.changed_at = now
    task.freshness = Freshness.CLOSED
    task.freshness_turns_at = None
    return 1
