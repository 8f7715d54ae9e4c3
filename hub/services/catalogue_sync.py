"""Reads the catalogue of a source anew: what it lists, what it lists no more, whom to pull then.

A catalogue that cannot be read, that is suddenly empty, or that has lost more than half of its
entries changes nothing: what it listed before stays, and the run says why. Nothing is stored
before the whole catalogue was read; a killed run is repaired by running again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from hub.context import AppContext
from hub.database import fetch
from hub.errors import NotFound
from hub.models import Health, Listing, RunStatus, Source, SyncRun
from hub.normalise.listings import ListingValues
from hub.services import runs
from hub.services.catalogue_addresses import catalogue_place
from hub.services.catalogue_listings import ListingChanges, drop_listings, keep_listings
from hub.services.catalogue_rows import Key, in_batches, listings_of
from hub.services.pull import health_of
from hub.services.tables import LISTING, REPOSITORY
from integrations.catalogues import CatalogueEntries
from integrations.errors import ForgeError, ForgeUnavailable
from integrations.records import NotModified, RecordProblem, SourceScope

MAX_LISTINGS = 20_000
# A list of a few entries may well lose most of them at once.
FEW = 10


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """Repositories of one forge that are this source's to pull, by their ids."""

    forge: str
    host: str
    repository_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CataloguePull:
    """What is to be pulled next, and what was in the way of reading the catalogue, if anything.

    ``groups`` are of forges that this hub can read; they are there in trouble as well, from
    before.
    """

    groups: tuple[ListedGroup, ...]
    requests_made: int = 0
    trouble: str | None = None
    health: Health = Health.GOOD
    retry_at: datetime | None = None

    @property
    def status(self) -> RunStatus:
        """Say how a run ends that did nothing else."""
        if self.trouble is None:
            return RunStatus.DONE
        return RunStatus.WAITING if self.retry_at else RunStatus.FAILED


def is_catalogue(context: AppContext, source_id: int) -> bool:
    """Tell whether a source is a catalogue. Raises :class:`NotFound` where there is none."""
    with context.reading() as session:
        source = session.get(Source, source_id)
        if source is None:
            raise NotFound(f"There is no source {source_id}. See `otdhub sources list`.")
        return source.scope == SourceScope.CATALOGUE


def sync_catalogue(
    context: AppContext, source_id: int
) -> tuple[int, RunStatus, str | None, datetime | None]:
    """Read the catalogue as a run of its own; returns run, status, message and ``retry_at``."""
    with context.transaction() as session:
        run_id = runs.start(session, source_id, now=context.clock.now())
    pulled = pull_catalogue(context, source_id, run_id)
    with context.transaction() as session:
        runs.end(
            session,
            run_id,
            status=pulled.status,
            health=pulled.health,
            message=pulled.trouble,
            requests_made=pulled.requests_made,
            retry_at=pulled.retry_at,
            now=context.clock.now(),
        )
    return run_id, pulled.status, pulled.trouble, pulled.retry_at


def pull_catalogue(context: AppContext, source_id: int, run_id: int) -> CataloguePull:
    """Read what a catalogue lists now and store it; errors of the catalogue come as ``trouble``.

    Repositories of the groups that are returned are still to be pulled from their forges.
    """
    hosts = {host: str(kind) for kind, host in context.forges}
    requests_made = 0
    try:
        opened = _open(context, source_id, hosts)
        if not isinstance(opened, NotModified):
            try:
                _take_in(context, source_id, run_id, opened, hosts)
            finally:
                requests_made = opened.requests_made()
        else:
            requests_made = 1
    except ForgeError as exc:
        retry_at = exc.retry_at if isinstance(exc, ForgeUnavailable) else None
        return CataloguePull(
            _groups(context, source_id), requests_made, str(exc), health_of(exc), retry_at
        )
    return CataloguePull(_groups(context, source_id), requests_made)


def _open(
    context: AppContext, source_id: int, hosts: Mapping[str, str]
) -> CatalogueEntries | NotModified:
    with context.reading() as session:
        source = session.get_one(Source, source_id)
        known_hosts, _, cursor = (source.discover_cursor or "").partition(" ")
        locator = source.locator
    is_usable = known_hosts == _digest(hosts)
    return context.catalogues.read(
        catalogue_place(locator), hosts=hosts, cursor=cursor if is_usable else None
    )


