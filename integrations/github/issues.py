"""Issues and comments by GitHub's REST lists, in order of change and without a hole.

One request a page; what is asked next stands in :mod:`integrations.issue_cursor`. It must not
know repositories' facts.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from integrations.answers import Answer, listed
from integrations.errors import RecordInvalid
from integrations.github.client import GitHubClient
from integrations.github.links import linked_change
from integrations.github.mapping import (
    comment_record,
    is_pull_request,
    issue_record,
    subject_of,
)
from integrations.github.paths import checked_path
from integrations.http import answered_at, next_page
from integrations.issue_cursor import IssueCursor, Listing, Mark, Phase
from integrations.records import CommentRecord, IssueRecord, LinkedChange, Page, RecordProblem


class IssueLists:
    """Reads the issue lists of repositories."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._host = client.host

    def issues(self, path: str, cursor: str | None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues; each page is one request, its cursor the next."""
        for items, before, behind in self._walk(path, IssueCursor.parse(cursor)):
            page = self._page_of_issues(items, before, path=path)
            yield replace(page, cursor=str(behind))

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of the open issues, page by page; an issue may come twice."""
        for items, _, behind in self._walk(path, IssueCursor()):
            yield frozenset(
                number
                for item in items
                if isinstance(item, dict) and not is_pull_request(item)
                if isinstance(number := item.get("number"), int)
            )
            if behind.phase is not Phase.OPEN:
                return

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield the comments on issues and pull requests that changed since, in that order."""
        since = since.astimezone(UTC)
        start = IssueCursor(phase=Phase.WATCH, started_at=since, since=since)
        for items, before, _ in self._walk(path, start, ask=self._ask_for_comments):
            yield self._page_of_comments(items, before, path=path)

    def _walk(
        self,
        path: str,
        here: IssueCursor,
        *,
        ask: Callable[[str, IssueCursor], Answer] | None = None,
    ) -> Iterator[tuple[list[object], IssueCursor, IssueCursor]]:
        """Give each page's items, with the cursors before and behind it, until one is at rest."""
        checked = checked_path(path)
        while True:
            answer = (ask or self._ask_for_issues)(checked, here)
            if answer.status == 304:
                return
            items = listed(answer, host=self._host, subject=f"issues of {path}")
            before, here = here, here.behind(self._listing(answer, items))
            yield items, before, here
            if here.is_at_rest:
                return

    def _ask_for_issues(self, path: str, here: IssueCursor) -> Answer:
        subject = f"repository {path}"
        if here.link is not None:
            return self._client.get(here.link, subject=subject)
        return self._client.get(
            f"/repos/{path}/issues", _query(here), subject=subject, etag=here.etag
        )

    def _ask_for_comments(self, path: str, here: IssueCursor) -> Answer:
        subject = f"comments of {path}"
        if here.link is not None:
            return self._client.get(here.link, subject=subject)
        query = {name: value for name, value in _query(here).items() if name != "state"}
        return self._client.get(f"/repos/{path}/issues/comments", query, subject=subject)

    def _listing(self, answer: Answer, items: list[object]) -> Listing:
        marks = (Mark.of(item) for item in items)
        return Listing(
            marks=tuple(mark for mark in marks if mark is not None),
            next_url=next_page(answer.headers, answer.url),
            etag=answer.headers.get("etag"),
            answered_at=answered_at(answer.headers, self._client.now()),
            has_items=bool(items),
        )

    def _page_of_issues(
        self, items: list[object], before: IssueCursor, *, path: str
    ) -> Page[IssueRecord]:
        """Read the items that are new, still without the cursor behind them."""
        records: dict[str, IssueRecord] = {}
        problems: list[RecordProblem] = []
        changes: list[LinkedChange] = []
        for item in _new(items, before):
            if isinstance(item, dict) and is_pull_request(item):
                change = linked_change(item, host=self._host, path=path)
                changes += [change] if change else []
                continue
            try:
                record = issue_record(item, host=self._host, path=path)
            except RecordInvalid as exc:
                problems.append(RecordProblem(subject_of(item, path), str(exc)))
                continue
            records[record.remote_id] = record
        ordered = sorted(records.values(), key=lambda issue: (issue.updated_at, issue.remote_id))
        return Page(tuple(ordered), "", problems=tuple(problems), changes=tuple(changes))

    def _page_of_comments(
        self, items: list[object], before: IssueCursor, *, path: str
    ) -> Page[CommentRecord]:
        records: dict[str, CommentRecord] = {}
        problems: list[RecordProblem] = []
        for item in _new(items, before):
            try:
                record = comment_record(item, host=self._host)
            except RecordInvalid as exc:
                problems.append(RecordProblem(f"a comment in {path}", str(exc)))
                continue
            records[record.remote_id] = record
        ordered = sorted(records.values(), key=lambda one: (one.updated_at, one.remote_id))
        return Page(tuple(ordered), "", problems=tuple(problems))


def _new(items: list[object], before: IssueCursor) -> Iterator[object]:
    """Leave out what the page before gave already."""
    for item in items:
        mark: Mark | None = Mark.of(item)
        if mark is None or before.is_new(mark):
            yield item


def _query(here: IssueCursor) -> dict[str, str]:
    """Ask for what comes next. A ``since`` that moved would make an ETag useless."""
    query = {
        "state": "all" if here.phase is Phase.WATCH else here.phase.value,
        "sort": "updated",
        "direction": "asc",
        "per_page": str(here.per_page),
    }
    if here.since_text is not None:
        query["since"] = here.since_text
    if here.page > 1:
        query["page"] = str(here.page)
    return query
