"""The labels under which catalogues say that a repository asks for help, and what they change.

The one place where a catalogue's own mapping meets tasks: a pull asks for it here, and tasks that
were stored before a catalogue said something are marked here.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from hub.database import fetch
from hub.models import Repository, Task
from hub.normalise.labels import HelpLabels, read_labels
from hub.services.tables import LISTING, PROJECT, REPOSITORY, TASK


def help_labels_of(session: Session, repository_id: int) -> HelpLabels:
    """Add up what all catalogues say of one repository."""
    of_project = fetch(
        session,
        select(PROJECT.c.help_labels)
        .join(REPOSITORY, REPOSITORY.c.project_id == PROJECT.c.id)
        .where(REPOSITORY.c.id == repository_id),
    )
    listings = fetch(
        session,
        select(LISTING.c.labels, LISTING.c.is_for_newcomers).where(
            LISTING.c.repository_id == repository_id
        ),
    )
    return HelpLabels.of(
        wanted=[
            label
            for labels in (*(row.help_labels for row in of_project), *(r.labels for r in listings))
            for label in labels
        ],
        for_newcomers=[label for row in listings if row.is_for_newcomers for label in row.labels],
    )


def mark_tasks(session: Session, repositories: Sequence[Repository], *, now: datetime) -> int:
    """Mark the stored tasks of these repositories by what catalogues say now.

    Returns how many changed. Needed where a catalogue changed its mind: an issue is read again
    only when it changes itself.
    """
    session.flush()
    changes = [
        change
        for repository in repositories
        if repository.id is not None
        for change in _changes(session, repository.id, now=now)
    ]
    if changes:
        session.execute(update(Task), changes)
    return len(changes)


def _changes(session: Session, repository_id: int, *, now: datetime) -> list[dict[str, object]]:
    catalogue = help_labels_of(session, repository_id)
    rows = fetch(
        session,
        select(
            TASK.c.id, TASK.c.labels, TASK.c.wants_help, TASK.c.is_newcomer_fit, TASK.c.level
        ).where(TASK.c.repository_id == repository_id, TASK.c.origin == "issue"),
    )
    changes = []
    for row in rows:
        facts = read_labels(row.labels, catalogue)
        marks = (facts.wants_help, facts.is_newcomer_fit, facts.level)
        if marks != (row.wants_help, row.is_newcomer_fit, row.level):
            changes.append(
                {
                    "id": row.id,
                    "wants_help": facts.wants_help,
                    "is_newcomer_fit": facts.is_newcomer_fit,
                    "level": facts.level,
                    "changed_at": now,
                }
            )
    return changes
