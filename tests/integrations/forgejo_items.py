"""Records written as Forgejo writes them in JSON, for the local server."""

from datetime import datetime

from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord
from tests.integrations.forge_server import Json
from tests.integrations.forgejo_server import stamp

API = "https://codeberg.org/api/v1"


def account_item(author: AuthorRecord | None) -> Json:
    """Write an account; a deleted one is the ghost."""
    ghost = AuthorRecord("-1", "Ghost", "https://codeberg.org/Ghost")
    one = author or ghost
    return {
        "id": int(one.remote_id),
        "login": one.login,
        "login_name": "",
        "source_id": 0,
        "full_name": "",
        "email": f"{one.login}@noreply.codeberg.org",
        "avatar_url": "https://codeberg.org/avatars/0",
        "html_url": one.url,
        "language": "",
        "is_admin": False,
        "last_login": "0001-01-01T00:00:00Z",
        "created": "2019-07-17T21:08:41Z",
        "visibility": "public",
        "username": one.login,
    }


def repository_item(record: ProjectRecord) -> Json:
    """Write a repository; ``licenses`` as Gitea does, since Forgejo tells of no licence."""
    return {
        "id": int(record.remote_id),
        "owner": account_item(record.owner),
        "name": record.name,
        "full_name": record.path,
        "description": record.description or "",
        "empty": record.is_empty,
        "private": False,
        "fork": record.is_fork,
        "parent": None,
        "mirror": False,
        "size": 68,
        "language": "",
        "html_url": record.url,
        "url": f"{API}/repos/{record.path}",
        "website": record.homepage or "",
        "stars_count": record.stars,
        "open_issues_count": 0,
        "default_branch": record.default_branch or "",
        "archived": record.is_archived,
        "created_at": _stamped(record.created_at),
        "updated_at": _stamped(record.updated_at),
        "has_issues": record.has_issues,
        "has_pull_requests": True,
        "internal": False,
        "mirror_updated": "0001-01-01T00:00:00Z",
        "topics": list(record.topics),
        "licenses": [record.licence] if record.licence else None,
    }


def issue_item(record: IssueRecord, *, path: str) -> Json:
    """Write an issue, with an account for everyone and null where there is nobody."""
    owner, _, name = path.partition("/")
    return {
        "id": int(record.remote_id),
        "url": f"{API}/repos/{path}/issues/{record.number}",
        "html_url": record.url,
        "number": record.number,
        "user": account_item(record.author),
        "original_author": "",
        "original_author_id": 0,
        "title": record.title,
        "body": record.body,
        "ref": "",
        "assets": [],
        "labels": [_label_item(name) for name in record.labels],
        "milestone": None,
        "assignee": account_item(record.assignees[0]) if record.assignees else None,
        "assignees": [account_item(one) for one in record.assignees] or None,
        "state": "open" if record.is_open else "closed",
        "is_locked": record.is_locked,
        "comments": record.comments,
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "closed_at": _stamped(record.closed_at),
        "due_date": None,
        "pull_request": None,
        "repository": {"id": 77, "name": name, "owner": owner, "full_name": path},
        "pin_order": 0,
    }


def pull_request_item(record: IssueRecord, *, path: str) -> Json:
    """Write a pull request as it stands among issues."""
    page = f"https://codeberg.org/{path}/pulls/{record.number}"
    meta = {"merged": False, "merged_at": None, "draft": False, "html_url": page}
    return {**issue_item(record, path=path), "html_url": page, "pull_request": meta}


def comment_item(record: CommentRecord, *, path: str, is_on_pull: bool = False) -> Json:
    """Write a comment as it stands in the list of a repository."""
    kind = "pulls" if is_on_pull else "issues"
    page = f"https://codeberg.org/{path}/{kind}/{record.issue_number}"
    return {
        "id": int(record.remote_id),
        "html_url": f"{page}#issuecomment-{record.remote_id}",
        "pull_request_url": page if is_on_pull else "",
        "issue_url": "" if is_on_pull else page,
        "user": account_item(record.author),
        "original_author": "",
        "original_author_id": 0,
        "body": record.text,
        "assets": [],
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
    }


def _label_item(name: str) -> Json:
    return {
        "id": sum(name.encode()),
        "name": name,
        "exclusive": False,
        "is_archived": False,
        "color": "fbca04",
        "description": "",
        "url": f"{API}/labels/{sum(name.encode())}",
    }


def _stamped(instant: datetime | None) -> str | None:
    return stamp(instant) if instant else None
