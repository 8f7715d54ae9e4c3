"""Forgejo's JSON to records: pure, record by record, so that a bad one harms no other."""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

from integrations.errors import RecordInvalid
from integrations.forgejo.schemas import (
    ForgejoAccount,
    ForgejoComment,
    ForgejoIssue,
    ForgejoRepository,
)
from integrations.json_values import LARGEST_NUMBER, validated, web_url
from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord

_GHOST_ID = -1
_ISSUE_URL = re.compile(r"/issues/(\d{1,10})$")


def is_pull_request(item: Mapping[str, object]) -> bool:
    """Tell a pull request from an issue, whose ``pull_request`` is null or missing."""
    return isinstance(item.get("pull_request"), Mapping)


def is_hidden(item: object) -> bool:
    """Tell whether a repository is not for everyone: private, or for those signed in."""
    return isinstance(item, Mapping) and bool(item.get("private") or item.get("internal"))


def issue_record(item: object, *, host: str, path: str) -> IssueRecord:
    """Turn an issue into a record, or raise :class:`RecordInvalid` with what is wrong with it."""
    issue = validated(ForgejoIssue, item)
    page = f"https://{host}/{path}/issues/{issue.number}"
    names = (label.name for label in issue.labels or () if label)
    return IssueRecord(
        remote_id=str(issue.id),
        number=issue.number,
        title=issue.title,
        body=issue.body or "",
        url=web_url(issue.html_url) or page,
        is_open=issue.state == "open",
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        closed_at=issue.closed_at,
        labels=tuple(dict.fromkeys(name for name in names if name)),
        author=author(issue.user, host=host),
        assignees=_assignees(issue, host=host),
        comments=issue.comments,
        is_locked=bool(issue.is_locked),
    )


def comment_record(item: object, *, host: str) -> CommentRecord | None:
    """Turn a comment into a record, or ``None`` for one on a pull request."""
    comment = validated(ForgejoComment, item)
    if comment.pull_request_url:
        return None
    match = _ISSUE_URL.search(comment.issue_url or "")
    if match is None or not 0 < int(match[1]) <= LARGEST_NUMBER:
        raise RecordInvalid("Its issue_url could not be read.")
    return CommentRecord(
        remote_id=str(comment.id),
        issue_number=int(match[1]),
        author=author(comment.user, host=host),
        text=comment.body or "",
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )


def project_record(item: object, *, host: str) -> ProjectRecord:
    """Turn a repository into a record; a hidden one is invalid, since a hub is public.

    Forgejo says only when a repository was last changed, by a push or in its settings: that
    stands for the last push too.
    """
    repository = validated(ForgejoRepository, item)
    if repository.private or repository.internal:
        raise RecordInvalid(f"{repository.full_name} is private, and a hub lists what is public.")
    licences = repository.licenses or ()
    record = ProjectRecord(
        remote_id=str(repository.id),
        path=repository.full_name,
        name=repository.name,
        url=web_url(repository.html_url) or f"https://{host}/{repository.full_name}",
        description=repository.description or None,
        topics=repository.topics or (),
        licence=licences[0] if len(licences) == 1 else None,
        stars=repository.stars_count,
        is_archived=bool(repository.archived),
        is_fork=bool(repository.fork),
        is_empty=bool(repository.empty),
        has_issues=repository.has_issues is not False and repository.external_tracker is None,
        default_branch=repository.default_branch or None,
        homepage=_homepage(repository.website),
        owner=author(repository.owner, host=host),
        created_at=repository.created_at,
        updated_at=repository.updated_at,
        pushed_at=repository.updated_at,
    )
    return replace(record, etag=_fingerprint(record))


def languages(item: object) -> tuple[str, ...] | None:
    """Order languages by their bytes of code, largest first; ``None`` if it is no such answer."""
    if not isinstance(item, Mapping):
        return None
    sizes = {
        name: size
        for name, size in item.items()
        if isinstance(name, str) and isinstance(size, int) and not isinstance(size, bool)
    }
    return tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))


def author(account: ForgejoAccount | None, *, host: str) -> AuthorRecord | None:
    """Turn an account into a record; a deleted one is nobody."""
    if account is None or account.id == _GHOST_ID:
        return None
    is_bot = account.id < _GHOST_ID or account.login.casefold().endswith(("[bot]", "-bot", "_bot"))
    return AuthorRecord(
        remote_id=str(account.id),
        login=account.login,
        url=web_url(account.html_url) or f"https://{host}/{account.login}",
        is_bot=is_bot,
    )


def _assignees(issue: ForgejoIssue, *, host: str) -> tuple[AuthorRecord, ...]:
    accounts = issue.assignees if issue.assignees else (issue.assignee,)
    authors = (author(account, host=host) for account in accounts)
    return tuple(dict.fromkeys(one for one in authors if one is not None))


def _homepage(text: str | None) -> str | None:
    """Keep a web address, also one without its scheme, and nothing else that a link could run."""
    written = (text or "").strip()
    if not written or ":" in written.partition("/")[0].partition(".")[0]:
        return web_url(written)
    return web_url(f"https://{written}")


def _fingerprint(record: ProjectRecord) -> str:
    """Stand in for the ETag that Forgejo does not send: the same facts have the same one."""
    return blake2b(repr(record).encode(), digest_size=16).hexdigest()
