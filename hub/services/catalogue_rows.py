"""Stores listings as projects with repositories: the one way from any catalogue to rows.

What is there already is only added to: a catalogue knows less of a project than its forge or the
project itself. Inside the caller's transaction; safe to repeat.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from sqlmodel import Session, col, select

from hub.models import Project, Repository
from hub.normalise.listings import ListingValues, normalise_listing
from hub.services.life import life_turns_at
from hub.services.repositories import new_slug
from integrations.catalogues import Entry
from integrations.errors import RecordInvalid
from integrations.records import ForgeKind, RecordProblem

BATCH = 500

Item = TypeVar("Item")
Key = tuple[str, str, str]


@dataclass(slots=True)
class Stored:
    """The repositories of a batch of listings, by key, and how many were news."""

    repositories: dict[Key, Repository]
    added: int = 0
    updated: int = 0
    unchanged: int = 0


def listings_of(entries: Iterable[Entry]) -> Iterator[ListingValues | RecordProblem]:
    """Clean what a catalogue says; what cannot be listed comes as a problem, in its place."""
    for entry in entries:
        if isinstance(entry, RecordProblem):
            yield entry
            continue
        try:
            yield normalise_listing(entry)
        except RecordInvalid as exc:
            yield RecordProblem(entry.entry, str(exc))


def in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Part items into lists of up to 500: one transaction each."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def store_listings(
    session: Session,
    listings: Sequence[ListingValues],
    *,
    now: datetime,
    moved: Mapping[Key, Repository] = MappingProxyType({}),
) -> Stored:
    """Insert the projects that are new and add to those that are there.

    ``moved`` are repositories that have another path by now than these listings say.
    """
    stored = Stored({**_known_repositories(session, listings), **moved})
    for listing in listings:
        repository = _find(stored.repositories, listing)
        if repository is None:
            stored.repositories[listing.key] = _add(session, listing, now=now)
            stored.added += 1
        elif _update(session, repository, listing, now=now):
            stored.updated += 1
        else:
            stored.unchanged += 1
    session.flush()
    return stored


def _known_repositories(
    session: Session, listings: Sequence[ListingValues]
) -> dict[Key, Repository]:
    keys = {listing.path_key for listing in listings}
    found = session.exec(select(Repository).where(col(Repository.path_key).in_(keys)))
    return {(row.forge, row.host, row.path_key): row for row in found}


def _find(known: dict[Key, Repository], listing: ListingValues) -> Repository | None:
    """Find a repository, also one whose forge was not known then, or is not known now."""
    kinds = ForgeKind if listing.forge == ForgeKind.UNKNOWN else (ForgeKind.UNKNOWN,)
    places = (listing.key, *((kind, listing.host, listing.path_key) for kind in kinds))
    found = next((known[place] for place in places if place in known), None)
    if found is not None:
        known[listing.key] = found
        if found.forge == ForgeKind.UNKNOWN:
            found.forge = listing.forge
    return found


def _add(session: Session, listing: ListingValues, *, now: datetime) -> Repository:
    project = Project(
        slug=new_slug(session, listing.name, owner=listing.owner),
        name=listing.name,
        summary=listing.summary,
        homepage=listing.homepage,
        causes=listing.causes,
        help_labels=listing.labels,
        catalogues=listing.catalogues,
        life_turns_at=life_turns_at(listing.last_activity_at, now=now),
        added_at=now,
        changed_at=now,
    )
    session.add(project)
    session.flush()
    assert project.id is not None
    repository = Repository(
        project_id=project.id,
        forge=listing.forge,
        host=listing.host,
        path=listing.path,
        path_key=listing.path_key,
        url=listing.url,
        description=listing.description,
        topics=listing.topics,
        languages=listing.languages,
        skills=listing.skills,
        licence=listing.licence,
        stars=listing.stars,
        is_archived=listing.is_archived,
        homepage=listing.homepage,
        owner_login=listing.owner[:200],
        pushed_at=listing.last_activity_at,
        changed_at=now,
    )
    session.add(repository)
    return repository


def _update(
    session: Session, repository: Repository, listing: ListingValues, *, now: datetime
) -> bool:
    """Add what the catalogue knows to a project that is there; returns whether that was news."""
    project = session.get_one(Project, repository.project_id)
    labels = tuple(dict.fromkeys((*project.help_labels, *listing.labels)))
    catalogues = tuple(dict.fromkeys((*project.catalogues, *listing.catalogues)))
    summary = project.summary or listing.summary
    news = (labels, catalogues, summary) != (
        project.help_labels,
        project.catalogues,
        project.summary,
    )
    if news:
        project.help_labels, project.catalogues, project.summary = labels, catalogues, summary
        project.changed_at = now
    return news
