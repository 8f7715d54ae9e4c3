"""GitHub read by GraphQL as far as it goes, and by REST from there, as one forge or alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from integrations.base import Forge
from integrations.errors import ForgeError
from integrations.github import GitHubForge
from integrations.records import (
    CommentRecord,
    ForgeKind,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    SourceSpec,
)
from tests.integrations.github_server import GitHubServer
from tests.integrations.worlds import GitHubWorld

Pulled = dict[str, list[IssueRecord]]


class GraphFirst:
    """A forge whose ``issues`` drains ``next_pages`` first.

    What REST's answers do not carry is left out of its records, so that one suite fits both ways.
    """

    def __init__(self, github: GitHubForge) -> None:
        self._github = github
        self.kind: ForgeKind = github.kind
        self.host = github.host

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        return self._github.discover(source, cursor)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        return self._github.project(path, etag)

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        return self._github.complete(record)

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        while pages := list(self._github.next_pages([(path, cursor)])):
            [(_, page)] = pages
            if isinstance(page, ForgeError):
                raise page
            cursor = page.cursor
            yield replace(page, records=tuple(map(_as_by_rest, page.records)))
        yield from self._github.issues(path, cursor)

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        return self._github.comments(path, since)

    def requests_made(self) -> int:
        return self._github.requests_made()

    def close(self) -> None:
        self._github.close()


class GitHubGraphWorld(GitHubWorld):
    """The same GitHub, asked the other way."""

    def __init__(self, server: GitHubServer) -> None:
        super().__init__(server)
        self.forge: Forge = GraphFirst(self.github)


def _as_by_rest(record: IssueRecord) -> IssueRecord:
    return replace(record, talk=None, participants=None, linked_change_url=None)


def pull(
    forge: GitHubForge, places: Sequence[tuple[str, str | None]]
) -> tuple[Pulled, dict[str, str]]:
    """Pull by GraphQL as far as it goes; gives the records and the cursor of each place."""
    cursors = dict(places)
    found: Pulled = {path: [] for path in cursors}
    while pages := list(forge.next_pages(list(cursors.items()))):
        for path, page in pages:
            assert isinstance(page, Page)
            found[path] += page.records
            cursors[path] = page.cursor
    return found, {path: cursor for path, cursor in cursors.items() if cursor is not None}


def asked(world: GitHubWorld) -> list[str]:
    """Name the questions that were asked."""
    return [request.path for request in world.server.requests]
