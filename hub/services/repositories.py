"""Stores what a forge says about repositories: found again by id, through renames and re-use.

A repository belongs to a project; one that is seen for the first time gets a project of its own.
Every function works inside the caller's transaction and is safe to repeat.
"""

import re
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from hub.models import Health, Project, Repository, Source, Task
from hub.normalise.projects import RepositoryValues, path_key
from hub.normalise.skills import skills_of
from hub.services.freshness import make_due
from hub.services.life import life_turns_at
from hub.services.own_words import NOTHING_SAID, words_of
from hub.services.visibility import show_again

MAX_SLUG = 80
# A change of these is no news for the documents of the tasks.
OF_THE_PROJECT_ALONE = frozenset({"etag", "stars", "pushed_at", "description", "licence"})


def store_repository(
    session: Session,
    values: RepositoryValues,
    *,
    forge: str,
    host: str,
    source_id: int | None,
    now: datetime,
) -> Repository:
    """Insert or update the repository and its project; ``changed_at`` moves only on a change."""
    row = _find(session, values, forge=forge, host=host, now=now)
    if row is None:
        row = _insert(session, values, forge=forge, host=host, now=now)
    elif _apply(row, values, now=now):
        touch_tasks(session, row, now=now)
        make_due(
            session, [row.id] if row.id else [], now=now
        )  # it may be archived, or not any more
    if _wants_a_source(session, row):
        row.source_id = source_id
        show_again(session, row, now=now)
    _describe_project(session, row, values, now=now)
    session.flush()
    return row


def touch_tasks(session: Session, repository: Repository, *, now: datetime) -> None:
    """Have the tasks of a repository indexed anew: their documents carry its facts."""
    session.connection().execute(
        update(Task).where(col(Task.repository_id) == repository.id).values(changed_at=now)
    )


def mark_unreadable(
    session: Session, repository: Repository, health: Health, *, message: str, now: datetime
) -> None:
    """Note that a repository cannot be read, and why. What is gone is no longer offered.

    A repository that comes back is read from the start, so its tasks open again.
    """
    if repository.health != health:
        _announce(session, repository, now=now)
    repository.health = health
    repository.message = message
    if health == Health.GONE:
        repository.issues_cursor = None
        repository.etag = None


def mark_good(session: Session, repository: Repository, *, note: str | None, now: datetime) -> None:
    """Note that a repository was read to its end; ``note`` says what a reader should know."""
    if repository.health.is_in_trouble:
        _announce(session, repository, now=now)
    repository.health = Health.GOOD
    repository.message = note
    repository.good_at = now


def close_issue_list(session: Session, repository: Repository, *, now: datetime) -> None:
    """Note that the issue list was turned off: its tasks are no longer offered."""
    if repository.has_issues:
        repository.has_issues = False
        _announce(session, repository, now=now)


def find_by_path(session: Session, *, forge: str, host: str, path: str) -> Repository | None:
    """Find a repository by its path, as forges compare them: without regard to case."""
    return session.exec(
        select(Repository).where(
            Repository.forge == forge,
            Repository.host == host,
            Repository.path_key == path_key(path),
        )
    ).first()


def find_by_remote_id(
    session: Session, *, forge: str, host: str, remote_id: str
) -> Repository | None:
    """Find a repository by the forge's own id, whatever its path is now."""
    return session.exec(
        select(Repository).where(
            Repository.forge == forge,
            Repository.host == host,
            Repository.remote_id == remote_id,
        )
    ).first()


def new_slug(session: Session, name: str, *, owner: str) -> str:
    """Make a short name for addresses that no other project has."""
    base = _slugify(name) or _slugify(owner) or "project"
    options = [base, f"{_slugify(owner) or 'project'}-{base}"[:MAX_SLUG]]
    for slug in options:
        if not _is_taken(session, slug):
            return slug
    number = 2
    while _is_taken(session, f"{options[-1]}-{number}"):
        number += 1
    return f"{options[-1]}-{number}"


def _is_taken(session: Session, slug: str) -> bool:
    return session.exec(select(Project.id).where(Project.slug == slug)).first() is not None


def _slugify(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:MAX_SLUG]


def _wants_a_source(session: Session, row: Repository) -> bool:
    """Say whether no source reads this repository: none, or only a paused one of a catalogue."""
    source = session.get(Source, row.source_id) if row.source_id else None
    return source is None or source.is_paused


