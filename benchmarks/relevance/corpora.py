"""A hub with what the queries are judged on: the real catalogue, and the recorded issues as tasks.

Both come in by the hub's own ways: the catalogue by its import, the issues by a sync from the
in-memory forge. The data is not part of the project.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from benchmarks.filled_hub import BenchmarkClock
from benchmarks.relevance.judged import JudgedQuery
from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.database import fetch
from hub.models import Source
from hub.services.catalogue import import_catalogue
from hub.services.sync import sync_source
from hub.services.tables import REPOSITORY, TASK
from hub.settings import Settings
from integrations.catalogues.jsonlines import read_lines
from integrations.memory import MemoryForge
from integrations.records import ForgeKind, IssueRecord, ProjectRecord, SourceScope
from tests.replay.issues_corpus import recorded_issues

SHARED = Path("../shared")
CATALOGUE = SHARED / "data" / "catalog.jsonl.gz"

# The recording names repositories only; what most of their issues are written for is known.
LANGUAGES = {
    "openframeworks/openFrameworks": ("C++",),
    "jacquev6/PyGithub": ("Python",),
    "PyGithub/PyGithub": ("Python",),
    "sferik/rails_admin": ("Ruby",),
    "octokit/octokit.rb": ("Ruby",),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The address of each document of an index, by its id; the first one of a project."""

    by_index: Mapping[str, Mapping[int, str]]

    def of(self, index: str, ids: Sequence[int]) -> tuple[str, ...]:
        """Name documents by their addresses."""
        return tuple(self.by_index[index][each] for each in ids)

    def without(self, queries: Iterable[JudgedQuery]) -> list[str]:
        """List what is judged and not there, as lines for a reader."""
        known = {index: frozenset(named.values()) for index, named in self.by_index.items()}
        return [
            f"{query.id}: {address}"
            for query in queries
            for address in query.grades
            if address not in known[query.tab]
        ]


@contextmanager
def judged_hub(directory: Path) -> Iterator[AppContext]:
    """Open a hub in a directory that holds the catalogue and the recorded issues."""
    repositories = recorded_issues(SHARED)
    settings = Settings(data_dir=directory, _env_file=None)
    with ExitStack() as stack:
        forge = forge_with(repositories)
        context = make_context(settings, stack, forges=(forge,), clock=BenchmarkClock())
        require_tables(context)
        with gzip.open(CATALOGUE) as rows:
            import_catalogue(context, read_lines(rows))
        for path in repositories:
            _sync(context, path)
        yield context


def addresses_of(context: AppContext) -> Addresses:
    """Read the addresses of every project and task."""
    with context.reading() as session:
        projects: dict[int, str] = {}
        for row in fetch(session, select(REPOSITORY.c.project_id, REPOSITORY.c.url)):
            projects.setdefault(row.project_id, row.url)
        tasks = {row.id: row.url for row in fetch(session, select(TASK.c.id, TASK.c.url))}
    return Addresses({"projects": projects, "tasks": tasks})


def forge_with(repositories: Mapping[str, Sequence[IssueRecord]]) -> MemoryForge:
    """Make a forge that holds these repositories with their issues."""
    forge = MemoryForge(ForgeKind.GITHUB, "github.com")
    for path, issues in repositories.items():
        forge.put_project(
            ProjectRecord(
                remote_id=path,
                path=path,
                name=path.rpartition("/")[2],
                url=f"https://github.com/{path}",
                languages=LANGUAGES.get(path, ()),
            )
        )
        for issue in issues:
            forge.put_issue(path, issue)
    return forge


def _sync(context: AppContext, path: str) -> None:
    with context.transaction() as session:
        source_id = _source(session, path, added_at=context.clock.now())
    result = sync_source(context, source_id)
    if result.message is not None:
        raise SystemExit(f"{path} could not be read: {result.message}")


def _source(session: Session, path: str, *, added_at: datetime) -> int:
    """Find the source of a repository, which the catalogue may have added, or add it."""
    source = session.exec(
        select(Source).where(
            col(Source.host) == "github.com",
            col(Source.scope) == SourceScope.REPOSITORY,
            col(Source.locator) == path,
        )
    ).first()
    if source is None:
        source = Source(
            forge=ForgeKind.GITHUB,
            host="github.com",
            scope=SourceScope.REPOSITORY,
            locator=path,
            added_at=added_at,
        )
        session.add(source)
        session.flush()
    assert source.id is not None
    return source.id
