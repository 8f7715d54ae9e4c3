"""Keeps what the comments on issues say of them: who said they take it, when somebody answered.

The comments themselves are not kept. Inside the caller's transaction; safe to repeat, in any order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from hub.database import Fetched, fetch
from hub.models import Author, Repository, Task
from hub.normalise.talk import CLAIM_HOLDS, TalkFacts, talk_facts
from integrations.records import CommentRecord, IssueRecord

# A comment may show a moment late in a list.
LATE = timedelta(minutes=1)


def store_talk(
    session: Session, repository: Repository, issues: Sequence[IssueRecord], *, now: datetime
) -> int:
    """Keep what comments say that came along with their issues; returns how many tasks changed.

    A first pull that brings them spares asking for them apart.
    """
    told = {issue.number: issue.talk for issue in issues if issue.talk is not None}
    if not told:
        return 0
    if repository.comments_at is None:
        repository.comments_since = repository.comments_at = now - LATE
    whole = {issue.number for issue in issues if issue.comments == len(issue.talk or ())}
    return _store(session, repository, told, whole=whole, now=now)


def store_comments(
    session: Session, repository: Repository, comments: Iterable[CommentRecord], *, now: datetime
) -> int:
    """Keep what comments say that came apart; returns how many tasks changed."""
    told: defaultdict[int, list[CommentRecord]] = defaultdict(list)
    for comment in comments:
        told[comment.issue_number].append(comment)
    return _store(session, repository, told, whole=frozenset(), now=now)


def begin_comments(repository: Repository, *, now: datetime) -> datetime:
    """Give the instant since when comments are to be asked for; the first time, a month back."""
    if repository.comments_at is None:
        repository.comments_since = repository.comments_at = now - CLAIM_HOLDS
    return repository.comments_at


def _store(
    session: Session,
    repository: Repository,
    told: Mapping[int, Sequence[CommentRecord]],
    *,
    whole: Collection[int],
    now: datetime,
) -> int:
    changes = []
    since = repository.comments_since
    for row in _tasks(session, repository, list(told)):
        before = TalkFacts(row.claimed_by, row.claimed_at, row.answered_at)
        after = talk_facts(
            told[row.number],
            author_id=row.author_remote_id,
            is_whole=row.number in whole or (since is not None and row.opened_at >= since),
            before=before,
        )
        if after != before:
            changes.append(
                {
                    "id": row.id,
                    "claimed_by": after.claimed_by,
                    "claimed_at": after.claimed_at,
                    "answered_at": after.answered_at,
                    "freshness_turns_at": now,
                    "changed_at": now,
                }
            )
    if changes:
        session.execute(update(Task), changes)
    return len(changes)


def _tasks(session: Session, repository: Repository, numbers: list[int]) -> Sequence[Fetched]:
    return fetch(
        session,
        select(
            col(Task.id),
            col(Task.number),
            col(Task.opened_at),
            col(Task.claimed_by),
            col(Task.claimed_at),
            col(Task.answered_at),
            col(Author.remote_id).label("author_remote_id"),
        )
        .join(Author, col(Task.author_id) == col(Author.id), isouter=True)
        .where(col(Task.repository_id) == repository.id, col(Task.number).in_(numbers)),
    )