def _digest(hosts: Mapping[str, str]) -> str:
    """Name the forges that the hub knows: with another one, a list is read otherwise."""
    return sha256(repr(sorted(hosts.items())).encode()).hexdigest()[:16]


def _take_in(
    context: AppContext,
    source_id: int,
    run_id: int,
    opened: CatalogueEntries,
    hosts: Mapping[str, str],
) -> None:
    listings, problems = _collect(opened)
    with context.reading() as session:
        known = session.exec(select_rows(Listing.entry).where(Listing.source_id == source_id)).all()
    with context.transaction() as session:
        runs.count(session, run_id, repositories=len(listings), problems=problems)
    _refuse_loss(source_id, before=len(known), now=len(listings))
    changes = ListingChanges()
    seen: set[int] = set()
    for batch in in_batches(listings):
        with context.transaction() as session:
            seen |= keep_listings(session, source_id, batch, changes, now=context.clock.now())
    unread = {problem.subject for problem in problems}
    is_whole = len(listings) < MAX_LISTINGS
    cursor = opened.cursor()
    with context.transaction() as session:
        if is_whole:
            gone = _gone(session, source_id, seen, unread)
            drop_listings(session, gone, changes, now=context.clock.now())
        _tell(session, run_id, changes)
        source = session.get_one(Source, source_id)
        source.listed_at = context.clock.now()
        source.discover_cursor = f"{_digest(hosts)} {cursor}" if cursor else None


def _collect(opened: CatalogueEntries) -> tuple[list[ListingValues], list[RecordProblem]]:
    """Read the whole catalogue; entries of one repository are one listing with all labels."""
    listings: dict[Key, ListingValues] = {}
    problems: list[RecordProblem] = []
    for each in listings_of(opened.entries):
        if isinstance(each, RecordProblem):
            problems.append(each)
        elif each.key in listings:
            listings[each.key] = _joined(listings[each.key], each)
        elif len(listings) < MAX_LISTINGS:
            listings[each.key] = each
        else:
            problems.append(RecordProblem(each.entry, f"only {MAX_LISTINGS} entries are taken."))
            break
    return list(listings.values()), problems


def _joined(first: ListingValues, second: ListingValues) -> ListingValues:
    return replace(
        first,
        labels=tuple(dict.fromkeys((*first.labels, *second.labels))),
        catalogues=tuple(dict.fromkeys((*first.catalogues, *second.catalogues))),
    )


def _refuse_loss(source_id: int, *, before: int, now: int) -> None:
    if now == 0:
        raise ForgeUnavailable(
            "The catalogue names no repository that can be read. What it listed before stays."
        )
    if before >= FEW and 2 * now < before:
        raise ForgeUnavailable(
            f"The catalogue names {now} repositories, where it named {before}. That looks like a "
            "mistake of its own, so what it listed before stays. If it is meant, run `otdhub "
            f"sources remove {source_id}` and add the source again."
        )


def _gone(session: Session, source_id: int, seen: set[int], unread: set[str]) -> Sequence[Listing]:
    """Find the listings that left; an entry that cannot be read now has not left."""
    listings = session.exec(
        select_rows(Listing)
        .where(Listing.source_id == source_id)
        .order_by(col(Listing.repository_id))
    ).all()
    return [
        listing
        for listing in listings
        if listing.repository_id not in seen and listing.entry not in unread
    ]


def _tell(session: Session, run_id: int, changes: ListingChanges) -> None:
    runs.count(session, run_id, changed=changes.tasks)
    session.get_one(SyncRun, run_id).records_gone += changes.gone
    if changes.added or changes.changed or changes.gone:
        runs.note(session, run_id, str(changes))


def _groups(context: AppContext, source_id: int) -> tuple[ListedGroup, ...]:
    """Group what the catalogue lists, and no other source reads, by the forge that has it."""
    with context.reading() as session:
        rows = fetch(
            session,
            select(REPOSITORY.c.forge, REPOSITORY.c.host, REPOSITORY.c.id)
            .join(LISTING, LISTING.c.repository_id == REPOSITORY.c.id)
            .where(
                LISTING.c.source_id == source_id,
                REPOSITORY.c.source_id == source_id,
                REPOSITORY.c.health != Health.GONE,
            )
            .order_by(REPOSITORY.c.id),
        )
    ids: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if (row.forge, row.host) in context.forges:
            ids.setdefault((row.forge, row.host), []).append(row.id)
    return tuple(ListedGroup(*place, tuple(found)) for place, found in ids.items())
