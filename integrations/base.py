"""The protocol of a forge: the smallest thing that the hub needs of one.

A new ability is a new protocol beside :class:`Forge`, never an optional method of it.
"""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from integrations.errors import ForgeError
from integrations.records import (
    Allowance,
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

    def discover(self, source: SourceSpec) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source; records may lack what a list does not carry."""

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; follows a rename, so the record's path may differ from ``path``."""

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add what needs requests of its own: languages, contributing and conduct files."""

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues, oldest change first, from behind ``cursor``.

        Without a cursor everything is read; with the cursor of a last page only what changed
        since, which may be no page at all.
        """

    def requests_made(self) -> int:
        """Count the requests sent to the forge since this object was made."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Allowing(Protocol):
    """A forge that says how much it lets us ask. Asking for that is free."""

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Give one entry for each token; an error stands for a token that does not work."""


@runtime_checkable
class ContributionHistory(Protocol):
    """A forge that can say what a login finished in public. Call it only for who asked for it."""

    def contributions(
        self, login: str, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what ``login`` finished, oldest first."""
