"""Which repositories a source names now: listed, moved, or gone. See :mod:`hub.services.sync`.

A list is read whole once a day, which is when what left it is noticed. In between the forge is
asked, where it can tell at no cost, for those of its pages alone that changed.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from hub.models import Health, Repository, Source
from hub.normalise.projects import normalise_project
from hub.services import runs
from hub.services.pull import Pull, set_aside, setback_of
from hub.services.repositories import find_by_path, store_repository
from integrations.errors import ForgeError, ForgeUnavailable, RecordGone
from integrations.records import (
    NotModified,
    ProjectRecord,
    RecordProblem,
    SourceScope,
    SourceSpec,
)

LISTED_EVERY = timedelta(days=1)


def find_repositories(pull: Pull, spec: SourceSpec) -> list[int]:
    """Store what the source names, and ask after what it does not name any more.

    Returns the ids of its repositories; those that are gone are left out.
    """
    if spec.scope == SourceScope.REPOSITORY:
        try:
            return [_find_the_one(pull, spec.locator)]
        except RecordGone:
            group = _as_group(pull, spec)
            if group is None:
                raise
            spec = group
    cursor = _cursor_of_today(pull)
    found: list[int] = []
    last_cursor = cursor
    for page in pull.forge.discover(spec, cursor):
        # A fork without an issue list is somebody's working copy, not a project to join.
        records = [record for record in page.records if record.has_issues or not record.is_fork]
        found += _store(pull, records, page.problems)
        last_cursor = page.cursor
    unseen = _known_beside(pull, set(found))
    if cursor is None:
        found += _look_for_the_missing(pull, unseen)
    else:
        found += unseen
    _note_listing(pull, last_cursor, is_whole=cursor is None)
    return list(dict.fromkeys(found))


def _as_group(pull: Pull, spec: SourceSpec) -> SourceSpec | None:
    """Let a source that never was a repository be the group of that name; ``None`` if it was one.

    On GitLab ``group/thing`` may be either. Raises :class:`RecordGone` where there is no group.
    """
    with pull.context.reading() as session:
        of_this = select(Repository.id).where(Repository.source_id == pull.source_id)
        if session.exec(of_this).first() is not None:
            return None
    next(pull.forge.discover(spec), None)
    sentence = f"{spec.locator} is a group. This source reads all of it."
    pull.progress.say(sentence)
    with pull.context.transaction() as session:
        runs.note(session, pull.run_id, sentence)
        source = session.get_one(Source, pull.source_id)
        if not _is_taken(session, source, SourceScope.ORGANISATION, spec.locator):
            source.scope = SourceScope.ORGANISATION
    return SourceSpec(SourceScope.ORGANISATION, spec.locator)


def find_again(pull: Pull, repository_id: int) -> int:
    """Read the facts of a repository that is known; raises the errors of the forge."""
    with pull.context.reading() as session:
        path = session.get_one(Repository, repository_id).path
    return _read(pull, path)[0]


def _cursor_of_today(pull: Pull) -> str | None:
    """Give the cursor of an earlier listing, unless the whole list is due again."""
    with pull.context.reading() as session:
        source = session.get_one(Source, pull.source_id)
        if source.listed_at is None or pull.now() - source.listed_at >= LISTED_EVERY:
            return None
        return source.discover_cursor


def _note_listing(pull: Pull, cursor: str | None, *, is_whole: bool) -> None:
    with pull.context.transaction() as session:
        source = session.get_one(Source, pull.source_id)
        source.discover_cursor = cursor
        if is_whole:
            source.listed_at = pull.now()


def _find_the_one(pull: Pull, path: str) -> int:
    repository_id, record = _read(pull, path)
    if record is not None and record.path.casefold() != path.casefold():
        _follow_move(pull, path, record.path)
    return repository_id


def _known_beside(pull: Pull, seen: set[int]) -> list[int]:
    """List the repositories of this source that stand and are not among ``seen``."""
    with pull.context.reading() as session:
        ids = session.exec(
            select(Repository.id)
            .where(Repository.source_id == pull.source_id, Repository.health != Health.GONE)
            .order_by(col(Repository.id))
        ).all()
    return [each for each in ids if each is not None and each not in seen]


def _look_for_the_missing(pull: Pull, unseen: Sequence[int]) -> Iterator[int]:
    for repository_id in unseen:
        try:
            yield find_again(pull, repository_id)
        except ForgeUnavailable:
            raise
        except RecordGone:
            continue  # said on the repository already
        except ForgeError as exc:
            set_aside(pull, repository_id, setback_of(exc))


def _read(pull: Pull, path: str) -> tuple[int, ProjectRecord | None]:
    """Read one repository; gives its row's id, and the record where the forge sent news."""
    with pull.context.reading() as session:
        known = find_by_path(session, forge=pull.forge.kind, host=pull.forge.host, path=path)
        known_id = known.id if known else None
        etag = known.etag if known and known.completed_at else None
    try:
        answer = pull.forge.project(path, etag)
    except RecordGone as exc:
        if known_id is not None:
            set_aside(pull, known_id, setback_of(exc))
        raise
    if isinstance(answer, NotModified):
        assert known_id is not None
        with pull.context.transaction() as session:
            runs.count(session, pull.run_id, repositories=1)
        return known_id, None
    return _store(pull, [answer])[0], answer


def _store(
    pull: Pull, records: Sequence[ProjectRecord], problems: Sequence[RecordProblem] = ()
) -> list[int]:
    found = []
    with pull.context.transaction() as session:
        for record in records:
            row = store_repository(
                session,
                normalise_project(record),
                forge=pull.forge.kind,
                host=pull.forge.host,
                source_id=pull.source_id,
                now=pull.now(),
            )
            assert row.id is not None
            found.append(row.id)
            pull.fresh[row.id] = record
        runs.count(session, pull.run_id, repositories=len(records), problems=problems)
    return found


def _follow_move(pull: Pull, former: str, path: str) -> None:
    """Let the source of a single repository go where that has gone, and say so."""
    sentence = f"{former} has moved to {path}. This source follows it."
    pull.progress.say(sentence)
    with pull.context.transaction() as session:
        runs.note(session, pull.run_id, sentence)
        source = session.get_one(Source, pull.source_id)
        if not _is_taken(session, source, source.scope, path):
            source.locator = path


def _is_taken(session: Session, source: Source, scope: str, locator: str) -> bool:
    """Tell whether another source of the same forge has that place already."""
    other = select(Source.id).where(
        Source.forge == source.forge,
        Source.host == source.host,
        Source.scope == scope,
        Source.locator == locator,
    )
    return session.exec(other).first() is not None
