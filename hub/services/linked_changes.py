"""Keeps which open changes will close which issues, whichever of the two is read first."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from hub.database import fetch, insert_missing
from hub.models import LinkedChange, Repository, Task
from hub.normalise.text import web_url
from integrations import records


def store_changes(
    session: Session, repository: Repository, changes: Iterable[records.LinkedChange]
) -> set[int]:
    """Remember open changes and forget closed ones; returns the issues that either named."""
    touched: set[int] = set()
    for change in changes:
        url = web_url(change.url)
        if url is None:
            continue
        touched |= set(change.closes) | _forget(session, repository, url)
        if change.is_open:
            rows = [
                {"repository_id": repository.id, "issue_number": number, "url": url}
                for number in change.closes
            ]
            insert_missing(session, LinkedChange, rows)
    return touched


def remember_links(
    session: Session, repository: Repository, issues: Iterable[records.IssueRecord]
) -> None:
    """Remember the open change that an issue came with, beside those known already."""
    rows = [
        {"repository_id": repository.id, "issue_number": issue.number, "url": url}
        for issue in issues
        if issue.is_open and (url := web_url(issue.linked_change_url))
    ]
    insert_missing(session, LinkedChange, rows)


def links_of(
    session: Session,
    repository_id: int,
    *,
    numbers: Collection[int],
    news: Iterable[records.LinkedChange] = (),
) -> dict[int, str]:
    """Find the open change of each issue that has one, of several the first by address.

    ``news`` came with the same page and is not stored yet.
    """
    urls: defaultdict[int, set[str]] = defaultdict(set)
    for row in fetch(
        session,
        select(col(LinkedChange.issue_number), col(LinkedChange.url)).where(
            col(LinkedChange.repository_id) == repository_id,
            col(LinkedChange.issue_number).in_(numbers),
        ),
    ):
        urls[row.issue_number].add(row.url)
    for change in news:
        for held in urls.values():
            held.discard(change.url)
        for number in change.closes if change.is_open else ():
            urls[number].add(change.url)
    return {number: min(held) for number, held in urls.items() if held}


def link_tasks(
    session: Session, repository: Repository, numbers: Collection[int], *, now: datetime
) -> int:
    """Bring tasks that are stored already in step with the changes that name them."""
    assert repository.id is not None
    links = links_of(session, repository.id, numbers=numbers)
    changed = 0
    for number in numbers:
        link = links.get(number)
        result = session.connection().execute(
            update(Task)
            .where(
                col(Task.repository_id) == repository.id,
                col(Task.number) == number,
                col(Task.linked_change_url).is_distinct_from(link),
            )
            .values(linked_change_url=link, freshness_turns_at=now, changed_at=now)
        )
        changed += result.rowcount
    return changed


def _forget(session: Session, repository: Repository, url: str) -> set[int]:
    is_this = (col(LinkedChange.repository_id) == repository.id) & (col(LinkedChange.url) == url)
    named = {row.issue_number for row in fetch(session, select(LinkedChange).where(is_this))}
    if named:
        session.connection().execute(delete(LinkedChange).where(is_this))
    return named
