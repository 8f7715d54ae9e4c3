"""Which repositories a source names now: listed, moved, or gone. See :mod:`hub.services.sync`."""

from collections.abc import Iterator, Sequence

from sqlmodel import select

from hub.models import Health, Repository, Source
from hub.normalise.projects import normalise_project
from hub.services import runs
from hub.services.pull import Pull, set_aside
from hub.services.repositories import find_by_path, store_repository
from integrations.errors import ForgeError, ForgeUnavailable, RecordGone
from integrations.records import (
    NotModified,
    ProjectRecord,
    RecordProblem,
    SourceScope,
    SourceSpec,
)

Found = tuple[int, ProjectRecord | None]
"""A row's id, with the record where the forge sent news of it."""


def find_repositories(pull: Pull, spec: SourceSpec) -> list[Found]:
    """Store what the source names, and ask after what it does not name any more."""
    if spec.scope == SourceScope.REPOSITORY:
        return [_find_the_one(pull, spec.locator)]
    found: list[Found] = []
    for page in pull.forge.discover(spec):
        # A fork without an issue list is somebody's working copy, not a project to join.
        records = [record for record in page.records if record.has_issues or not record.is_fork]
        found += _store(pull, records, page.problems)
    seen = {repository_id for repository_id, _ in found}
    return [*found, *_look_for_the_missing(pull, seen)]


def _find_the_one(pull: Pull, path: str) -> Found:
    found = _read(pull, path)
    record = found[1]
    if record is not None and record.path.casefold() != path.casefold():
        _follow_move(pull, path, record.path)
    return found


def _look_for_the_missing(pull: Pull, seen: set[int]) -> Iterator[Found]:
    with pull.context.reading() as session:
        rows = session.exec(
            select(Repository.id, Repository.path).where(
                Repository.source_id == pull.source_id, Repository.health != Health.GONE
            )
        ).all()
    for repository_id, path in rows:
        if repository_id is None or repository_id in seen:
            continue
        try:
            yield _read(pull, path)
        except ForgeUnavailable:
            raise
        except RecordGone:
            continue  # said on the repository already
        except ForgeError as exc:
            set_aside(pull, repository_id, exc)


def _read(pull: Pull, path: str) -> Found:
    with pull.context.reading() as session:
        known = find_by_path(session, forge=pull.forge.kind, host=pull.forge.host, path=path)
        known_id = known.id if known else None
        etag = known.etag if known and known.completed_at else None
    try:
        answer = pull.forge.project(path, etag)
    except RecordGone as exc:
        if known_id is not None:
            set_aside(pull, known_id, exc)
        raise
    if isinstance(answer, NotModified):
        assert known_id is not None
        with pull.context.transaction() as session:
            runs.count(session, pull.run_id, repositories=1)
        return known_id, None
    return _store(pull, [answer])[0]


def _store(
    pull: Pull, records: Sequence[ProjectRecord], problems: Sequence[RecordProblem] = ()
) -> list[tuple[int, ProjectRecord]]:
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
            found.append((row.id, record))
        runs.count(session, pull.run_id, repositories=len(records), problems=problems)
    return found


def _follow_move(pull: Pull, former: str, path: str) -> None:
    """Let the source of a single repository go where that has gone, and say so."""
    sentence = f"{former} has moved to {path}. This source follows it."
    pull.progress.say(sentence)
    with pull.context.transaction() as session:
        runs.note(session, pull.run_id, sentence)
        source = session.get_one(Source, pull.source_id)
        is_taken = session.exec(
            select(Source.id).where(
                Source.forge == source.forge,
                Source.host == source.host,
                Source.scope == source.scope,
                Source.locator == path,
            )
        ).first()
        if is_taken is None:
            source.locator = path
