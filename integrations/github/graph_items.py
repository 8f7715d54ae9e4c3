"""GraphQL's nodes written as REST's items, so that both are read by the same rules: pure.

Nothing is checked here: what is missing or odd shows when the item becomes a record.
"""

from collections.abc import Mapping
from dataclasses import replace

from integrations.errors import RecordInvalid
from integrations.github.mapping import (
    comment_record,
    file_record,
    is_readable_size,
    issue_record,
    project_record,
)
from integrations.issue_cursor import Mark
from integrations.json_values import web_url
from integrations.records import (
    PROJECT_FILES,
    CommentRecord,
    FileRecord,
    IssueRecord,
    ProjectRecord,
)

Node = Mapping[str, object]


def issue_item(node: object) -> dict[str, object]:
    """Write an issue as REST would, as far as a record needs it."""
    issue = _object(node)
    return {
        "id": _id(issue),
        "number": issue.get("number"),
        "title": issue.get("title"),
        "body": issue.get("body"),
        "html_url": issue.get("url"),
        "state": _lower(issue.get("state")),
        "created_at": issue.get("createdAt"),
        "updated_at": issue.get("updatedAt"),
        "closed_at": issue.get("closedAt"),
        "labels": [_object(label).get("name") for label in _nodes(issue.get("labels"))],
        "user": _account(issue.get("author")),
        "assignees": [_account(user) for user in _nodes(issue.get("assignees"))],
        "comments": _object(issue.get("comments")).get("totalCount"),
        "locked": issue.get("locked"),
    }


def graph_mark(node: object) -> Mark | None:
    """Read which issue it is and when it changed, also of one that is unreadable otherwise."""
    issue = _object(node)
    return Mark.of({"id": _id(issue), "updated_at": issue.get("updatedAt")})


def graph_issue(node: object, *, host: str, path: str) -> IssueRecord:
    """Turn an issue into a record, with its talk; raises :class:`RecordInvalid` as REST's does."""
    issue = _object(node)
    record = issue_record(issue_item(node), host=host, path=path)
    changes = [
        web_url(url)
        for change in _nodes(issue.get("closedByPullRequestsReferences"))
        if isinstance(url := _object(change).get("url"), str)
    ]
    spoke = _object(issue.get("participants")).get("totalCount")
    return replace(
        record,
        participants=spoke if isinstance(spoke, int) else None,
        linked_change_url=next((url for url in changes if url), None),
        talk=_talk(issue, number=record.number, host=host),
    )


def graph_project(node: Node, *, host: str) -> ProjectRecord:
    """Turn a repository into a complete record; raises :class:`RecordInvalid` as REST's does."""
    is_empty = node.get("isEmpty") is True
    topics = [_object(_object(one).get("topic")) for one in _nodes(node.get("repositoryTopics"))]
    item = {
        "id": node.get("databaseId"),
        "name": node.get("name"),
        "full_name": node.get("nameWithOwner"),
        "html_url": node.get("url"),
        "private": node.get("isPrivate"),
        "description": node.get("description"),
        "topics": [topic.get("name") for topic in topics],
        "language": None if is_empty else "some",
        "size": 0 if is_empty else 1,
        "license": {"spdx_id": _object(node.get("licenseInfo")).get("spdxId")},
        "stargazers_count": node.get("stargazerCount"),
        "archived": node.get("isArchived"),
        "fork": node.get("isFork"),
        "has_issues": node.get("hasIssuesEnabled"),
        "default_branch": _object(node.get("defaultBranchRef")).get("name"),
        "homepage": node.get("homepageUrl"),
        "owner": _account(node.get("owner")),
        "created_at": node.get("createdAt"),
        "updated_at": node.get("updatedAt"),
        "pushed_at": node.get("pushedAt"),
    }
    languages = (_object(language).get("name") for language in _nodes(node.get("languages")))
    return replace(
        project_record(item, host=host),
        languages=tuple(name for name in languages if isinstance(name, str)),
        contributing_url=_page(node.get("contributingGuidelines")),
        code_of_conduct_url=_page(node.get("codeOfConduct")),
        files=_files(node),
    )


def _talk(issue: Node, *, number: int, host: str) -> tuple[CommentRecord, ...]:
    """Read the comments that came along; one that cannot be read is left out."""
    talk = []
    for node in _nodes(_object(issue.get("comments")).get("nodes")):
        comment = _object(node)
        item = {
            "id": _id(comment),
            "issue_url": f"/issues/{number}",
            "body": comment.get("body"),
            "user": _account(comment.get("author")),
            "created_at": comment.get("createdAt"),
            "updated_at": comment.get("updatedAt"),
        }
        try:
            talk.append(comment_record(item, host=host))
        except RecordInvalid:
            continue
    return tuple(talk)


def _files(node: Node) -> tuple[FileRecord, ...]:
    found = []
    for number, name in enumerate(PROJECT_FILES):
        blob = _object(node.get(f"file{number}"))
        text = blob.get("text")
        is_text = isinstance(text, str) and blob.get("isBinary") is not True
        if is_text and is_readable_size(blob.get("byteSize")):
            found.append(file_record(name, str(text)))
    return tuple(file for file in found if file is not None)


def _id(node: Node) -> object:
    """Give REST's id: the full one, as text, where there is one; the other ends at 2^31."""
    full = node.get("fullDatabaseId")
    if isinstance(full, str) and full.isascii() and full.isdigit():
        return int(full)
    return full if isinstance(full, int) else node.get("databaseId")


def _account(actor: object) -> dict[str, object] | None:
    """Write an account; nobody, and one without an id of its own, is ``None``.

    REST writes a bot's login with a suffix, GraphQL without.
    """
    account = _object(actor)
    if not isinstance(account.get("databaseId"), int):
        return None
    login, kind = str(account.get("login")), account.get("__typename")
    is_bare = kind == "Bot" and not login.endswith("[bot]")
    return {
        "id": account["databaseId"],
        "login": f"{login}[bot]" if is_bare else login,
        "html_url": account.get("url"),
        "type": kind,
    }


def _page(node: object) -> str | None:
    url = _object(node).get("url")
    return web_url(url) if isinstance(url, str) else None


def _nodes(value: object) -> list[object]:
    nodes = value.get("nodes") if isinstance(value, Mapping) else value
    return [node for node in nodes if node is not None] if isinstance(nodes, list) else []


def _object(value: object) -> Node:
    return value if isinstance(value, Mapping) else {}


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
