"""Hides a project that nothing lists any more, and shows it again when something does."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from hub.database import fetch
from hub.models import Project, Repository
from hub.services.own_words import words_of
from hub.services.tables import PROJECT, REPOSITORY, is_looked_after

NOT_LISTED = "No source or catalogue of this hub lists it any more."
# How a reason begins that only the project itself can take back.
OWN_WISH = "The project asks not to be listed"


def hide_unlisted(session: Session, repository: Repository, *, now: datetime) -> bool:
    """Hide the project of a repository that lost its last source; returns whether it was hidden.

    One that somebody looks after stays, and so does one with another repository that is read.
    """
    project = session.get_one(Project, repository.project_id)
    others = fetch(
        session,
        select(REPOSITORY.c.id).where(
            REPOSITORY.c.project_id == project.id,
            REPOSITORY.c.id != repository.id,
            REPOSITORY.c.source_id.is_not(None),
        ),
    )
    kept = fetch(session, select(PROJECT.c.id).where(PROJECT.c.id == project.id, is_looked_after()))
    if not project.is_listed or others or kept:
        return False
    project.is_listed = False
    project.hidden_because = NOT_LISTED
    project.changed_at = now
    return True


def show_again(session: Session, repository: Repository, *, now: datetime) -> bool:
    """Show a project that was hidden only because nothing listed it; returns whether it was.

    One that asks not to be listed stays hidden, by its own wish from now on.
    """
    project = session.get_one(Project, repository.project_id)
    if project.is_listed or project.hidden_because != NOT_LISTED:
        return False
    if words_of(session, repository.project_id).is_listed is False:
        project.hidden_because = f"{OWN_WISH}."
        return False
    project.is_listed = True
    project.hidden_because = None
    project.changed_at = now
    return True
