"""Items of a list to a page of records: pure; a bad item is told and harms no other."""

from collections.abc import Iterable

from integrations.errors import RecordInvalid
from integrations.forgejo.links import linked_change
from integrations.forgejo.mapping import (
    comment_record,
    is_hidden,
    is_pull_request,
    issue_record,
    project_record,
)
from integrations.records import (
    CommentRecord,
    IssueRecord,
    LinkedChange,
    Page,
    ProjectRecord,
    RecordProblem,
)


def issue_page(items: Iterable[object], *, host: str, path: str, cursor: str) -> Page[IssueRecord]:
    """Read issues; of pull requests only which issues they close."""
    records: dict[str, IssueRecord] = {}
    problems: list[RecordProblem] = []
    changes: list[LinkedChange] = []
    for item in items:
        if isinstance(item, dict) and is_pull_request(item):
            change = linked_change(item, host=host, path=path)
            changes += [change] if change else []
            continue
        try:
            record = issue_record(item, host=host, path=path)
        except RecordInvalid as exc:
            problems.append(RecordProblem(_subject(item, path), str(exc)))
            continue
        records[record.remote_id] = record
    ordered = sorted(records.values(), key=lambda issue: (issue.updated_at, issue.number))
    return Page(tuple(ordered), cursor, problems=tuple(problems), changes=tuple(changes))


def comment_page(items: Iterable[object], *, host: str, path: str) -> Page[CommentRecord]:
    """Read comments on issues, without those on pull requests."""
    records: list[CommentRecord] = []
    problems: list[RecordProblem] = []
    for item in items:
        try:
            record = comment_record(item, host=host)
        except RecordInvalid as exc:
            problems.append(RecordProblem(f"a comment in {path}", str(exc)))
            continue
        records += [record] if record else []
    return Page(tuple(records), "", problems=tuple(problems))


def project_page(
    items: Iterable[object], *, host: str, cursor: str, subject: str
) -> Page[ProjectRecord]:
    """Read repositories, without those that are not for everyone."""
    records: dict[str, ProjectRecord] = {}
    problems: list[RecordProblem] = []
    for item in items:
        if is_hidden(item):
            continue
        try:
            record = project_record(item, host=host)
        except RecordInvalid as exc:
            problems.append(RecordProblem(f"something in {subject}", str(exc)))
            continue
        records[record.remote_id] = record
    return Page(tuple(records.values()), cursor, problems=tuple(problems))


def _subject(item: object, parent: str) -> str:
    """Name an unreadable item as well as it can be."""
    number = item.get("number") if isinstance(item, dict) else None
    return f"{parent}#{number}" if isinstance(number, int) else f"something in {parent}"
