"""The in-memory forge: what the tests and the demo pull from, held to the same contract suite.

It answers as a real forge does: pages in order of change, cursors that survive an interruption
and a change during the pull, conditional requests, renames, refusals. Its state is changed by the
methods under "what a test may do to it". It must not know the hub, and never opens a socket.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from integrations import sentences
from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable
from integrations.memory_accounts import MemoryAccounts
from integrations.memory_cursor import MemoryCursor
from integrations.records import (
    NOT_MODIFIED,
    AccountSpec,
    Allowance,
    CommentRecord,
    ContributionRecord,
    ForgeKind,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    RecordProblem,
    SourceScope,
    SourceSpec,
)

RECENTLY_CLOSED = timedelta(days=90)
UNSETTLED = timedelta(seconds=2)


@dataclass(slots=True)
class _Repository:
    record: ProjectRecord
    issues: dict[int, IssueRecord] = field(default_factory=dict)
    spoiled: dict[int, str] = field(default_factory=dict)
    comments: dict[str, CommentRecord] = field(default_factory=dict)


@dataclass(slots=True)
class _Failure:
    error: ForgeError
    path: str | None
    requests_left: int


class MemoryForge:
    """A forge of ``kind`` at ``host`` that holds what it is given.

    With ``now`` a first pull leaves out what was closed more than 90 days ago, as the real
    connectors do; without it everything is read.
    """

    def __init__(
        self,
        kind: ForgeKind = ForgeKind.GITHUB,
        host: str = "github.com",
        *,
        page_size: int = 100,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.kind = kind
        self.host = host
        self._page_size = page_size
        self._now = now
        self._repositories: dict[str, _Repository] = {}
        self._renamed: dict[str, str] = {}
        self._accounts = MemoryAccounts()
        self._failures: list[_Failure] = []
        self._budgets: tuple[Allowance, ...] = ()
        self._requests = 0

    # The Forge protocol.

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source, by path; nothing while the whole list is the same."""
        if source.scope is SourceScope.REPOSITORY:
            record = self.project(source.locator)
            assert isinstance(record, ProjectRecord)
            yield Page((record,), cursor="1")
            return
        found = self._of_source(source)
        state = _etag(found)
        for start in range(0, max(len(found), 1), self._page_size):
            self._request()
            if cursor == state:
                continue
            page = found[start : start + self._page_size]
            yield Page(tuple(_as_listed(record) for record in page), cursor=state)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; a renamed one answers with its new path."""
        self._request(path)
        record = self._repository(path).record
        current = _etag(record)
        if etag == current:
            return NOT_MODIFIED
        return replace(_as_listed(record), etag=current)

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, contributing and conduct files, at a cost of two requests."""
        held = self._repository(record.path).record
        self._request(record.path)
        self._request(record.path)
        return replace(
            record,
            languages=held.languages,
            contributing_url=held.contributing_url,
            code_of_conduct_url=held.code_of_conduct_url,
            files=held.files or (),
        )

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield issues by their last change, reading the state anew for every page."""
        here = (
            MemoryCursor.parse(cursor)
            if cursor
            else MemoryCursor(closed_since=self._closed_since())
        )
        is_first = cursor is None
        told: dict[str, IssueRecord] = {}
        while True:
            self._request(path)
            repository = self._repository(path)
            if not repository.record.has_issues:
                raise sentences.issues_disabled(self.host, f"repository {path}")
            batch = self._next_issues(repository, here, told)
            told.update({issue.remote_id: issue for issue in batch})
            given = [(issue.updated_at, issue.remote_id) for issue in batch]
            here = here.after(given, settled_at=self._now() - UNSETTLED if self._now else None)
            if batch or is_first:
                yield _page(repository, batch, cursor=str(here))
            if len(batch) < self._page_size:
                return
            is_first = False

    def requests_made(self) -> int:
        """Count the requests, failed ones too."""
        return self._requests

    def close(self) -> None:
        """Do nothing: there is no connection."""

    # The Talk and Census protocols.

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield comments by their last change, reading the state anew for every page."""
        here = MemoryCursor()
        while True:
            self._request(path)
            held = self._repository(path).comments.values()
            behind = [
                comment
                for comment in sorted(held, key=lambda one: (one.updated_at, one.remote_id))
                if comment.updated_at >= since
                and here.is_behind(comment.updated_at, comment.remote_id)
            ]
            batch = behind[: self._page_size]
            given = [(comment.updated_at, comment.remote_id) for comment in batch]
            here = here.after(given, settled_at=None)
            yield Page(tuple(batch), cursor=str(here))
            if len(batch) < self._page_size:
                return

    def count_open(self, path: str) -> int | None:
        """Count the open issues."""
        self._request(path)
        return len(self._open_issues(path))

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of the open issues, page by page."""
        behind = 0
        while True:
            self._request(path)
            rest = sorted(number for number in self._open_issues(path) if number > behind)
            batch = rest[: self._page_size]
            yield frozenset(batch)
            if len(batch) < self._page_size:
                return
            behind = batch[-1]

    # The ContributionHistory protocol.

    def reads_histories(self) -> bool:
        """Say that it can."""
        return True

    def contributions(
        self, account: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what ``account`` did, in the order in which it was put here."""
        here = int(cursor or 0)
        while True:
            self._request()
            remote_id = self._accounts.owner_of(account.login)
            if remote_id is None:
                raise sentences.gone(self.host, f"account {account.login}")
            if remote_id != account.remote_id:
                raise sentences.account_taken(self.host, account.login)
            behind = self._accounts.behind(remote_id, here)
            batch = behind[: self._page_size]
            here = batch[-1][0] if batch else here
            yield Page(tuple(done for _, done in batch), cursor=str(here))
            if len(batch) == len(behind):
                return

    # The Budgets protocol.

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what :meth:`tell_budgets` was told."""
        return self._budgets

    # What a test may do to it.

    def tell_budgets(self, *budgets: Allowance) -> None:
        """Remember these as what the last answers said."""
        self._budgets = budgets

    def put_project(self, record: ProjectRecord) -> None:
        """Add a repository, or change it; its issues stay."""
        held = self._repositories.get(_key(record.path))
        if held is None:
            self._repositories[_key(record.path)] = _Repository(record)
        else:
            held.record = record

    def put_issue(self, path: str, issue: IssueRecord) -> None:
        """Add an issue, or replace the one of the same number."""
        self._repository(path).issues[issue.number] = issue

    def put_comment(self, path: str, comment: CommentRecord) -> None:
        """Add a comment to an issue, or replace the one of the same id."""
        self._repository(path).comments[comment.remote_id] = comment

    def issue(self, path: str, number: int) -> IssueRecord:
        """Return an issue as it stands, to be changed with ``replace`` and put back."""
        return self._repository(path).issues[number]

    def close_issue(self, path: str, number: int, *, at: datetime) -> None:
        """Close an issue at an instant."""
        closed = replace(self.issue(path, number), is_open=False, closed_at=at, updated_at=at)
        self.put_issue(path, closed)

    def delete_issue(self, path: str, number: int) -> None:
        """Delete an issue: it is in no answer any more."""
        del self._repository(path).issues[number]

    def spoil_issue(self, path: str, number: int, *, reason: str = "It has no title.") -> None:
        """Make an issue unreadable, so that it is reported as a problem instead."""
        self._repository(path).spoiled[number] = reason

    def mend_issue(self, path: str, number: int) -> None:
        """Make an issue readable again."""
        self._repository(path).spoiled.pop(number, None)

    def rename_project(self, path: str, new_path: str) -> None:
        """Move a repository to another name or owner; the old path leads to the new one."""
        repository = self._repositories.pop(_key(path))
        name = new_path.rpartition("/")[2]
        repository.record = replace(
            repository.record, path=new_path, name=name, url=f"https://{self.host}/{new_path}"
        )
        self._repositories[_key(new_path)] = repository
        self._renamed[_key(path)] = _key(new_path)
        self._renamed.pop(_key(new_path), None)

    def delete_project(self, path: str) -> None:
        """Delete a repository with its issues."""
        del self._repositories[_key(path)]

    def put_account(self, account: AccountSpec) -> None:
        """Let an account have a login, which another may have had before."""
        self._accounts.put(account)

    def put_contribution(self, account: AccountSpec, done: ContributionRecord) -> None:
        """Let an account have done something, or let that be changed."""
        self._accounts.put_done(account, done)

    def drop_contribution(self, account: AccountSpec, remote_id: str) -> None:
        """Tell nothing more of something that an account did."""
        self._accounts.drop_done(account, remote_id)

    def fail(self, error: ForgeError, *, path: str | None = None, after_requests: int = 0) -> None:
        """Raise ``error`` at each request for ``path`` (at any, if none) until :meth:`heal`."""
        self._failures.append(_Failure(error, path, after_requests))

    def limit_until(self, retry_at: datetime, *, after_requests: int = 0) -> None:
        """Be rate limited until an instant, or rather until :meth:`heal`."""
        error = sentences.rate_limited(self.host, retry_at)
        self.fail(error, after_requests=after_requests)

    def refuse(self, path: str | None = None) -> None:
        """Refuse what is asked for ``path``, or everything."""
        subject = path or "what we asked for"
        self.fail(ForgeRefused(f"{self.host} refused us {subject} (403)."), path=path)

    def break_down(self, *, after_requests: int = 0) -> None:
        """Be out of order."""
        self.fail(
            ForgeUnavailable(f"{self.host} could not be reached. The hub tries again later."),
            after_requests=after_requests,
        )

    def heal(self) -> None:
        """Answer again."""
        self._failures.clear()

    # Inside.

    def _request(self, path: str | None = None) -> None:
        self._requests += 1
        for failure in self._failures:
            if failure.path is not None and (path is None or _key(failure.path) != _key(path)):
                continue
            if failure.requests_left > 0:
                failure.requests_left -= 1
                continue
            raise failure.error

    def _repository(self, path: str) -> _Repository:
        key = _key(path)
        while key not in self._repositories and key in self._renamed:
            key = self._renamed[key]
        if key not in self._repositories:
            raise sentences.gone(self.host, f"repository {path}")
        return self._repositories[key]

    def _open_issues(self, path: str) -> list[int]:
        repository = self._repository(path)
        if not repository.record.has_issues:
            raise sentences.issues_disabled(self.host, f"repository {path}")
        return [issue.number for issue in repository.issues.values() if issue.is_open]

    def _of_source(self, source: SourceSpec) -> list[ProjectRecord]:
        records = [self._repositories[key].record for key in sorted(self._repositories)]
        if source.scope is SourceScope.TOPIC:
            wanted = {topic.strip() for topic in source.locator.split(",") if topic.strip()}
            return [record for record in records if wanted <= set(record.topics)]
        owner = source.locator.casefold() + "/"
        found = [record for record in records if record.path.casefold().startswith(owner)]
        if not found:
            raise sentences.gone(self.host, f"account {source.locator}")
        return found

    def _closed_since(self) -> datetime | None:
        return self._now() - RECENTLY_CLOSED if self._now else None

    def _next_issues(
        self, repository: _Repository, here: MemoryCursor, told: Mapping[str, IssueRecord]
    ) -> list[IssueRecord]:
        behind = [
            issue
            for issue in repository.issues.values()
            if here.is_behind(issue.updated_at, issue.remote_id)
            and told.get(issue.remote_id) != issue
            and (
                issue.is_open or here.closed_since is None or issue.updated_at >= here.closed_since
            )
        ]
        behind.sort(key=lambda issue: (issue.updated_at, issue.remote_id))
        return behind[: self._page_size]


def _page(repository: _Repository, batch: list[IssueRecord], *, cursor: str) -> Page[IssueRecord]:
    spoiled = repository.spoiled
    return Page(
        tuple(issue for issue in batch if issue.number not in spoiled),
        cursor=cursor,
        problems=tuple(
            RecordProblem(f"{repository.record.path}#{issue.number}", spoiled[issue.number])
            for issue in batch
            if issue.number in spoiled
        ),
    )


def _as_listed(record: ProjectRecord) -> ProjectRecord:
    """Return what a list or a plain read carries: not what :meth:`complete` adds."""
    return replace(
        record, languages=None, files=None, contributing_url=None, code_of_conduct_url=None
    )


def _etag(held: ProjectRecord | list[ProjectRecord]) -> str:
    return sha256(repr(held).encode()).hexdigest()[:16]


def _key(path: str) -> str:
    return path.casefold()
