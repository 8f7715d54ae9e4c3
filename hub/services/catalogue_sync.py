"""Reads the catalogue of a source anew: what it lists, what it lists no more, whom to pull then.

A catalogue that cannot be read, that is suddenly empty, or that has lost more than half of its
entries changes nothing: what it listed before stays, and the run says why. Nothing is stored
before the whole catalogue was read; a killed run is repaired by running again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from hub.context import AppContext
from hub.database import fetch
from hub.errors import NotFound
from hub.models import Health, Listing, Source
from hub.normalise.listings import ListingValues
from hub.services import runs, schedule
from hub.services.catalogue_addresses import catalogue_place
from hub.services.catalogue_listings import ListingChanges, drop_listings, keep_listings
from hub.services.catalogue_rows import Key, in_batches, listings_of
from hub.services.pull import TWO_AT_ONCE, Setback, setback_of
from hub.services.tables import REPOSITORY
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
    setback: Setback | None = None


def is_catalogue(context: AppContext, source_id: int) -> bool:
    """Tell whether a source is a catalogue. Raises :class:`NotFound` where there is none."""
    with context.reading() as session:
        source = session.get(Source, source_id)
        if source is None:
            raise NotFound(f"There is no source {source_id}. See `otdhub sources list`.")
        return source.scope == SourceScope.CATALOGUE


def pull_catalogue(context: AppContext, source_id: int, run_id: int) -> CataloguePull:
    """Read what a catalogue lists now and store it; errors of the catalogue come as a setback.

    Repositories of the groups that are returned are still to be pulled from their forges.
    """
    setback = _read_list(context, source_id, run_id)
    with context.reading() as session:
        return CataloguePull(
            _groups(context, session, source_id, _standing(session, source_id)), setback
        )


def pull_due(context: AppContext, source_id: int, run_id: int) -> CataloguePull:
    """Read the catalogue if that is due; gives those of its repositories that are due."""
    now = context.clock.now()
    with context.reading() as session:
        is_list_due = schedule.is_list_due(session.get_one(Source, source_id), now=now)
    setback = _read_list(context, source_id, run_id) if is_list_due else None
    with context.reading() as session:
        due = schedule.due_repositories(session, source_id, now=now)
        return CataloguePull(_groups(context, session, source_id, due), setback)


def _read_list(context: AppContext, source_id: int, run_id: int) -> Setback | None:
    hosts = {host: str(kind) for kind, host in context.forges}
    requests = 1
    try:
        opened = _open(context, source_id, hosts)
        if not isinstance(opened, NotModified):
            try:
                _take_in(context, source_id, run_id, opened, hosts)
            finally:
                requests = opened.requests_made()
    except ForgeError as exc:
        return setback_of(exc)
    except IntegrityError:
        return Setback(TWO_AT_ONCE, None)
    finally:
        with context.transaction() as session:
            runs.count(session, run_id, requests=requests)
            session.get_one(Source, source_id).found_at = context.clock.now()
    return None


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
    runs.count(session, run_id, changed=changes.tasks, gone=changes.gone)
    if changes.added or changes.changed or changes.gone:
        runs.note(session, run_id, str(changes))


def _standing(session: Session, source_id: int) -> list[int]:
    rows = fetch(
        session,
        select(REPOSITORY.c.id)
        .where(REPOSITORY.c.source_id == source_id, REPOSITORY.c.health != Health.GONE)
        .order_by(REPOSITORY.c.id),
    )
    return [row.id for row in rows]


def _groups(
    context: AppContext, session: Session, source_id: int, wanted: Sequence[int]
) -> tuple[ListedGroup, ...]:
    """Group what is this source's to read by the forge that has it, in the order of ``wanted``."""
    rows = fetch(
        session,
        select(REPOSITORY.c.id, REPOSITORY.c.forge, REPOSITORY.c.host).where(
            REPOSITORY.c.source_id == source_id
        ),
    )
    places = {row.id: (row.forge, row.host) for row in rows}
    ids: dict[tuple[str, str], list[int]] = {}
    for repository_id in wanted:
        place = places.get(repository_id)
        if place in context.forges and place is not None:
            ids.setdefault(place, []).append(repository_id)
    return tuple(ListedGroup(*place, tuple(found)) for place, found in ids.items())
