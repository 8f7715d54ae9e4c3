"""A running hub for tests: a real database, the embedded engine, in-memory forges, a set clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import desc
from sqlmodel import col, select

from hub.context import AppContext, RepositoryHint
from hub.models import Repository, Source, SyncRun, Task
from hub.settings import Settings
from integrations.memory import MemoryForge
from integrations.records import AuthorRecord, ForgeKind, IssueRecord, ProjectRecord, SourceScope
from search.tantivy import TantivyEngine
from tests.conftest import NOW, Database

HOST = "forge.example"
SPEAKER = AuthorRecord("9", "noor", f"https://{HOST}/noor")


@dataclass
class SetClock:
    """A clock that stands until it is moved; waiting moves it."""

    instant: datetime = NOW
    waited_s: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.instant

    def sleep(self, seconds: float) -> None:
        self.waited_s.append(seconds)
        self.instant += timedelta(seconds=seconds)

    def move(self, by: timedelta) -> None:
        self.instant += by


@dataclass
class RecordingJobs:
    """A queue that nobody works off: what is asked for twice by the same id is one job."""

    sources: list[int] = field(default_factory=list)
    hints: dict[str, RepositoryHint] = field(default_factory=dict)

    def ask_for_source(self, source_id: int) -> str:
        self.sources.append(source_id)
        return f"source-{source_id}"

    def ask_for_repository(self, hint: RepositoryHint) -> str:
        self.hints.setdefault(hint.hint_id, hint)
        return hint.hint_id


@dataclass(frozen=True)
class RunningHub:
    """A hub with one forge of 3 issues a page."""

    context: AppContext
    forge: MemoryForge
    clock: SetClock

    def add_source(self, locator: str, scope: SourceScope = SourceScope.OWNER) -> int:
        with self.context.transaction() as session:
            source = Source(
                forge=self.forge.kind,
                host=self.forge.host,
                scope=scope,
                locator=locator,
                added_at=self.clock.now(),
            )
            session.add(source)
            session.flush()
            assert source.id is not None
            return source.id


@contextmanager
def running_hub(database: Database, directory: Path) -> Iterator[RunningHub]:
    clock = SetClock()
    forge = MemoryForge(ForgeKind.FORGEJO, HOST, page_size=3, now=clock.now)
    engine = TantivyEngine(directory / "index")
    context = AppContext(
        settings=Settings(data_dir=directory, _env_file=None),
        database=database.engine,
        transaction=database.transaction,
        reading=database.reading,
        forges={(forge.kind, forge.host): forge},
        engine=engine,
        clock=clock,
    )
    yield RunningHub(context, forge, clock)
    engine.close()


def project(path: str, *, remote_id: str | None = None, **fields: object) -> ProjectRecord:
    values: dict[str, object] = {
        "remote_id": remote_id or path,
        "path": path,
        "name": path.rpartition("/")[2],
        "url": f"https://{HOST}/{path}",
        "languages": ("Python",),
        "pushed_at": NOW - timedelta(days=1),
    }
    return ProjectRecord(**(values | fields))  # type: ignore[arg-type]


def issue(number: int, *, hours_ago: float | None = None, **fields: object) -> IssueRecord:
    changed_at = NOW - timedelta(hours=100 - number if hours_ago is None else hours_ago)
    values: dict[str, object] = {
        "remote_id": f"i{number}",
        "number": number,
        "title": f"Task number {number}",
        "body": "Please help.",
        "url": f"https://{HOST}/issues/{number}",
        "is_open": True,
        "created_at": changed_at,
        "updated_at": changed_at,
        "author": SPEAKER,
    }
    return IssueRecord(**(values | fields))  # type: ignore[arg-type]


def put_lanternbus(forge: MemoryForge) -> None:
    """Give a forge one repository with seven issues: three pages of them."""
    forge.put_project(project("riders/lanternbus", topics=("transport",)))
    for number in range(1, 8):
        forge.put_issue("riders/lanternbus", issue(number))


def tasks(hub: RunningHub) -> dict[int, Task]:
    """Read the tasks of a hub by their numbers."""
    with hub.context.reading() as session:
        return {task.number or 0: task for task in session.exec(select(Task))}


def the_repository(hub: RunningHub) -> Repository:
    """Read the one repository of a hub."""
    with hub.context.reading() as session:
        return session.exec(select(Repository)).one()


def last_run(hub: RunningHub) -> SyncRun:
    """Read the newest run of a hub."""
    with hub.context.reading() as session:
        run = session.exec(select(SyncRun).order_by(desc(col(SyncRun.id)))).first()
        assert run is not None
        return run
