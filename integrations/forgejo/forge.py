"""Forgejo and Gitea as a forge: which requests answer what the hub asks, in the fewest of them.

A repository with 5,000 open issues costs itself, its languages, its folder, 100 pages of issues
and one of closed ones, where a page holds 50. What the server can do is asked once, by two small
requests. It must not know the database.
"""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from integrations import sentences
from integrations.addresses import AddressGuard
from integrations.answers import Answer, parsed
from integrations.errors import ForgeError, ForgeRefused, RecordGone, RecordInvalid
from integrations.forgejo.abilities import Abilities, Software, abilities
from integrations.forgejo.client import ForgejoClient
from integrations.forgejo.contributions import ForgejoHistories
from integrations.forgejo.cursor import IssueCursor, in_seconds
from integrations.forgejo.discovery import Discovery
from integrations.forgejo.lists import ListReader
from integrations.forgejo.mapping import is_hidden, languages, project_record
from integrations.forgejo.pages import comment_page, issue_page
from integrations.forgejo.paths import checked_path
from integrations.forgejo.pull import IssuePull
from integrations.forgejo.schemas import ForgejoEntry
from integrations.http import answered_at, rate_limit_reset
from integrations.json_values import clean_text, validated, web_url
from integrations.records import (
    MAX_FILE_BYTES,
    NOT_MODIFIED,
    PROJECT_FILES,
    AccountSpec,
    Allowance,
    CommentRecord,
    ContributionRecord,
    FileRecord,
    ForgeKind,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)

_OPEN_ISSUES = {"state": "open", "type": "issues"}
_CONTRIBUTING = re.compile(r"contributing(\.\w{1,10})?", re.IGNORECASE)
_CONDUCT = re.compile(r"code[_-]of[_-]conduct(\.\w{1,10})?", re.IGNORECASE)

_BUDGET = ("limit", "remaining")
_MOST_PAGES = 2000

_Found = TypeVar("_Found")


