"""Which issues a project lets us show: all, or those that carry one of its own labels.

The answer stands in ``Task.is_advertised``, worked out here alone: when an issue is stored, and
when the project's labels change. Needs are always shown: they were written for it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from hub.database import fetch
from hub.models import Origin, Task
from hub.services.tables import PROJECT, TASK


def is_advertised(labels: Iterable[str], own_labels: Iterable[str]) -> bool:
    """Say whether an issue with these labels may be shown; case does not matter."""
    wanted = {_fold(label) for label in own_labels}
    return not wanted or any(_fold(label) in wanted for label in labels)


def labels_of_project(session: Session, project_id: int) -> tuple[str, ...]:
    """Give the labels that a project lets us show; empty for all issues."""
    rows = fetch(session, select(PROJECT.c.own_labels).where(PROJECT.c.id == project_id))
    return rows[0].own_labels if rows else ()


def advertise(
    session: Session, project_id: int, own_labels: tuple[str, ...], *, now: datetime
) -> int:
    """Work out anew which issues of a project may be shown; returns how many turned."""
    rows = fetch(
        session,
        select(TASK.c.id, TASK.c.labels, TASK.c.is_advertised).where(
            TASK.c.project_id == project_id, TASK.c.origin == Origin.ISSUE
        ),
    )
    turned = [
        {"id": row.id, "is_advertised": not row.is_advertised, "changed_at": now}
        for row in rows
        if is_advertised(row.labels, own_labels) != row.is_advertised
    ]
    if turned:
        session.execute(update(Task), turned)
    return len(turned)


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
