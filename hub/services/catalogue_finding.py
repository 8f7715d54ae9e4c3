"""Finds out which repositories a catalogue's entries are: by id, through renames.

A catalogue knows an address only. The first time that its forge is asked, a listing becomes the
repository that answers; where that is here already under another path, the listing goes to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from hub.models import Listing, Project, Repository
from hub.normalise.projects import normalise_project
from hub.services.catalogue_labels import mark_tasks
from hub.services.project_files import store_files
from hub.services.pull import Pull, Setback, set_aside, setback_of
from hub.services.repositories import drop_unread, find_by_remote_id, store_repository
from integrations.base import ManyProjects
from integrations.errors import ForgeError, ForgeUnavailable
from integrations.records import NotModified, ProjectRecord

# One repository may fail for reasons of its own; this many in a row mean that the forge does.
MAX_FAILURES_IN_A_ROW = 3

Answer = ProjectRecord | ForgeError


@dataclass(frozen=True, slots=True)
class Resolved:
    """Repositories that stand and are this source's to read, or what was in the way."""

    repository_ids: tuple[int, ...] = ()
    setback: Setback | None = None


def find_listed(pull: Pull, repository_ids: Sequence[int]) -> Resolved:
    """Ask the forge for those of these repositories that it was never asked for."""
    ids = dict.fromkeys(repository_ids)
    with pull.context.reading() as session:
        rows = session.exec(
            select(Repository.id, Repository.path, Repository.remote_id).where(
                col(Repository.id).in_(ids)
            )
        ).all()
    unread = {path: row_id for row_id, path, remote_id in rows if row_id and remote_id is None}
    found: dict[int, int | None] = {row_id: row_id for row_id, _, _ in rows if row_id}
    asked_at = pull.now()
    failures = 0
    try:
        for row_id, answer in _answers(pull, unread):
            if isinstance(answer, ProjectRecord):
                found[row_id] = _take(pull, row_id, answer, asked_at=asked_at)
                failures = 0
                continue
            failures += isinstance(answer, ForgeUnavailable)
            if failures >= MAX_FAILURES_IN_A_ROW:
                raise answer
            found[row_id] = None
            set_aside(pull, row_id, setback_of(answer))
    except ForgeError as exc:
        return Resolved(setback=setback_of(exc))
    kept = (found.get(each) for each in ids)
    return Resolved(tuple(dict.fromkeys(each for each in kept if each is not None)))


def _answers(pull: Pull, unread: Mapping[str, int]) -> Iterator[tuple[int, Answer]]:
    """Ask for all of them together, where the forge can do that."""
    if isinstance(pull.forge, ManyProjects):
        yield from zip(unread.values(), pull.forge.projects(tuple(unread)), strict=True)
        return
    for path, row_id in unread.items():
        try:
            answer = pull.forge.project(path)
        except ForgeUnavailable as exc:
            if exc.retry_at is not None:
                raise
            yield row_id, exc
        except ForgeError as exc:
            yield row_id, exc
        else:
            assert not isinstance(answer, NotModified)
            yield row_id, answer


def _take(pull: Pull, row_id: int, record: ProjectRecord, *, asked_at: datetime) -> int | None:
    """Store what answered; returns its row's id if this source is to read it."""
    values = normalise_project(record)
    forge, host = pull.forge.kind, pull.forge.host
    with pull.context.transaction() as session:
        listed = session.get(Repository, row_id)
        if listed is None:  # it was found under another path a moment ago
            return None
        known = find_by_remote_id(session, forge=forge, host=host, remote_id=values.remote_id)
        if known is None:
            listed.remote_id = values.remote_id
            session.flush()
        elif known is not listed:
            _hand_over(session, listed, known, now=asked_at)
        row = store_repository(
            session, values, forge=forge, host=host, source_id=pull.source_id, now=asked_at
        )
        assert row.id is not None
        if record.is_complete:
            store_files(session, row, record.files or (), values=values, now=asked_at)
            row.completed_at = asked_at
        else:
            pull.fresh[row.id] = record
        return row.id if row.source_id == pull.source_id else None


def _hand_over(session: Session, listed: Repository, known: Repository, *, now: datetime) -> None:
    """Give what catalogues say of a listing to the repository that it turned out to be."""
    assert known.id is not None
    project = session.get_one(Project, known.project_id)
    labels, names = list(project.help_labels), list(project.catalogues)
    for listing in session.exec(select(Listing).where(Listing.repository_id == listed.id)).all():
        if session.get(Listing, (listing.source_id, known.id)) is None:
            listing.repository_id = known.id
        else:
            session.delete(listing)
        labels += listing.labels
        names += listing.catalogues
    session.flush()
    project.help_labels = tuple(dict.fromkeys(labels))
    project.catalogues = tuple(dict.fromkeys(names))
    project.changed_at = now
    mark_tasks(session, [known], now=now)
    drop_unread(session, listed, now=now)
    session.flush()
