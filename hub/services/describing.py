"""Asks for what no list of repositories carries: languages, guides, and the project's own files.

Only where something was pushed since that was asked. See :mod:`hub.services.sync`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from hub.models import Repository
from hub.normalise.projects import normalise_project
from hub.services.project_files import store_files
from hub.services.pull import Pull, Setback, set_aside, setback_of
from hub.services.repositories import store_repository
from integrations.base import ManyProjects
from integrations.errors import ForgeError
from integrations.records import NotModified, ProjectRecord

# Of one request, where the forge describes many at once.
TOGETHER = 50


def not_described(pull: Pull, repository_ids: Sequence[int]) -> tuple[int, ...]:
    """Pick the repositories that were never described, or have been pushed to since."""
    with pull.context.reading() as session:
        ids = session.exec(
            select(Repository.id).where(
                col(Repository.id).in_(repository_ids),
                or_(
                    col(Repository.completed_at).is_(None),
                    col(Repository.pushed_at) > col(Repository.completed_at),
                ),
            )
        ).all()
    wanted = set(ids)
    return tuple(each for each in repository_ids if each in wanted)


def describe(pull: Pull, repository_ids: tuple[int, ...]) -> Setback | None:
    """Describe these repositories; one that cannot be described is set aside."""
    with pull.context.reading() as session:
        rows = session.exec(
            select(Repository.id, Repository.path).where(col(Repository.id).in_(repository_ids))
        ).all()
    paths = {path: row_id for row_id, path in rows if row_id is not None}
    try:
        if isinstance(pull.forge, ManyProjects):
            _describe_together(pull, paths)
        else:
            for path, row_id in paths.items():
                _describe_one(pull, path, row_id)
    except ForgeError as exc:
        return setback_of(exc)
    return None


def _describe_together(pull: Pull, paths: dict[str, int]) -> None:
    assert isinstance(pull.forge, ManyProjects)
    asked_at = pull.now()
    answers = pull.forge.projects(tuple(paths))
    for (_, row_id), answer in zip(paths.items(), answers, strict=True):
        if isinstance(answer, ForgeError):
            set_aside(pull, row_id, setback_of(answer))
        else:
            _store(pull, row_id, answer, asked_at=asked_at)


def _describe_one(pull: Pull, path: str, row_id: int) -> None:
    asked_at = pull.now()
    listed = pull.fresh.get(row_id) or pull.forge.project(path)
    assert not isinstance(listed, NotModified)
    _store(pull, row_id, pull.forge.complete(listed), asked_at=asked_at)


def _store(pull: Pull, row_id: int, record: ProjectRecord, *, asked_at: datetime) -> None:
    values = normalise_project(record)
    with pull.context.transaction() as session:
        etag = session.get_one(Repository, row_id).etag
        row = store_repository(
            session,
            values,
            forge=pull.forge.kind,
            host=pull.forge.host,
            source_id=pull.source_id,
            now=asked_at,
        )
        if record.files is not None:
            store_files(session, row, record.files, values=values, now=asked_at)
        row.etag = record.etag or etag
        row.completed_at = asked_at
