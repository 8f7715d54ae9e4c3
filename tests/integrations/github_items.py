"""Records written as GitHub writes them in JSON, for the local server and the benchmark."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord
from tests.integrations.forge_server import Json
from tests.integrations.github_store import stamp

API = "https://api.github.com"


def account_item(author: AuthorRecord) -> Json:
    """Write an account with the addresses that GitHub puts into each."""
    user = f"{API}/users/{author.login}"
    return {
        "login": author.login,
        "id": int(author.remote_id),
        "node_id": f"MDQ6VXNlcj{author.remote_id}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{author.remote_id}?v=4",
        "gravatar_id": "",
        "url": user,
        "html_url": author.url,
        "followers_url": f"{user}/followers",
        "following_url": f"{user}/following{{/other_user}}",
        "gists_url": f"{user}/gists{{/gist_id}}",
        "starred_url": f"{user}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{user}/subscriptions",
        "organizations_url": f"{user}/orgs",
        "repos_url": f"{user}/repos",
        "events_url": f"{user}/events{{/privacy}}",
        "received_events_url": f"{user}/received_events",
        "type": "Bot" if author.is_bot else "User",
        "user_view_type": "public",
        "site_admin": False,
    }


def repository_item(record: ProjectRecord) -> Json:
    """Write a repository; only what a client reads, since lists of them are short here."""
    return {
        "id": int(record.remote_id),
        "name": record.name,
        "full_name": record.path,
        "private": False,
        "owner": account_item(record.owner) if record.owner else None,
        "html_url": record.url,
        "description": record.description,
        "fork": record.is_fork,
        "url": f"{API}/repos/{record.path}",
        "created_at": stamp(record.created_at) if record.created_at else None,
        "updated_at": stamp(record.updated_at) if record.updated_at else None,
        "pushed_at": stamp(record.pushed_at) if record.pushed_at else None,
        "homepage": record.homepage,
        "size": 0 if record.is_empty else 120,
        "stargazers_count": record.stars,
        "language": None if record.is_empty else "Python",
        "has_issues": record.has_issues,
        "archived": record.is_archived,
        "disabled": False,
        "license": {"key": "x", "spdx_id": record.licence} if record.licence else None,
        "topics": list(record.topics),
        "default_branch": record.default_branch,
    }


def issue_item(record: IssueRecord, *, path: str) -> Json:
    """Write an issue with every address that GitHub puts into it."""
    url = f"{API}/repos/{path}/issues/{record.number}"
    return {
        "url": url,
        "repository_url": f"{API}/repos/{path}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": record.url,
        "id": int(record.remote_id),
        "node_id": f"I_kwDO{record.remote_id}",
        "number": record.number,
        "title": record.title,
        "user": account_item(record.author) if record.author else None,
        "labels": [_label_item(name, path=path) for name in record.labels],
        "state": "open" if record.is_open else "closed",
        "locked": record.is_locked,
        "assignee": account_item(record.assignees[0]) if record.assignees else None,
        "assignees": [account_item(one) for one in record.assignees],
        "milestone": None,
        "comments": record.comments,
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "closed_at": stamp(record.closed_at) if record.closed_at else None,
        "author_association": "NONE",
        "active_lock_reason": None,
        "sub_issues_summary": {"total": 0, "completed": 0, "percent_completed": 0},
        "body": record.body or None,
        "closed_by": None,
        "reactions": {"url": f"{url}/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0},
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": None,
    }


def comment_item(record: CommentRecord, *, path: str) -> Json:
    """Write a comment as it stands in the list of a whole repository."""
    url = f"{API}/repos/{path}/issues"
    return {
        "id": int(record.remote_id),
        "node_id": f"IC_kwDO{record.remote_id}",
        "url": f"{url}/comments/{record.remote_id}",
        "html_url": f"https://github.com/{path}/issues/{record.issue_number}#issuecomment",
        "issue_url": f"{url}/{record.issue_number}",
        "body": record.text,
        "user": account_item(record.author) if record.author else None,
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "author_association": "NONE",
        "reactions": {"url": f"{url}/comments/{record.remote_id}/reactions", "total_count": 0},
    }


def pull_request_item(record: IssueRecord, *, path: str) -> Json:
    """Write a pull request as it stands among issues."""
    url = f"{API}/repos/{path}/pulls/{record.number}"
    page = f"https://github.com/{path}/pull/{record.number}"
    return {
        **issue_item(record, path=path),
        "html_url": page,
        "draft": False,
        "pull_request": {
            "url": url,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "merged_at": None,
        },
    }


def many_issues(
    count: int, *, path: str, first_at: datetime, first_id: int = 900_000
) -> Iterator[Json]:
    """Make open issues of about the size that real ones have (4.5 KB), a minute apart."""
    authors = [
        AuthorRecord(str(5000 + number), f"helper-{number}", f"https://github.com/helper-{number}")
        for number in range(40)
    ]
    paragraph = "The lamp at the east door stays dark after the timer has run out twice. "
    for number in range(1, count + 1):
        at = first_at + timedelta(minutes=number)
        record = IssueRecord(
            remote_id=str(first_id + number),
            number=number,
            title=f"Lamp {number} stays dark after dusk",
            body=paragraph * (5 + number % 23),
            url=f"https://github.com/{path}/issues/{number}",
            is_open=True,
            created_at=at - timedelta(days=30),
            updated_at=at,
            labels=("bug", "good first issue")[: number % 3],
            author=authors[number % len(authors)],
            comments=number % 7,
        )
        yield issue_item(record, path=path)


def _label_item(name: str, *, path: str) -> Json:
    return {
        "id": sum(name.encode()) + 208045946,
        "node_id": "MDU6TGFiZWwyMDgwNDU5NDY=",
        "url": f"{API}/repos/{path}/labels/{name}",
        "name": name,
        "description": "Something that does not work as it should",
        "color": "f29513",
        "default": True,
    }
