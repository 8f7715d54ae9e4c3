"""GitHub's JSON to records: pure, record by record, so that a bad one harms no other."""

import re
from collections.abc import Mapping

from integrations.errors import RecordInvalid
from integrations.github.schemas import (
    GitHubAccount,
    GitHubComment,
    GitHubCommunity,
    GitHubFile,
    GitHubIssue,
    GitHubLabel,
    GitHubRepository,
)
from integrations.json_values import validated, web_url
from integrations.records import (
    MAX_FILE_BYTES,
    AuthorRecord,
    CommentRecord,
    FileRecord,
    IssueRecord,
    ProjectRecord,
)

# GitHub shows everything of deleted accounts under this one: https://github.com/ghost
_GHOST_ID = 10137
# A larger file is no description of a project, and is not read at all.
_LARGEST_FILE_BYTES = 1024 * 1024
_ISSUE_ADDRESS = re.compile(r"/issues/(\d{1,10})$")


def is_pull_request(item: Mapping[str, object]) -> bool:
    """Tell a pull request from an issue.

    Answers before 2013 carry a ``pull_request`` full of nulls on plain issues.
    """
    link = item.get("pull_request")
    return isinstance(link, Mapping) and any(value is not None for value in link.values())


def issue_record(item: object, *, host: str, path: str) -> IssueRecord:
    """Turn an issue into a record, or raise :class:`RecordInvalid` with what is wrong with it."""
    issue = validated(GitHubIssue, item)
    page = f"https://{host}/{path}/issues/{issue.number}"
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
        labels=_label_names(issue),
        author=_author(issue.user, host=host),
        assignees=_assignees(issue, host=host),
        comments=issue.comments,
        is_locked=bool(issue.locked),
    )


def comment_record(item: object, *, host: str) -> CommentRecord:
    """Turn a comment of a repository-wide list into a record; its issue stands in an address."""
    comment = validated(GitHubComment, item)
    match = _ISSUE_ADDRESS.search(comment.issue_url)
    if match is None:
        raise RecordInvalid("Its issue_url could not be read.")
    return CommentRecord(
        remote_id=str(comment.id),
        issue_number=int(match[1]),
        author=_author(comment.user, host=host),
        text=comment.body or "",
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )


def subject_of(item: object, parent: str) -> str:
    """Name an unreadable item as well as it can be."""
    number = item.get("number") if isinstance(item, dict) else None
    if isinstance(number, int):
        return f"{parent}#{number}"
    return f"something in {parent}"


def project_record(item: object, *, host: str, etag: str | None = None) -> ProjectRecord:
    """Turn a repository into a record; a private one is invalid, since a hub is public."""
    repository = validated(GitHubRepository, item)
    if repository.private:
        raise RecordInvalid(f"{repository.full_name} is private, and a hub lists what is public.")
    return ProjectRecord(
        remote_id=str(repository.id),
        path=repository.full_name,
        name=repository.name,
        url=web_url(repository.html_url) or f"https://{host}/{repository.full_name}",
        description=repository.description,
        topics=repository.topics or (),
        licence=_licence(repository),
        stars=repository.stargazers_count,
        is_archived=bool(repository.archived),
        is_fork=bool(repository.fork),
        is_empty=repository.size == 0 and repository.language is None,
        has_issues=repository.has_issues is not False,
        default_branch=repository.default_branch,
        homepage=_homepage(repository.homepage),
        owner=_author(repository.owner, host=host),
        created_at=repository.created_at,
        updated_at=repository.updated_at,
        pushed_at=repository.pushed_at,
        etag=etag,
    )


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


def community_links(item: object) -> tuple[str | None, str | None]:
    """Find the pages of the contributing guide and of the code of conduct."""
    files = validated(GitHubCommunity, item).files
    if files is None:
        return None, None
    conduct = _page_of(files.code_of_conduct_file) or _page_of(files.code_of_conduct)
    return _page_of(files.contributing), conduct


def listed_files(items: object) -> dict[str, str]:
    """Read a folder's listing, name to type; files too large to be read are left out."""
    return {
        name: kind
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
        if isinstance(name := item.get("name"), str) and isinstance(kind := item.get("type"), str)
        if is_readable_size(item.get("size"))
    }


def is_readable_size(size: object) -> bool:
    """Tell whether a file of so many bytes is read at all, where its size is told."""
    return not isinstance(size, int) or size <= _LARGEST_FILE_BYTES


def file_record(name: str, text: str) -> FileRecord | None:
    """Make a file of its text, cut to what a record holds; one that is no text is none."""
    if "\x00" in text:
        return None
    raw = text.encode("utf-8", errors="replace")
    if len(raw) > MAX_FILE_BYTES:
        text = raw[:MAX_FILE_BYTES].decode("utf-8", errors="ignore")
    return FileRecord(name, text)


def _label_names(issue: GitHubIssue) -> tuple[str, ...]:
    names = (
        label.name if isinstance(label, GitHubLabel) else label for label in issue.labels or ()
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _assignees(issue: GitHubIssue, *, host: str) -> tuple[AuthorRecord, ...]:
    accounts = issue.assignees if issue.assignees else (issue.assignee,)
    authors = (_author(account, host=host) for account in accounts)
    return tuple(dict.fromkeys(author for author in authors if author is not None))


def _author(account: GitHubAccount | None, *, host: str) -> AuthorRecord | None:
    if account is None or account.id == _GHOST_ID:
        return None
    return AuthorRecord(
        remote_id=str(account.id),
        login=account.login,
        url=web_url(account.html_url) or f"https://{host}/{account.login}",
        is_bot=account.type == "Bot" or account.login.endswith("[bot]"),
    )


def _licence(repository: GitHubRepository) -> str | None:
    spdx = repository.license.spdx_id if repository.license else None
    return None if spdx == "NOASSERTION" else spdx


def _homepage(text: str | None) -> str | None:
    """Keep a web address, also one without its scheme, and nothing else that a link could run."""
    written = (text or "").strip()
    if not written or ":" in written.partition("/")[0].partition(".")[0]:
        return web_url(written)
    return web_url(f"https://{written}")


def _page_of(file: GitHubFile | None) -> str | None:
    return web_url(file.html_url) if file else None
