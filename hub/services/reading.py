"""Reads the issues of one repository, page by page: each page and its cursor together, or neither.

See :mod:`hub.services.sync`, which puts the steps here in their order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select, update

from hub.errors import Conflict
from hub.models import Project, Repository
from hub.normalise.issues import TaskValues, normalise_issue
from hub.services import runs
from hub.services.catalogue_labels import help_labels_of
from hub.services.issues import store_issues
from hub.services.linked_changes import link_tasks, links_of, remember_links, store_changes
from hub.services.pull import Pull, Setback, setback_of
from hub.services.repositories import close_issue_list
from hub.services.talk import store_talk
from integrations.base import ManyIssues, Sparing
from integrations.errors import ForgeError, IssuesDisabled
from integrations.records import IssueRecord, Page

# Repositories whose first pull is asked for together; the forge parts them as it sees fit.
TOGETHER = 40


@dataclass(frozen=True, slots=True)
class PageRead:
    """What one step of reading gave. ``has_news``: a record came that was not there before."""

    is_last: bool = False
    has_news: bool = False
    setback: Setback | None = None


@dataclass(frozen=True, slots=True)
class RoundRead:
    """What one round over several repositories gave: those to go on with, and who failed."""

    going_on: tuple[int, ...]
    setbacks: tuple[tuple[int, Setback], ...] = ()
    setback: Setback | None = None


class IssueReader:
    """Reads one repository's issues, opened at the first page that is asked for.

    Made anew after a crash it goes on behind the last page that was stored.
    """

    def __init__(self, pull: Pull, repository_id: int) -> None:
        self._pull = pull
        self._repository_id = repository_id
        self._pages: Iterator[Page[IssueRecord]] | None = None
        self._cursor: str | None = None

    def next_page(self) -> PageRead:
        """Read and store the next page, or say that there is none, or what is in the way."""
        try:
            if self._pages is None:
                self._open()
            if self._pages is None:
                return PageRead(is_last=True)
            page = next(self._pages, None)
            if page is None:
                return PageRead(is_last=True)
            store_page(self._pull, self._repository_id, page, cursor=self._cursor)
        except IssuesDisabled:
            self._close_list()
            return PageRead(is_last=True)
        except ForgeError as exc:
            return PageRead(setback=setback_of(exc))
        except Conflict as exc:
            return PageRead(setback=Setback(str(exc), None))
        self._cursor = page.cursor
        return PageRead(has_news=bool(page.records or page.changes))

    def _open(self) -> None:
        with self._pull.context.reading() as session:
            row = session.get_one(Repository, self._repository_id)
            if row.has_issues and not row.is_archived:
                self._cursor = row.issues_cursor
                self._pages = self._pull.forge.issues(row.path, self._start())

    def _start(self) -> str | None:
        """Say from where to read: all lists where the forge told of a change."""
        forge = self._pull.forge
        if self._cursor is not None and self._pull.is_told and isinstance(forge, Sparing):
            return forge.asking_all(self._cursor)
        return self._cursor

    def _close_list(self) -> None:
        with self._pull.context.transaction() as session:
            row = session.get_one(Repository, self._repository_id)
            close_issue_list(session, row, now=self._pull.now())


def never_read(pull: Pull, repository_ids: Sequence[int]) -> tuple[int, ...]:
    """Pick the repositories whose issues were never read to their end."""
    with pull.context.reading() as session:
        ids = session.exec(
            select(Repository.id).where(
                col(Repository.id).in_(repository_ids),
                col(Repository.good_at).is_(None),
                col(Repository.has_issues),
                ~col(Repository.is_archived),
            )
        ).all()
    wanted = set(ids)
    return tuple(each for each in repository_ids if each in wanted)


def read_round(pull: Pull, repository_ids: tuple[int, ...]) -> RoundRead:
    """Read the next page of several first pulls together, where the forge can do that."""
    if not isinstance(pull.forge, ManyIssues):
        return RoundRead(())
    with pull.context.reading() as session:
        rows = session.exec(
            select(Repository.id, Repository.path, Repository.issues_cursor).where(
                col(Repository.id).in_(repository_ids)
            )
        ).all()
    places = {path: (row_id, cursor) for row_id, path, cursor in rows if row_id is not None}
    going_on: list[int] = []
    setbacks: list[tuple[int, Setback]] = []
    asked = [(path, cursor) for path, (_, cursor) in places.items()]
    try:
        for path, page in pull.forge.next_pages(asked):
            row_id, cursor = places[path]
            if isinstance(page, ForgeError):
                setbacks.append((row_id, setback_of(page)))
                continue
            store_page(pull, row_id, page, cursor=cursor)
            going_on.append(row_id)
    except Conflict:
        return RoundRead((), tuple(setbacks))
    except ForgeError as exc:
        return RoundRead((), tuple(setbacks), setback_of(exc))
    return RoundRead(tuple(going_on), tuple(setbacks))


def store_page(
    pull: Pull, repository_id: int, page: Page[IssueRecord], *, cursor: str | None
) -> None:
    """Keep one page and its cursor together, or neither.

    Raises :class:`Conflict` if another pull has moved on from ``cursor`` meanwhile.
    """
    now = pull.now()
    tasks = _tasks_of(pull, repository_id, page, now=now)
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id, with_for_update=True)
        if row.issues_cursor != cursor:
            raise Conflict(
                f"Another pull is reading {row.path} at this moment. Let it finish, then try again."
            )
        changed = store_issues(session, row, tasks, now=now)
        remember_links(session, row, [issue for issue, _ in tasks])
        store_talk(session, row, [issue for issue, _ in tasks], now=now)
        named = store_changes(session, row, page.changes)
        changed += link_tasks(session, row, named, now=now)
        row.issues_cursor = page.cursor
        note = f"{row.path}: {len(page.records)} issues"
        if changed:
            touch_project(session, row, now=now)
        runs.count(session, pull.run_id, issues=len(tasks), changed=changed, problems=page.problems)
    pull.progress.step(0, note=note)


def touch_project(session: Session, row: Repository, *, now: datetime) -> None:
    """Have the project of a repository indexed anew: the numbers of its tasks changed."""
    session.connection().execute(
        update(Project).where(col(Project.id) == row.project_id).values(changed_at=now)
    )


def _tasks_of(
    pull: Pull, repository_id: int, page: Page[IssueRecord], *, now: datetime
) -> list[tuple[IssueRecord, TaskValues]]:
    """Normalise the issues of a page, with the open changes that are known to close them."""
    with pull.context.reading() as session:
        row = session.get_one(Repository, repository_id)
        languages, topics = row.languages, row.topics
        catalogue = help_labels_of(session, repository_id)
        numbers = [issue.number for issue in page.records]
        links = links_of(session, repository_id, numbers=numbers, news=page.changes)
    issues = [
        replace(issue, linked_change_url=issue.linked_change_url or links.get(issue.number))
        for issue in page.records
    ]
    return [
        (
            issue,
            normalise_issue(
                issue, languages=languages, topics=topics, now=now, catalogue=catalogue
            ),
        )
        for issue in issues
    ]
