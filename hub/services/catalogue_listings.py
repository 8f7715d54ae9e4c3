"""Keeps which catalogue lists which repository, and takes back what a catalogue takes back.

Inside the caller's transaction; safe to repeat. See :mod:`hub.services.catalogue_sync`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from hub.models import Listing, Project, Repository, Source
from hub.normalise.listings import ListingValues
from hub.services.catalogue_labels import mark_tasks
from hub.services.catalogue_rows import Key, store_listings
from hub.services.repositories import touch_tasks
from hub.services.visibility import hide_unlisted, show_again
from integrations.records import SourceScope


@dataclass(slots=True)
class ListingChanges:
    """What reading a catalogue anew has changed."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    tasks: int = 0

    def __str__(self) -> str:
        return f"Listings that are new: {self.added}, changed: {self.changed}, gone: {self.gone}."


def keep_listings(
    session: Session,
    source_id: int,
    values: Sequence[ListingValues],
    changes: ListingChanges,
    *,
    now: datetime,
) -> set[int]:
    """Store a batch of a catalogue's entries; returns the ids of their repositories."""
    stored = store_listings(session, values, now=now, moved=_moved(session, source_id, values))
    repositories = [stored.repositories[each.key] for each in values]
    known = _listings_of(session, source_id, repositories)
    relabelled = []
    for listing, repository in zip(values, repositories, strict=True):
        assert repository.id is not None
        former = known.get(repository.id)
        if former is None:
            known[repository.id] = _add(session, source_id, repository.id, listing, now=now)
            changes.added += 1
            relabelled.append(repository)
        elif _differs(former, listing):
            _change(session, former, listing, repository, now=now)
            changes.changed += 1
            relabelled.append(repository)
        _adopt(session, repository, source_id, now=now)
    read_before = [row for row in relabelled if row.remote_id is not None]
    changes.tasks += mark_tasks(session, read_before, now=now)
    return {row.id for row in repositories if row.id is not None}


def _moved(
    session: Session, source_id: int, values: Sequence[ListingValues]
) -> dict[Key, Repository]:
    """Find repositories by the addresses under which this catalogue listed them before."""
    found = session.exec(
        select(Listing.address, Repository)
        .join(Repository, col(Repository.id) == col(Listing.repository_id))
        .where(
            Listing.source_id == source_id,
            col(Listing.address).in_([each.address for each in values]),
        )
    ).all()
    by_address = dict(found)
    return {each.key: by_address[each.address] for each in values if each.address in by_address}


def drop_listings(
    session: Session, listings: Iterable[Listing], changes: ListingChanges, *, now: datetime
) -> None:
    """Take back what a catalogue said of repositories that it lists no more.

    Tasks and what other sources say stay. A project that nothing else lists is hidden.
    """
    for listing in listings:
        repository = session.get_one(Repository, listing.repository_id)
        source_id = listing.source_id
        session.delete(listing)
        session.flush()
        _take_back(session, repository, listing.labels, listing.catalogues, now=now)
        if repository.source_id == source_id:
            repository.source_id = _another_source(session, repository)
            if repository.source_id is None and hide_unlisted(session, repository, now=now):
                touch_tasks(session, repository, now=now)
        changes.gone += 1
        changes.tasks += mark_tasks(session, [repository], now=now)


def _listings_of(
    session: Session, source_id: int, repositories: Sequence[Repository]
) -> dict[int, Listing]:
    found = session.exec(
        select(Listing).where(
            Listing.source_id == source_id,
            col(Listing.repository_id).in_([row.id for row in repositories]),
        )
    )
    return {listing.repository_id: listing for listing in found}


def _add(
    session: Session, source_id: int, repository_id: int, values: ListingValues, *, now: datetime
) -> Listing:
    listing = Listing(
        source_id=source_id,
        repository_id=repository_id,
        entry=values.entry,
        address=values.address,
        labels=values.labels,
        is_for_newcomers=values.is_for_newcomers,
        catalogues=values.catalogues,
        listed_at=now,
    )
    session.add(listing)
    return listing


def _differs(former: Listing, values: ListingValues) -> bool:
    return (
        former.entry,
        former.address,
        former.labels,
        former.is_for_newcomers,
        former.catalogues,
    ) != (
        values.entry,
        values.address,
        values.labels,
        values.is_for_newcomers,
        values.catalogues,
    )


def _change(
    session: Session,
    listing: Listing,
    values: ListingValues,
    repository: Repository,
    *,
    now: datetime,
) -> None:
    labels, catalogues = listing.labels, listing.catalogues
    listing.entry = values.entry
    listing.address = values.address
    listing.labels = values.labels
    listing.is_for_newcomers = values.is_for_newcomers
    listing.catalogues = values.catalogues
    session.flush()
    _take_back(session, repository, labels, catalogues, now=now)


def _take_back(
    session: Session,
    repository: Repository,
    labels: Sequence[str],
    catalogues: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Take labels and names from the project that none of its listings gives any more."""
    project = session.get_one(Project, repository.project_id)
    left = session.exec(
        select(Listing)
        .join(Repository, col(Repository.id) == col(Listing.repository_id))
        .where(Repository.project_id == project.id)
    ).all()
    lost_labels = set(labels) - {label for each in left for label in each.labels}
    lost_names = set(catalogues) - {name for each in left for name in each.catalogues}
    if lost_labels.isdisjoint(project.help_labels) and lost_names.isdisjoint(project.catalogues):
        return
    project.help_labels = tuple(x for x in project.help_labels if x not in lost_labels)
    project.catalogues = tuple(x for x in project.catalogues if x not in lost_names)
    project.changed_at = now


def _adopt(session: Session, repository: Repository, source_id: int, *, now: datetime) -> None:
    """Have the catalogue's source read a repository that no other source reads."""
    if repository.source_id != source_id:
        source = session.get(Source, repository.source_id) if repository.source_id else None
        if source is not None and not source.is_paused:
            return
        repository.source_id = source_id
    if show_again(session, repository, now=now):
        touch_tasks(session, repository, now=now)


def _another_source(session: Session, repository: Repository) -> int | None:
    """Find who else names a repository: another catalogue, its own source, or its owner's."""
    listed = session.exec(
        select(Source.id)
        .join(Listing, col(Listing.source_id) == col(Source.id))
        .where(Listing.repository_id == repository.id)
        .order_by(col(Source.is_paused), col(Source.id))
    ).first()
    if listed is not None:
        return listed
    owner = repository.path.rpartition("/")[0].casefold()
    named = session.exec(
        select(Source)
        .where(
            Source.forge == repository.forge,
            Source.host == repository.host,
            col(Source.scope).in_(
                (SourceScope.REPOSITORY, SourceScope.OWNER, SourceScope.ORGANISATION)
            ),
        )
        .order_by(col(Source.is_paused), col(Source.id))
    )
    return next(
        (
            source.id
            for source in named
            if source.locator.casefold() in {owner, repository.path.casefold()}
        ),
        None,
    )
