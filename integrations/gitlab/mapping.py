"""GitLab's JSON to records: pure, record by record, so that a bad one harms no other."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from integrations.errors import RecordInvalid
from integrations.gitlab.schemas import (
    GitLabAccount,
    GitLabEvent,
    GitLabIssue,
    GitLabLabel,
    GitLabNamespace,
    GitLabProject,
)
from integrations.json_values import validated, web_url
from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord

# What GitLab shows of deleted accounts: https://docs.gitlab.com/user/profile/account/delete_account/
_GHOST_NAME = "Ghost User"
_GHOST_LOGIN = re.compile(r"ghost\d*", re.IGNORECASE)
# Tokens of projects and groups act as users of such names, as GitLab's own helpers do:
# https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects
_BOT_LOGIN = re.compile(r"(?:project|group)_\d+_bot\w*|.*[-_]bot|.*\[bot\]", re.IGNORECASE)

# SPDX names that are more than the key in capitals: https://spdx.org/licenses/
_SPDX = MappingProxyType(
    {
        name.casefold(): name
        for name in (
            "Apache-1.1", "Apache-2.0", "Artistic-1.0", "Artistic-2.0", "BSD-2-Clause",
            "BSD-3-Clause", "BSD-3-Clause-Clear", "BSD-4-Clause", "BlueOak-1.0.0", "GFDL-1.3",
            "LPPL-1.3c", "MulanPSL-2.0", "ODbL-1.0", "PostgreSQL", "Unlicense", "Vim", "Zlib",
        )
    }
)  # fmt: skip

_CONTRIBUTING = re.compile(r"contributing(?:\.\w+)?", re.IGNORECASE)
_CONDUCT = re.compile(r"code[-_ ]?of[-_ ]?conduct(?:\.\w+)?", re.IGNORECASE)
_LICENCE_FILE = re.compile(r"(?:un)?licen[cs]e.*|copying.*", re.IGNORECASE)


def is_confidential(item: object) -> bool:
    """Tell what only members may see; nothing of it may be stored, not even its title."""
    return isinstance(item, Mapping) and bool(item.get("confidential"))


def is_public(item: object) -> bool:
    """Tell a public project; without a token GitLab does not say so, and shows no other."""
    if not isinstance(item, Mapping) or item.get("private") or item.get("public") is False:
        return False
    return item.get("visibility") in {None, "public"}


def issue_record(item: object, *, host: str, path: str) -> IssueRecord:
    """Turn an issue into a record, or raise :class:`RecordInvalid` with what is wrong with it."""
    if is_confidential(item):
        raise RecordInvalid("It is confidential.")
    issue = validated(GitLabIssue, item)
    page = f"https://{host}/{path}/-/issues/{issue.iid}"
    return IssueRecord(
        remote_id=str(issue.id),
        number=issue.iid,
        title=issue.title,
        body=issue.description or "",
        url=web_url(issue.web_url) or page,
        is_open=issue.state in {"opened", "reopened"},
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        closed_at=issue.closed_at,
        labels=_label_names(issue),
        author=_author(issue.author, host=host),
        assignees=_assignees(issue, host=host),
        comments=issue.user_notes_count,
        is_locked=bool(issue.discussion_locked),
    )


def project_record(item: object, *, host: str, etag: str | None = None) -> ProjectRecord:
    """Turn a project into a record; one that is not public is invalid, since a hub is public."""
    project = validated(GitLabProject, item)
    path = project.path_with_namespace
    if not is_public(item):
        raise RecordInvalid(f"{path} is not public, and a hub lists what is public.")
    return ProjectRecord(
        remote_id=str(project.id),
        path=path,
        name=project.name,
        url=web_url(project.web_url) or f"https://{host}/{path}",
        description=project.description,
        topics=project.topics or project.tag_list or (),
        licence=_licence(project),
        stars=project.star_count,
        is_archived=bool(project.archived),
        is_fork=project.forked_from_project is not None,
        is_empty=bool(project.empty_repo),
        has_issues=_has_issues(project),
        default_branch=project.default_branch,
        owner=_owner(project.namespace, host=host),
        created_at=project.created_at,
        updated_at=project.updated_at,
        pushed_at=project.last_activity_at,
        etag=etag,
    )


def comment_record(item: object, *, host: str) -> CommentRecord | None:
    """Turn an event into a comment on an issue, or ``None`` if it is something else.

    Raises :class:`RecordInvalid` with what is wrong with it.
    """
    note = item.get("note") if isinstance(item, Mapping) else None
    if not isinstance(note, Mapping) or note.get("noteable_type") != "Issue":
        return None
    if note.get("system") or note.get("internal") or note.get("confidential"):
        return None
    read = validated(GitLabEvent, item).note
    if read.noteable_iid is None:
        return None
    return CommentRecord(
        remote_id=str(read.id),
        issue_number=read.noteable_iid,
        author=_author(read.author, host=host),
        text=read.body or "",
        created_at=read.created_at,
        updated_at=read.updated_at,
    )


def languages(item: object) -> tuple[str, ...] | None:
    """Order languages by their share of the code, largest first; ``None`` if it is no such answer.

    Source: https://docs.gitlab.com/api/projects/#list-programming-languages-used
    """
    if not isinstance(item, Mapping):
        return None
    shares = {
        name: share
        for name, share in item.items()
        if isinstance(name, str) and isinstance(share, int | float) and not isinstance(share, bool)
    }
    return tuple(sorted(shares, key=lambda name: (-shares[name], name)))


def root_links(names: Sequence[str], record: ProjectRecord) -> tuple[str | None, str | None]:
    """Give the pages of the contributing guide and of the code of conduct, by the root's files."""
    return (
        _page_of(_first(names, _CONTRIBUTING), record),
        _page_of(_first(names, _CONDUCT), record),
    )