class ForgejoForge:
    """One Forgejo or Gitea. Close it when done."""

    kind = ForgeKind.FORGEJO

    def __init__(
        self,
        host: str = "codeberg.org",
        *,
        now: Callable[[], datetime],
        base_url: str | None = None,
        tokens: tuple[str, ...] = (),
        timeout_s: float = 20.0,
        private_hosts: tuple[str, ...] = (),
    ) -> None:
        self.host = host
        self._client = ForgejoClient(
            host,
            base_url=(base_url or f"https://{host}/api/v1").rstrip("/"),
            tokens=tokens,
            now=now,
            timeout_s=timeout_s,
            guard=AddressGuard.allowing(private_hosts),
        )
        self._abilities: Abilities | None = None
        self._lock = threading.Lock()

    def abilities(self) -> Abilities:
        """Say what the server can do; it is asked once, when it matters first."""
        with self._lock:
            if self._abilities is None:
                version, settings = (self._told(path) for path in ("/version", "/settings/api"))
                self._abilities = abilities(version, settings)
            return self._abilities

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source, without what :meth:`complete` adds.

        The server cannot tell which pages changed, so all of them come, whatever the cursor.
        """
        locator = source.locator.strip().strip("/")
        if source.scope is SourceScope.REPOSITORY:
            record = self.project(locator)
            assert isinstance(record, ProjectRecord)
            yield Page((record,), cursor="1")
            return
        discovery = Discovery(self._client, page_size=self.abilities().page_size)
        if source.scope is SourceScope.TOPIC:
            yield from discovery.by_topics(locator)
        else:
            yield from discovery.of_account(source.scope, locator)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; a renamed or moved one answers under its new path."""
        subject = f"repository {path}"
        answer = self._client.get(f"/repos/{checked_path(path)}", subject=subject)
        item = parsed(answer, host=self.host, subject=subject)
        if is_hidden(item):
            raise sentences.gone(self.host, subject)
        try:
            record = project_record(item, host=self.host)
        except RecordInvalid as exc:
            raise RecordInvalid(
                f"{self.host} described {path} in a way we cannot read. {exc}"
            ) from exc
        return NOT_MODIFIED if etag is not None and etag == record.etag else record

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, contributing and conduct files, and what the project says of itself.

        An empty repository has none of them, and is not asked. What is not to be had stays unknown.
        """
        if record.is_empty:
            return replace(record, languages=(), files=())
        found = self._extra(f"/repos/{record.path}/languages", record, read=languages)
        described = record if found is None else replace(record, languages=found)
        entries = self._extra(f"/repos/{record.path}/contents", record, read=_entries)
        if entries is None:
            return described
        return replace(
            described,
            contributing_url=_page_of(_CONTRIBUTING, entries),
            code_of_conduct_url=_page_of(_CONDUCT, entries),
            files=tuple(self._files(record, entries)),
        )

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues, pages in order of change."""
        able = self.abilities()
        pull = IssuePull(self._reader(path, "issues"), sorts_by_change=able.sorts_by_change)
        try:
            for step in pull.steps(IssueCursor.parse(cursor)):
                yield issue_page(step.items, host=self.host, path=path, cursor=str(step.behind))
        except RecordGone as exc:
            raise self._missing_issues(path) from exc
        if able.sorts_by_change and not pull.sorts_by_change:
            self._abilities = replace(able, sorts_by_change=False)

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield comments on issues changed at ``since`` or later, oldest change first."""
        reader = self._reader(path, "issues/comments")
        for items in reader.windows({}, since_s=int(since.timestamp())):
            for _, portion in in_seconds(items, self.abilities().page_size):
                yield comment_page(portion, host=self.host, path=path)

    def count_open(self, path: str) -> int | None:
        """Count the open issues; ``None`` for a server that may count pull requests with them."""
        if self.abilities().software in {Software.OLD_GITEA, Software.UNKNOWN}:
            return None
        return self._reader(path, "issues").count(_OPEN_ISSUES)

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of all open issues; the whole list again if it became shorter."""
        try:
            yield from self._open_numbers(path)
        except RecordGone as exc:
            raise self._missing_issues(path) from exc

    def _open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        reader = self._reader(path, "issues")
        filters = {**_OPEN_ISSUES, "sort": "oldest"}
        for _ in range(2):
            totals = set()
            number, has_more = 1, True
            while has_more and number <= _MOST_PAGES:
                page = reader.page(filters, number=number)
                totals.add(page.total)
                number, has_more = number + 1, page.has_more
                issues = issue_page(page.items, host=self.host, path=path, cursor="").records
                yield frozenset(issue.number for issue in issues)
            if len(totals) == 1:
                return

    def reads_histories(self) -> bool:
        """Say that it can: also without a token the server tells what is public."""
        return True

    def contributions(
        self, account: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what an account did in public."""
        histories = ForgejoHistories(self._client, page_size=self.abilities().page_size)
        return histories.pages(account, cursor)

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Try each token on a request that costs nothing; most servers tell of no budget."""
        answers = self._client.get_with_each("/version", subject="version")
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

    def _told(self, path: str) -> str | None:
        try:
            return self._client.get(path, subject=f"settings at {path}").body
        except (RecordGone, ForgeRefused):
            return None

    def _reader(self, path: str, what: str) -> ListReader:
        return ListReader(
            self._client,
            f"/repos/{checked_path(path)}/{what}",
            subject=f"repository {path}",
            page_size=self.abilities().page_size,
        )

    def _missing_issues(self, path: str) -> RecordGone:
        """Tell a repository without an issue list from one that is gone."""
        try:
            self.project(path)
        except RecordGone as exc:
            return exc
        return sentences.issues_disabled(self.host, f"repository {path}")

    def _extra(
        self, path: str, record: ProjectRecord, *, read: Callable[[object], _Found | None]
    ) -> _Found | None:
        """Read what a repository may lack: blocked or refused is not known, no failure."""
        subject = f"repository {record.path}"
        try:
            answer = self._client.get(path, subject=subject)
            return read(parsed(answer, host=self.host, subject=subject))
        except (RecordGone, ForgeRefused, RecordInvalid):
            return None

    def _files(
        self, record: ProjectRecord, entries: tuple[ForgejoEntry, ...]
    ) -> Iterator[FileRecord]:
        """Read those files of a project that may be there by what its top folder lists."""
        kinds = {entry.name: entry.type for entry in entries}
        for name in PROJECT_FILES:
            folder = name.partition("/")[0] if "/" in name else None
            if kinds.get(folder or name) != ("dir" if folder else "file"):
                continue
            try:
                answer = self._client.get(
                    f"/repos/{record.path}/raw/{name}",
                    subject=f"file {name} of {record.path}",
                    cut_at=MAX_FILE_BYTES,
                )
            except (RecordGone, ForgeRefused):
                continue
            yield FileRecord(name, clean_text(answer.body))

    def _allowance(self, number: int, answer: Answer) -> Allowance | None:
        full_at = rate_limit_reset(answer.headers)
        limit, left = (answer.headers.get(f"x-ratelimit-{name}", "") for name in _BUDGET)
        if full_at is None or not (limit + left).isascii() or not limit.isdigit():
            return None
        if not left.isdigit():
            return None
        return Allowance(
            number,
            int(limit[:9]),
            int(left[:9]),
            full_at,
            server_at=answered_at(answer.headers, self._client.now()),
        )


def _entries(item: object) -> tuple[ForgejoEntry, ...]:
    """Read what stands in a folder; what cannot be read there is left out."""
    if not isinstance(item, list):
        raise RecordInvalid("It is not a list of files.")
    found = []
    for entry in item:
        try:
            found.append(validated(ForgejoEntry, entry))
        except RecordInvalid:
            continue
    return tuple(found)


def _page_of(name: re.Pattern[str], entries: tuple[ForgejoEntry, ...]) -> str | None:
    """Find the page of a file by its name."""
    pages = (
        web_url(entry.html_url)
        for entry in entries
        if entry.type == "file" and name.fullmatch(entry.name)
    )
    return next((page for page in pages if page is not None), None)
