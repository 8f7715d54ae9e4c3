"""Stores one page of a forge's issues as tasks. Inside the caller's transaction; safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from hub.database import fetch, insert_missing
from hub.models import Author, Origin, Project, Repository, Task
from hub.normalise.issues import TaskValues
from hub.normalise.version import rules_version
from hub.services.advertising import is_advertised, labels_of_project
from hub.services.old_texts import is_over
from hub.services.tables import TASK
from integrations.records import AuthorRecord, IssueRecord

_COLUMNS = tuple(column.name for column in fields(TaskValues))

# Worked out from the instant as well: alone they are no change of the issue.
_OF_THE_MOMENT = frozenset({"freshness", "freshness_turns_at"})


def store_issues(
    session: Session,
    repository: Repository,
    issues: Sequence[tuple[IssueRecord, TaskValues]],
    *,
    now: datetime,
) -> int:
    """Insert and update the tasks of these issues; returns how many really changed.

    How free a task is does not always stand in its issue: a claim, an archived repository or a
    steward who is away count too. Such a task is due, and :mod:`hub.services.freshness` works it
    out before it is indexed; until then it stays what it was.
    """
    if not issues:
        return 0
    authors = _store_authors(session, repository, (record.author for record, _ in issues))
    own_labels = labels_of_project(session, repository.project_id)
    known = _known(session, repository, [values.remote_id for _, values in issues])
    added: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    by_id = {values.remote_id: (record, values) for record, values in issues}
    is_odd = repository.is_archived or _is_steward_away(session, repository)
    for record, values in by_id.values():
        columns = {name: getattr(values, name) for name in _COLUMNS}
        columns["author_id"] = authors.get(record.author.remote_id) if record.author else None
        columns["is_gone"] = False
        columns["is_advertised"] = is_advertised(values.labels, own_labels)
        marks: dict[str, object] = {"changed_at": now, "normalised_by": rules_version()}
        if is_over(values, now=now):
            columns["body"] = ""
            marks["normalised_by"] = None
        former = known.get(values.remote_id)
        if former is not None and values.participants is None:
            columns["participants"] = former["participants"]
        if former is None:
            due = {"freshness_turns_at": now} if is_odd else {}
            added.append(columns | _fixed_columns(repository) | marks | due)
        elif any(former[k] != v for k, v in columns.items() if k not in _OF_THE_MOMENT):
            if values.is_open and (is_odd or former["claimed_by"]):
                columns |= {"freshness": former["freshness"], "freshness_turns_at": now}
            changed.append(columns | marks | {"id": former["id"]})
    if added:
        session.connection().execute(insert(Task), added)
    if changed:
        session.execute(update(Task), changed)
    return len(added) + len(changed)


def _is_steward_away(session: Session, repository: Repository) -> bool:
    return session.get_one(Project, repository.project_id).away_until is not None


def _fixed_columns(repository: Repository) -> dict[str, object]:
    return {
        "repository_id": repository.id,
        "project_id": repository.project_id,
        "origin": Origin.ISSUE,
    }


def _known(
    session: Session, repository: Repository, remote_ids: list[str]
) -> dict[str, dict[str, object]]:
    rows = fetch(
        session,
        select(TASK).where(TASK.c.repository_id == repository.id, TASK.c.remote_id.in_(remote_ids)),
    )
    return {row.remote_id: dict(row._mapping) for row in rows}


def _store_authors(
    session: Session, repository: Repository, authors: Iterable[AuthorRecord | None]
) -> dict[str, int]:
    """Keep the logins seen; returns their ids by the forge's id."""
    seen = {author.remote_id: author for author in authors if author is not None}
    if not seen:
        return {}
    known = _author_ids(session, repository, list(seen))
    insert_missing(
        session,
        Author,
        [
            {
                "forge": repository.forge,
                "host": repository.host,
                "remote_id": author.remote_id,
                "login": author.login[:200],
                "url": author.url,
                "is_bot": author.is_bot,
            }
            for remote_id, author in seen.items()
            if remote_id not in known
        ],
    )
    return known if len(known) == len(seen) else _author_ids(session, repository, list(seen))


def _author_ids(session: Session, repository: Repository, remote_ids: list[str]) -> dict[str, int]:
    rows = fetch(
        session,
        select(col(Author.remote_id), col(Author.id)).where(
            col(Author.forge) == repository.forge,
            col(Author.host) == repository.host,
            col(Author.remote_id).in_(remote_ids),
        ),
    )
    return {row.remote_id: row.id for row in rows}
