"""The protocol of a forge: the smallest thing that the hub needs of one.

A new ability is a new protocol beside :class:`Forge`, never an optional method of it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from integrations.errors import ForgeError
from integrations.records import (
    AccountSpec,
    Allowance,
    CommentRecord,
    ContributionRecord,
    ForgeKind,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    SourceSpec,
)


@runtime_checkable
class Forge(Protocol):
    """One forge at one host. Every method may raise the errors of :mod:`integrations.errors`."""

    kind: ForgeKind
    host: str

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source; records may lack what a list does not carry.

        Without a cursor everything is read. With the cursor of the last page of an earlier call
        only pages that changed since come, where the forge can tell at no cost; else all do.
        """

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; follows a rename, so the record's path may differ from ``path``."""

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add what needs requests of its own: languages, contributing and conduct files.

        Also ``files``: those of :data:`integrations.records.PROJECT_FILES` that are there.
        """

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues, oldest change first, from behind ``cursor``.

        Without a cursor everything is read; with the cursor of a last page only what changed
        since, which may be no page at all.
        """

    def requests_made(self) -> int:
        """Count the requests that this thread sent to the forge since this object was made."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Allowing(Protocol):
    """A forge that says how much it lets us ask. Asking for that is free."""

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Give one entry for each token; an error stands for a token that does not work."""


@runtime_checkable
class Budgets(Protocol):
    """A forge that remembers what its last answers said of our tokens."""

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what is left of each budget as last told, without any request; none if untold."""


@runtime_checkable
class ManyProjects(Protocol):
    """A forge that describes many repositories in one request."""

    def projects(self, paths: Sequence[str]) -> Iterator[ProjectRecord | ForgeError]:
        """Yield complete records in the order of ``paths``; an error stands for one alone.

        What concerns all of them (a limit, a refused token) is raised.
        """


@runtime_checkable
class ManyIssues(Protocol):
    """A forge that reads the first pull of several repositories in one request."""

    def next_pages(
        self, places: Sequence[tuple[str, str | None]]
    ) -> Iterator[tuple[str, Page[IssueRecord] | ForgeError]]:
        """Yield the next page of each (path, cursor) whose first pull is not at its end.

        Nothing comes for a place whose first pull is over, or that cannot be read this way: it is
        left to :meth:`Forge.issues`, which goes on from the same cursor. An error stands for one
        path alone; what concerns all of them is raised.
        """


@runtime_checkable
class Sparing(Protocol):
    """A forge of which :meth:`Forge.issues` does not ask all lists each time."""

    def asking_all(self, cursor: str) -> str:
        """Give the cursor from which all are asked, because the forge told of a change."""


@runtime_checkable
class Talk(Protocol):
    """A forge that lists the comments on all issues of a repository together."""

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield comments on issues changed at ``since`` or later, oldest change first.

        Comments on pull requests may be among them; cursors are of no use here.
        """


@runtime_checkable
class Census(Protocol):
    """A forge that can be asked which issues are still there: what was deleted is in no answer."""

    def count_open(self, path: str) -> int | None:
        """Count the open issues, pull requests left out, in one request; ``None`` if it can't."""

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of all open issues, page by page."""


@runtime_checkable
class ContributionHistory(Protocol):
    """A forge that can say what an account did in public. Call it only for who asked for it."""

    def reads_histories(self) -> bool:
        """Say whether it can with what it is given at present, such as a token of ours."""

    def contributions(
        self, account: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what ``account`` did, some five years back, one page at least.

        Pages are in the order in which things changed, so that what is merged late comes late; a
        record may come again as it is then. Nothing that is not for everyone is among them. Raises
        :class:`integrations.errors.AccountTaken` where the login is somebody else's by now: each
        answer that was found by the login says whose it is.
        """
