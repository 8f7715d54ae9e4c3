"""GitLab as a forge: which requests answer what the hub asks, in the fewest of them.

A project with 5,000 open issues costs itself, its languages, its root folder, 51 pages of issues
(50 where GitLab pages by place), one of closed ones and one of merge requests. It must not know the
database.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from integrations import sentences
from integrations.addresses import AddressGuard
from integrations.answers import Answer, listed
from integrations.errors import ForgeError, ForgeRefused, RecordGone, RecordInvalid
from integrations.gitlab.client import GitLabClient
from integrations.gitlab.contents import GitLabContents
from integrations.gitlab.contributions import GitLabHistories
from integrations.gitlab.counting import count_open, open_numbers
from integrations.gitlab.cursor import GitLabCursor, issue_query_of, place_in, query_of
from integrations.gitlab.links import linked_change
from integrations.gitlab.lists import ListCursor, changed_pages, checked_path, quoted
from integrations.gitlab.mapping import comment_record, is_confidential, issue_record
from integrations.gitlab.sources import GitLabSources
from integrations.http import answered_at, next_page, rate_limit_reset
from integrations.issue_cursor import IssueCursor, Listing, Mark
from integrations.records import (
    AccountSpec,
    Allowance,
    CommentRecord,
    ContributionRecord,
    ForgeKind,
    IssueRecord,
    LinkedChange,
    NotModified,
    Page,
    ProjectRecord,
    RecordProblem,
    SourceSpec,
)

# The day that is named is left out, and a server may count its days in another time zone.
_DAY_BEFORE = timedelta(days=2)


class GitLabForge:
    """One GitLab. Close it when done."""

    kind = ForgeKind.GITLAB

    def __init__(
        self,
        host: str = "gitlab.com",
        *,
        now: Callable[[], datetime],
        base_url: str | None = None,
        tokens: tuple[str, ...] = (),
        timeout_s: float = 20.0,
        private_hosts: tuple[str, ...] = (),
    ) -> None:
        self.host = host
        self._client = GitLabClient(
            host,
            base_url=base_url or f"https://{host}",
            tokens=tokens,
            now=now,
            timeout_s=timeout_s,
            guard=AddressGuard.allowing(private_hosts),
        )
        self._sources = GitLabSources(self._client)
        self._contents = GitLabContents(self._client)
        self._histories = GitLabHistories(self._client)

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the projects of a source, without what :meth:`complete` adds.

        With a cursor only pages that changed come: an unchanged page is a short answer, though
        GitLab counts it. A ``REPOSITORY`` that is no project is read as a group.
        """
        return self._sources.pages(source, cursor)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one project; a renamed or moved one answers under its new path."""
        return self._sources.project(path, etag)

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, files and what they say; what is not to be had stays unknown."""
        return self._contents.complete(record)

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues, then what merge requests will close.

        Each page is one request, its cursor the next. Merge requests are left out while no issue
        changes, but for once a day; see :mod:`integrations.gitlab.cursor`.
        """
        here = GitLabCursor.parse(cursor)
        checked = checked_path(path)
        for page, issues in self._issue_pages(checked, here.issues, is_first=cursor is None):
            changes_at = None if page.records else here.changes_at
            here = replace(here, issues=issues, changes_at=changes_at)
            yield replace(page, cursor=str(here))
        now = self._client.now()
        if not here.are_changes_due(now):
            return
        has_begun = False
        for page, changes in self._change_pages(checked, here.changes):
            has_begun = True
            changes_at = now if changes.is_at_rest else None
            here = replace(here, changes=changes, changes_at=changes_at)
            yield replace(page, cursor=str(here))
        if not has_begun:
            yield Page((), cursor=str(replace(here, changes_at=now)))

    def asking_all(self, cursor: str) -> str:
        """Give the cursor from which merge requests are asked for, too."""
        return str(replace(GitLabCursor.parse(cursor), changes_at=None))

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield comments written at ``since`` or later, oldest first; edits are not told.

        GitLab lists them among the events of a project, by day and for three years.
        Source: https://docs.gitlab.com/api/events/#list-all-visible-events-for-a-project
        """
        subject = f"comments of {path}"
        query = {
            "target_type": "note",
            "action": "commented",
            "after": (since - _DAY_BEFORE).date().isoformat(),
            "sort": "asc",
            "per_page": "100",
        }
        known = ListCursor(f"/projects/{quoted(checked_path(path))}/events")
        for answer, now_known in changed_pages(self._client, query, known, subject=subject):
            items = listed(answer, host=self.host, subject=subject)
            yield self._page_of_comments(items, since, path=path, cursor=str(now_known))

    def count_open(self, path: str) -> int | None:
        """Count the open issues in one request; ``None`` above 10,000, where GitLab won't."""
        subject = f"repository {path}"
        return count_open(self._client, _issue_list(checked_path(path)), subject=subject)

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of all open issues, page by page.

        Where there is none, it is looked whether the project has an issue list at all: without
        one, nothing is gone.
        """
        checked, subject = checked_path(path), f"repository {path}"
        has_any = False
        for numbers in open_numbers(self._client, _issue_list(checked), subject=subject):
            has_any = has_any or bool(numbers)
            yield numbers
        if not has_any:
            self._require_issue_list(checked)

    def reads_histories(self) -> bool:
        """Say that it can: also without a token GitLab tells what is public."""
        return True

    def contributions(
        self, account: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what an account did in public."""
        return self._histories.pages(account, cursor)

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Ask, with one small request for each token, what is left of its minute.

        A GitLab without limits says nothing, and so has no entry.
        """
        answers = self._client.get_with_each("/topics?per_page=1", subject="rate limit")
        told = (
            answer if isinstance(answer, ForgeError) else self._allowance(number, answer)
            for number, answer in answers
        )
        return tuple(one for one in told if one is not None)

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what is left of each token's budget, as the last answers said."""
        return self._client.budgets()

    def requests_made(self) -> int:
        """Count the requests sent, redirects too."""
        return self._client.requests_made()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _allowance(self, number: int, answer: Answer) -> Allowance | None:
        limit = answer.headers.get("ratelimit-limit", "")
        left = answer.headers.get("ratelimit-remaining", "")
        full_at = rate_limit_reset(answer.headers)
        if full_at is None or not (limit + left).isascii() or not limit.isdigit():
            return None
        if not left.isdigit():
            return None
        server_at = answered_at(answer.headers, self._client.now())
        return Allowance(number, int(limit[:9]), int(left[:9]), full_at, server_at=server_at)

    def _issue_pages(
        self, path: str, here: IssueCursor, *, is_first: bool
    ) -> Iterator[tuple[Page[IssueRecord], IssueCursor]]:
        """Read on until there is nothing left but to watch."""
        while True:
            answer = self._ask_for_issues(path, here)
            if answer.status == 304:
                return
            items = listed(answer, host=self.host, subject=f"issues of {path}")
            if is_first and not items:
                self._require_issue_list(path)
            page = self._page_of_issues(items, here, path=path)
            here, is_first = here.behind(self._listing(answer, items)), False
            yield page, here
            if here.is_at_rest:
                return

    def _ask_for_issues(self, path: str, here: IssueCursor) -> Answer:
        try:
            root, query = _issue_list(path), issue_query_of(here)
            return self._ask(root, here, query, subject=f"repository {path}")
        except (RecordGone, ForgeRefused):
            self._require_issue_list(path)
            raise

    def _require_issue_list(self, path: str) -> None:
        """Tell a project without issue list from one that is gone, refused, or new.

        GitLab answers an empty list, or refuses, where it could say so.
        """
        record = self.project(path)
        if isinstance(record, ProjectRecord) and not record.has_issues:
            raise sentences.issues_disabled(self.host, f"repository {path}")

    def _change_pages(
        self, path: str, here: IssueCursor
    ) -> Iterator[tuple[Page[IssueRecord], IssueCursor]]:
        """Read the merge requests; a project may keep them to itself, or have none."""
        root = f"/projects/{quoted(path)}/merge_requests"
        while True:
            try:
                query = {**query_of(here), "view": "simple"}
                answer = self._ask(root, here, query, subject=f"merge requests of {path}")
            except (RecordGone, ForgeRefused):
                return
            if answer.status == 304:
                return
            items = listed(answer, host=self.host, subject=f"merge requests of {path}")
            page: Page[IssueRecord] = Page((), "", changes=self._changes(items, path=path))
            here = here.behind(self._listing(answer, items)).past_closed()
            yield page, here
            if here.is_at_rest:
                return

    def _ask(self, root: str, here: IssueCursor, query: dict[str, str], *, subject: str) -> Answer:
        if here.link is not None:
            return self._client.get(here.link, subject=subject)
        return self._client.get(root, query, subject=subject, etag=here.etag)

    def _listing(self, answer: Answer, items: list[object]) -> Listing:
        marks = (Mark.of(item) for item in items)
        next_url = next_page(answer.headers, answer.url)
        return Listing(
            marks=tuple(mark for mark in marks if mark is not None),
            next_url=next_url,
            etag=answer.headers.get("etag"),
            answered_at=answered_at(answer.headers, self._client.now()),
            has_items=bool(items),
            next_place=place_in(next_url),
        )

    def _page_of_issues(
        self, items: list[object], here: IssueCursor, *, path: str
    ) -> Page[IssueRecord]:
        """Read the items that are new and for everyone, still without the cursor behind them."""
        records: dict[str, IssueRecord] = {}
        problems: list[RecordProblem] = []
        for item in items:
            mark = Mark.of(item)
            if is_confidential(item) or (mark is not None and not here.is_new(mark)):
                continue
            try:
                record = issue_record(item, host=self.host, path=path)
            except RecordInvalid as exc:
                problems.append(RecordProblem(_subject(item, path), str(exc)))
                continue
            records[record.remote_id] = record
        ordered = sorted(records.values(), key=lambda issue: (issue.updated_at, issue.remote_id))
        return Page(tuple(ordered), "", problems=tuple(problems))

    def _changes(self, items: list[object], *, path: str) -> tuple[LinkedChange, ...]:
        found = (
            linked_change(item, host=self.host, path=path)
            for item in items
            if isinstance(item, dict)
        )
        return tuple(change for change in found if change is not None)

    def _page_of_comments(
        self, items: list[object], since: datetime, *, path: str, cursor: str
    ) -> Page[CommentRecord]:
        records: list[CommentRecord] = []
        problems: list[RecordProblem] = []
        for item in items:
            try:
                record = comment_record(item, host=self.host)
            except RecordInvalid as exc:
                problems.append(RecordProblem(f"a comment in {path}", str(exc)))
                continue
            if record is not None and record.updated_at >= since:
                records.append(record)
        records.sort(key=lambda comment: (comment.updated_at, comment.remote_id))
        return Page(tuple(records), cursor, problems=tuple(problems))


def _issue_list(path: str) -> str:
    return f"/projects/{quoted(path)}/issues"


def _subject(item: object, parent: str) -> str:
    """Name an unreadable item as well as it can be."""
    number = item.get("iid") if isinstance(item, dict) else None
    return f"{parent}#{number}" if isinstance(number, int) else f"something in {parent}"
