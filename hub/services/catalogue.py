"""Imports a catalogue once: its entries become projects, with paused sources to read them by.

A catalogue of any length fits; safe to run twice: a project that is there already is only added
to. An entry that cannot be read is reported with its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import insert_missing
from hub.models import Repository, Source
from hub.normalise.listings import ListingValues
from hub.services.catalogue_labels import mark_tasks
from hub.services.catalogue_rows import in_batches, listings_of, store_listings
from hub.services.progress import SILENCE, Progress
from integrations.catalogues import Entry
from integrations.records import RecordProblem, SourceScope

MAX_PROBLEMS_KEPT = 100
PAUSED_BECAUSE = "Listed by a catalogue. Nobody has asked yet that its tasks be read."


@dataclass(slots=True)
class ImportResult:
    """What an import did. ``problems`` keeps the first hundred sentences."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def skip(self, problem: RecordProblem) -> None:
        """Count an entry that was not taken."""
        self.skipped += 1
        if len(self.problems) < MAX_PROBLEMS_KEPT:
            self.problems.append(f"{problem.subject}: {problem.reason}")


def import_catalogue(
    context: AppContext, entries: Iterable[Entry], *, progress: Progress = SILENCE
) -> ImportResult:
    """Import entries; one transaction for every 500, so that what was read is kept."""
    result = ImportResult()
    progress.begin("projects")
    for batch in in_batches(listings_of(entries)):
        listings = [each for each in batch if isinstance(each, ListingValues)]
        for each in batch:
            if isinstance(each, RecordProblem):
                result.skip(each)
        now = context.clock.now()
        with context.transaction() as session:
            _store(session, listings, result, now=now)
        progress.step(len(batch))
    return result


def _store(
    session: Session, listings: list[ListingValues], result: ImportResult, *, now: datetime
) -> None:
    stored = store_listings(session, listings, now=now)
    result.added += stored.added
    result.updated += stored.updated
    result.unchanged += stored.unchanged
    repositories = [stored.repositories[listing.key] for listing in listings]
    if stored.updated:
        mark_tasks(session, [row for row in repositories if row.remote_id], now=now)
    _add_sources(session, repositories, now=now)


def _add_sources(session: Session, repositories: list[Repository], *, now: datetime) -> None:
    """Add a paused source for each repository that no source reads yet."""
    unread = [repository for repository in repositories if repository.source_id is None]
    values = [
        {
            "forge": repository.forge,
            "host": repository.host,
            "scope": SourceScope.REPOSITORY,
            "locator": repository.path,
            "is_paused": True,
            "paused_because": PAUSED_BECAUSE,
            "added_at": now,
        }
        for repository in unread
    ]
    insert_missing(session, Source, values)
    sources = session.exec(
        select(Source).where(col(Source.locator).in_([row.path for row in unread]))
    )
    ids = {(source.forge, source.host, source.locator): source.id for source in sources}
    for repository in unread:
        repository.source_id = ids.get((repository.forge, repository.host, repository.path))
