"""Ends the reading of a repository: what was said in comments, what left, and when it is due.

See :mod:`hub.services.sync`.
"""

from sqlalchemy import true
from sqlmodel import col, select

from hub.models import Origin, ProjectPace, Repository, Task
from hub.services import census
from hub.services.pace import keep_pace
from hub.services.pull import Pull, Setback, setback_of
from hub.services.reading import touch_project
from hub.services.repositories import mark_good
from hub.services.schedule import plan_repository
from hub.services.talk import LATE, begin_comments, store_comments
from integrations.base import Talk
from integrations.errors import ForgeError, ForgeUnavailable

# Of one run; the next one goes on behind them.
MOST_COMMENT_PAGES = 50


def finish_repository(pull: Pull, repository_id: int, has_news: bool) -> Setback | None:  # noqa: FBT001 -- a step's arguments have no names
    """Do what is left when all pages of issues were read; ``has_news`` if one held a record."""
    try:
        if has_news or _has_unheard_issues(pull, repository_id):
            _read_comments(pull, repository_id)
        _count(pull, repository_id)
    except ForgeUnavailable as exc:
        return setback_of(exc)
    except ForgeError:
        pass  # not known, which is said nowhere: the issues themselves were read
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        if has_news or session.get(ProjectPace, row.project_id) is None:
            keep_pace(session, row.project_id, now=pull.now())
        mark_good(session, row, note=_note(pull, row), now=pull.now())
        plan_repository(session, row, now=pull.now())
    pull.fresh.pop(repository_id, None)
    return None


def lose_issues(pull: Pull, repository_id: int) -> Setback | None:
    """Look at once for issues that left, because the forge said that one did."""
    try:
        census.take_census(pull, repository_id)
    except ForgeError as exc:
        return setback_of(exc)
    return None


def _has_unheard_issues(pull: Pull, repository_id: int) -> bool:
    """Say whether an issue changed since comments were read.

    A pull that was killed after the last page had news, and nobody knows of it any more.
    """
    if not isinstance(pull.forge, Talk):
        return False
    with pull.context.reading() as session:
        row = session.get_one(Repository, repository_id)
        changed_since = select(Task.id).where(
            col(Task.repository_id) == repository_id,
            col(Task.origin) == Origin.ISSUE,
            col(Task.updated_at) >= row.comments_at if row.comments_at else true(),
        )
        return session.exec(changed_since.limit(1)).first() is not None


def _read_comments(pull: Pull, repository_id: int) -> None:
    """Read what was said since the last time, a transaction a page."""
    forge = pull.forge
    if not isinstance(forge, Talk):
        return
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        path = row.path
        since = begin_comments(row, now=pull.now())
    asked_at = pull.now()
    for number, page in enumerate(forge.comments(path, since), start=1):
        with pull.context.transaction() as session:
            row = session.get_one(Repository, repository_id)
            if store_comments(session, row, page.records, now=pull.now()):
                touch_project(session, row, now=pull.now())
            if page.records:
                row.comments_at = max(comment.updated_at for comment in page.records) - LATE
        if number == MOST_COMMENT_PAGES:
            return
    with pull.context.transaction() as session:
        session.get_one(Repository, repository_id).comments_at = asked_at - LATE


def _count(pull: Pull, repository_id: int) -> None:
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        has_list = row.has_issues and not row.is_archived
        is_first_time = row.counted_at is None
        if is_first_time:  # everything was read just now
            row.counted_at = pull.now()
        is_due = has_list and not is_first_time and census.is_due(row, now=pull.now())
    if is_due:
        census.take_census(pull, repository_id)


def _note(pull: Pull, row: Repository) -> str | None:
    """Say in plain words why a repository that was read well offers no tasks."""
    if row.is_archived:
        return f"{row.path} is archived: it can be read, and nobody works on it any more."
    if not row.has_issues:
        return f"{row.path} has its issue list turned off, so it is listed without tasks."
    record = pull.fresh.get(row.id or 0)
    if record is not None and record.is_empty:
        return f"{row.path} is empty so far."
    return None