def has_licence_file(names: Sequence[str]) -> bool:
    """Tell whether a licence stands among the root's files."""
    return _first(names, _LICENCE_FILE) is not None


def _first(names: Sequence[str], pattern: re.Pattern[str]) -> str | None:
    return next((name for name in names if pattern.fullmatch(name)), None)


def _page_of(name: str | None, record: ProjectRecord) -> str | None:
    if name is None:
        return None
    branch = quote(record.default_branch or "HEAD")
    return web_url(f"{record.url}/-/blob/{branch}/{quote(name)}")


def _label_names(issue: GitLabIssue) -> tuple[str, ...]:
    """Keep labels as text, scoped ones (``a::b``) too."""
    names = (
        label.name if isinstance(label, GitLabLabel) else label for label in issue.labels or ()
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _assignees(issue: GitLabIssue, *, host: str) -> tuple[AuthorRecord, ...]:
    accounts = issue.assignees if issue.assignees else (issue.assignee,)
    authors = (_author(account, host=host) for account in accounts)
    return tuple(dict.fromkeys(author for author in authors if author is not None))


def _author(account: GitLabAccount | None, *, host: str) -> AuthorRecord | None:
    if account is None:
        return None
    if account.name == _GHOST_NAME and _GHOST_LOGIN.fullmatch(account.username):
        return None
    return AuthorRecord(
        remote_id=str(account.id),
        login=account.username,
        url=web_url(account.web_url) or f"https://{host}/{account.username}",
        is_bot=_BOT_LOGIN.fullmatch(account.username) is not None,
    )


def _owner(namespace: GitLabNamespace | None, *, host: str) -> AuthorRecord | None:
    path = namespace and (namespace.full_path or namespace.path)
    if namespace is None or not path:
        return None
    return AuthorRecord(
        remote_id=str(namespace.id),
        login=path,
        url=web_url(namespace.web_url) or f"https://{host}/{path}",
    )


def _has_issues(project: GitLabProject) -> bool:
    is_closed = project.issues_access_level in {"disabled", "private"}
    return project.issues_enabled is not False and not is_closed


def _licence(project: GitLabProject) -> str | None:
    key = project.license.key if project.license else None
    if not key or key == "other":
        return None
    return _SPDX.get(key.casefold(), key.upper())