def _find(
    session: Session, values: RepositoryValues, *, forge: str, host: str, now: datetime
) -> Repository | None:
    by_id = find_by_remote_id(session, forge=forge, host=host, remote_id=values.remote_id)
    by_path = find_by_path(session, forge=forge, host=host, path=values.path)
    if by_path is None or by_path is by_id:
        return by_id
    if by_path.remote_id is None:  # listed by a catalogue, never read until now
        if by_id is None:
            return by_path
        drop_unread(session, by_path, now=now)
    elif by_path.remote_id != values.remote_id:
        _free_path(by_path)
    session.flush()
    return by_id


def drop_unread(session: Session, listed: Repository, *, now: datetime) -> None:
    """Remove an unread listing of a repository that is known already under its older path."""
    project = session.get_one(Project, listed.project_id)
    session.delete(listed)
    session.flush()
    left = session.exec(
        select(func.count()).select_from(Repository).where(Repository.project_id == project.id)
    ).one()
    if not left:
        project.is_listed = False
        project.changed_at = now


def _free_path(former: Repository) -> None:
    """Another repository has the path now: the former one moved, or is gone."""
    former.path_key = f"{former.path_key}#{former.remote_id}"[:300]
    former.health = Health.UNREAD
    former.etag = None


def _insert(
    session: Session, values: RepositoryValues, *, forge: str, host: str, now: datetime
) -> Repository:
    owner = values.owner_login or values.path.partition("/")[0]
    project = Project(
        slug=new_slug(session, values.project_name, owner=owner),
        name=values.project_name,
        summary=values.project_summary,
        homepage=values.project_homepage,
        causes=values.project_causes,
        added_at=now,
        changed_at=now,
    )
    session.add(project)
    session.flush()
    assert project.id is not None
    row = Repository(
        project_id=project.id,
        forge=forge,
        host=host,
        path=values.path,
        path_key=values.path_key,
        url=values.url,
        changed_at=now,
    )
    for name, value in _columns(values).items():
        setattr(row, name, value)
    session.add(row)
    return row


def _apply(row: Repository, values: RepositoryValues, *, now: datetime) -> bool:
    """Write what differs; returns whether anything did that the tasks show as well."""
    columns = _columns(values)
    if values.languages is None:  # only the completion of a record knows these
        del columns["languages"], columns["contributing_url"], columns["code_of_conduct_url"]
        columns["skills"] = skills_of(row.languages, values.topics)
    differs = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in differs.items():
        setattr(row, name, value)
    if differs.keys() - {"etag"}:
        row.changed_at = now
    return bool(differs.keys() - OF_THE_PROJECT_ALONE)


def _columns(values: RepositoryValues) -> dict[str, object]:
    columns = asdict(values)
    for of_project in ("project_name", "project_summary", "project_causes", "project_homepage"):
        del columns[of_project]
    columns["languages"] = columns["languages"] or ()
    return columns


def _describe_project(
    session: Session, row: Repository, values: RepositoryValues, *, now: datetime
) -> None:
    """Let the forge's words describe a project that nobody described otherwise.

    What the project says in its own files (:mod:`hub.services.project_files`) always wins.
    """
    project = session.get(Project, row.project_id)
    assert project is not None
    said = words_of(session, row.project_id) if project.said_in else NOTHING_SAID
    fields: dict[str, object] = {}
    if not project.is_claimed and values.project_summary:
        fields["summary"] = values.project_summary
    if not project.is_claimed and not project.catalogues:
        fields["name"] = values.project_name
    if values.project_homepage and not project.homepage:
        fields["homepage"] = values.project_homepage
    causes = tuple(dict.fromkeys((*project.causes, *values.project_causes)))
    if causes != project.causes and said.causes is None:
        fields["causes"] = causes
        touch_tasks(session, row, now=now)
    for name, value in fields.items():
        if getattr(said, name) is None and getattr(project, name) != value:
            setattr(project, name, value)
            project.changed_at = now
    if row.changed_at == now:
        project.changed_at = now
        project.life_turns_at = life_turns_at(row.pushed_at, now=now)


def _announce(session: Session, repository: Repository, *, now: datetime) -> None:
    """Have everything that shows the state of a repository worked out and indexed anew."""
    assert repository.id is not None
    touch_tasks(session, repository, now=now)
    make_due(session, [repository.id], now=now)
    session.connection().execute(
        update(Project).where(col(Project.id) == repository.project_id).values(changed_at=now)
    )
