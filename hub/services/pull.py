"""Pulls one repository: its facts, then its issues page by page. See :mod:`hub.services.sync`."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, update

from hub.context import AppContext
from hub.errors import Conflict
from hub.models import Health, Project, Repository
from hub.normalise.issues import TaskValues, normalise_issue
from hub.normalise.projects import normalise_project
from hub.services import runs
from hub.services.issues import store_issues
from hub.services.linked_changes import link_tasks, links_of, store_changes
from hub.services.progress import Progress
from hub.services.repositories import (
    close_issue_list,
    mark_good,
    mark_unreadable,
    store_repository,
)
from integrations.base import Forge
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    IssuesDisabled,
    RecordGone,
)
from integrations.records import IssueRecord, Page, ProjectRecord, RecordProblem


@dataclass(frozen=True, slots=True)
class Pull:
    """One running pull: what every step of it needs."""

    context: AppContext
    forge: Forge
    source_id: int
    run_id: int
    progress: Progress

    def now(self) -> datetime:
        """Give the present instant."""
        return self.context.clock.now()


def pull_repository(pull: Pull, repository_id: int, record: ProjectRecord | None) -> None:
    """Read what is new of one repository. ``record`` is ``None`` where its facts did not change.

    Raises the errors of the forge; what was read before one is kept.
    """
    if record is not None:
        _complete(pull, repository_id, record)
    with pull.context.reading() as session:
        row = session.get_one(Repository, repository_id)
        has_list = row.has_issues and not row.is_archived
    is_disabled = False
    if has_list:
        try:
            _pull_issues(pull, repository_id)
        except IssuesDisabled:
            is_disabled = True
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        if is_disabled:
            close_issue_list(session, row, now=pull.now())
        mark_good(session, row, note=_note(row, record), now=pull.now())


def set_aside(pull: Pull, repository_id: int, error: ForgeError) -> None:
    """Keep why a repository cannot be read, for the sources page, and go on without it."""
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        mark_unreadable(session, row, health_of(error), message=str(error), now=pull.now())
        runs.count(session, pull.run_id, problems=(RecordProblem(row.path, str(error)),))


def health_of(error: ForgeError) -> Health:
    """Name what an error of a forge says of the source or repository that it came from."""
    match error:
        case ForgeUnavailable(retry_at=datetime()):
            return Health.WAITING
        case RecordGone():
            return Health.GONE
        case ForgeRefused():
            return Health.REFUSED
    return Health.UNREACHABLE


def _note(row: Repository, record: ProjectRecord | None) -> str | None:
    """Say in plain words why a repository that was read well offers no tasks."""
    if row.is_archived:
        return f"{row.path} is archived: it can be read, and nobody works on it any more."
    if not row.has_issues:
        return f"{row.path} has its issue list turned off, so it is listed without tasks."
    if record is not None and record.is_empty:
        return f"{row.path} is empty so far."
    return None


def _complete(pull: Pull, repository_id: int, record: ProjectRecord) -> None:
    """Ask for what a list does not carry, unless nothing was pushed since that was asked."""
    with pull.context.reading() as session:
        completed_at = session.get_one(Repository, repository_id).completed_at
    if completed_at and record.pushed_at and record.pushed_at <= completed_at:
        return
    asked_at = pull.now()
    completed = pull.forge.complete(record)
    with pull.context.transaction() as session:
        row = store_repository(
            session,
            normalise_project(completed),
            forge=pull.forge.kind,
            host=pull.forge.host,
            source_id=pull.source_id,
            now=asked_at,
        )
        row.completed_at = asked_at


def _pull_issues(pull: Pull, repository_id: int) -> None:
    with pull.context.reading() as session:
        row = session.get_one(Repository, repository_id)
        path, cursor = row.path, row.issues_cursor
        languages, topics = row.languages, row.topics
    for page in pull.forge.issues(path, cursor):
        now = pull.now()
        tasks = [
            (issue, normalise_issue(issue, languages=languages, topics=topics, now=now))
            for issue in _linked(pull, repository_id, page)
        ]
        _store_page(pull, repository_id, page, tasks, cursor=cursor, now=now)
        cursor = page.cursor
        pull.progress.step(0, note=f"{path}: {len(page.records)} issues")


def _linked(pull: Pull, repository_id: int, page: Page[IssueRecord]) -> list[IssueRecord]:
    """Give the issues of a page with the open changes that are known to close them."""
    with pull.context.reading() as session:
        numbers = [issue.number for issue in page.records]
        links = links_of(session, repository_id, numbers=numbers, news=page.changes)
    return [
        replace(issue, linked_change_url=issue.linked_change_url or links.get(issue.number))
        for issue in page.records
    ]


def _store_page(
    pull: Pull,
    repository_id: int,
    page: Page[IssueRecord],
    tasks: list[tuple[IssueRecord, TaskValues]],
    *,
    cursor: str | None,
    now: datetime,
) -> None:
    """Keep one page and its cursor together, or neither."""
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id, with_for_update=True)
        if row.issues_cursor != cursor:
            raise Conflict(
                f"Another pull is reading {row.path} at this moment. Let it finish, then try again."
            )
        changed = store_issues(session, row, tasks, now=now)
        named = store_changes(session, row, page.changes)
        changed += link_tasks(session, row, named, now=now)
        row.issues_cursor = page.cursor
        if changed:
            session.connection().execute(
                update(Project).where(col(Project.id) == row.project_id).values(changed_at=now)
            )
        runs.count(session, pull.run_id, issues=len(tasks), changed=changed, problems=page.problems)
