"""Records written as GitLab writes them in JSON, for the local server."""

from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord
from tests.integrations.forge_server import Json
from tests.integrations.gitlab_server import stamp


def account_item(author: AuthorRecord) -> Json:
    """Write a user as GitLab does beside an issue."""
    return {
        "id": int(author.remote_id),
        "username": author.login,
        "public_email": "",
        "name": author.login.title(),
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": author.url,
    }


def ghost_item() -> Json:
    """Write the user that stands in for deleted ones."""
    ghost = AuthorRecord("1243277", "ghost", "https://gitlab.com/ghost")
    return {**account_item(ghost), "name": "Ghost User"}


def project_item(record: ProjectRecord) -> Json:
    """Write a project, as it stands by itself and with ``license=true``."""
    owner = record.owner
    return {
        "id": int(record.remote_id),
        "description": record.description,
        "name": record.name,
        "name_with_namespace": record.path.replace("/", " / "),
        "path": record.path.rpartition("/")[2],
        "path_with_namespace": record.path,
        "created_at": stamp(record.created_at) if record.created_at else None,
        "updated_at": stamp(record.updated_at) if record.updated_at else None,
        "last_activity_at": stamp(record.pushed_at) if record.pushed_at else None,
        "default_branch": record.default_branch,
        "tag_list": list(record.topics),
        "topics": list(record.topics),
        "web_url": record.url,
        "forks_count": 0,
        "star_count": record.stars,
        "namespace": {
            "id": int(owner.remote_id),
            "name": owner.login.title(),
            "path": owner.login.rpartition("/")[2],
            "kind": "group",
            "full_path": owner.login,
            "web_url": owner.url,
        }
        if owner
        else None,
        "empty_repo": record.is_empty,
        "archived": record.is_archived,
        "visibility": "public",
        "issues_enabled": record.has_issues,
        "issues_access_level": "enabled" if record.has_issues else "disabled",
        "merge_requests_access_level": "enabled",
        "license": {"key": record.licence.lower(), "name": "x"} if record.licence else None,
        **({"forked_from_project": {"id": 3, "name": "origin"}} if record.is_fork else {}),
    }


def issue_item(record: IssueRecord, *, path: str, is_confidential: bool = False) -> Json:
    """Write an issue with most of what GitLab puts into it."""
    assignees = [account_item(one) for one in record.assignees]
    return {
        "id": int(record.remote_id),
        "iid": record.number,
        "project_id": 77,
        "title": record.title,
        "description": record.body or None,
        "state": "opened" if record.is_open else "closed",
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "closed_at": stamp(record.closed_at) if record.closed_at else None,
        "closed_by": None,
        "labels": list(record.labels),
        "milestone": None,
        "assignees": assignees,
        "author": account_item(record.author) if record.author else ghost_item(),
        "type": "ISSUE",
        "assignee": assignees[0] if assignees else None,
        "user_notes_count": record.comments,
        "merge_requests_count": 0,
        "upvotes": 0,
        "downvotes": 0,
        "due_date": None,
        "confidential": is_confidential,
        "discussion_locked": record.is_locked or None,
        "issue_type": "issue",
        "web_url": record.url,
        "task_completion_status": {"count": 0, "completed_count": 0},
        "references": {
            "short": f"#{record.number}",
            "relative": f"#{record.number}",
            "full": f"{path}#{record.number}",
        },
        "moved_to_id": None,
    }


def merge_request_item(record: IssueRecord, *, path: str) -> Json:
    """Write a merge request as the simple view shows it."""
    return {
        "id": int(record.remote_id) + 500_000,
        "iid": record.number,
        "project_id": 77,
        "title": record.title,
        "description": record.body or None,
        "state": "opened" if record.is_open else "merged",
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "web_url": f"https://gitlab.com/{path}/-/merge_requests/{record.number}",
    }


def comment_event(record: CommentRecord, **note: object) -> Json:
    """Write the event of a comment."""
    return {
        "id": int(record.remote_id) + 1000,
        "project_id": 77,
        "action_name": "commented on",
        "target_id": int(record.remote_id),
        "target_type": "Note",
        "created_at": stamp(record.created_at),
        "note": {
            "id": int(record.remote_id),
            "type": None,
            "body": record.text,
            "author": account_item(record.author) if record.author else ghost_item(),
            "created_at": stamp(record.created_at),
            "updated_at": stamp(record.updated_at),
            "system": False,
            "noteable_id": 1,
            "noteable_type": "Issue",
            "noteable_iid": record.issue_number,
            "internal": False,
            "confidential": False,
            **note,
        },
    }
