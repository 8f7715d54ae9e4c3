"""`otdhub sync` is killed at random moments, run again, and must end as if nothing had happened.

A short run is part of every test run; ``make crash`` does it 50 times (``HUB_CRASH_KILLS``).
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, select

from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.documents import PROJECTS, TASKS
from hub.models import Author, Project, Repository, Source, SyncRun, Task
from hub.services import source_admin
from hub.settings import Settings
from integrations.records import ProjectRecord
from search.base import SearchQuery
from tests.conftest import NOW, PROJECT_ROOT
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import GitHubServer

pytestmark = pytest.mark.crash

KILLS = int(os.environ.get("HUB_CRASH_KILLS", "3"))
REPOSITORIES = 3
ISSUES_EACH = 450

# Bookkeeping differs from run to run: ids, and the instants of our own clock.
NOT_COMPARED = frozenset(
    {"id", "project_id", "repository_id", "author_id", "source_id", "added_at", "changed_at",
     "indexed_at", "completed_at", "good_at", "tried_at", "freshness_turns_at"}
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """What a hub holds, without bookkeeping."""

    rows: dict[str, list[tuple[object, ...]]]
    indexed_tasks: list[tuple[str, int]]
    indexed_projects: list[str]
    facets: dict[str, list[tuple[str, int]]]


@pytest.fixture(scope="module")
def server() -> Iterator[GitHubServer]:
    with GitHubServer(now=NOW) as running:
        for number in range(REPOSITORIES):
            path = f"acme/lamp{number}"
            record = ProjectRecord(str(70 + number), path, f"lamp{number}", f"https://x/{path}")
            running.put_repository(path, repository_item(record), languages={"Python": 9})
            first_at = NOW - timedelta(days=20) + timedelta(hours=number)
            running.put_items(path, many_issues(ISSUES_EACH, path=path, first_at=first_at))
        yield running


def environment(server: GitHubServer, directory: Path) -> dict[str, str]:
    return os.environ | {
        "HUB_DATA_DIR": str(directory),
        "HUB_GITHUB_BASE_URL": server.url,
        "HUB_PRIVATE_HOSTS": urlsplit(server.url).netloc,
        "PYTHONPATH": str(PROJECT_ROOT),
    }


def start_sync(server: GitHubServer, directory: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "hub", "sync", "--no-wait"],
        env=environment(server, directory),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def open_hub(stack: ExitStack, directory: Path) -> AppContext:
    settings = Settings(data_dir=directory, _env_file=None)
    context = make_context(settings, stack, forges=())
    require_tables(context)
    return context


def new_hub(directory: Path) -> None:
    with ExitStack() as stack:
        context = open_hub(stack, directory)
        with context.transaction() as session:
            place = source_admin.parse_place("github:acme")
            source_admin.add(session, place, now=NOW)


def sync_to_the_end(server: GitHubServer, directory: Path) -> float:
    start = time.monotonic()
    process = start_sync(server, directory)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    return time.monotonic() - start


def state_of(directory: Path, *, with_cursors: bool) -> State:
    """Read what a hub holds. Cursors keep the tag of the forge's last answer, so they are the same
    only when a further sync has found nothing new.
    """
    left_out = NOT_COMPARED if with_cursors else NOT_COMPARED | {"issues_cursor", "etag"}
    with ExitStack() as stack:
        context = open_hub(stack, directory)
        with context.reading() as session:
            rows = {
                t.__name__: rows_of(session, t, left_out)
                for t in (Source, Project, Repository, Author, Task)
            }
            keys = {
                task_id: (path, number)
                for task_id, path, number in session.exec(
                    select(Task.id, Repository.path, Task.number).join(Repository)
                )
            }
            slugs = dict(session.exec(select(Project.id, Project.slug)).all())
            running = session.exec(select(SyncRun).where(SyncRun.status == "running")).all()
        assert not running
        projects = context.engine.search(SearchQuery(PROJECTS.name, limit=5_000))
        query = SearchQuery(TASKS.name, facets=("kind", "language", "freshness"), limit=5_000)
        page = context.engine.search(query)
        assert len({hit.id for hit in page.hits}) == len(page.hits) == page.total
        return State(
            rows,
            sorted((path, number or 0) for path, number in (keys[hit.id] for hit in page.hits)),
            sorted(slugs[hit.id] for hit in projects.hits),
            {name: [(c.value, c.count) for c in counts] for name, counts in page.facets.items()},
        )


def rows_of(
    session: Session, model: type[SQLModel], left_out: frozenset[str]
) -> list[tuple[object, ...]]:
    table: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    columns = [column for column in table.c if column.name not in left_out]
    return sorted((tuple(row) for row in session.connection().execute(select(*columns))), key=repr)


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after the forge had so many requests."""

    requests: int
    delay_s: float


def random_moment(moments: random.Random, requests: int) -> Moment:
    """Pick any moment of a sync: between two requests, or while the index is brought."""
    count = moments.randint(1, requests)
    return Moment(count, moments.uniform(0, 1.0 if count == requests else 0.1))


def kill_at(moment: Moment, server: GitHubServer, directory: Path) -> bool:
    """Start a sync and kill it; says whether it was still running."""
    before = len(server.requests)
    process = start_sync(server, directory)
    while process.poll() is None and len(server.requests) - before < moment.requests:
        time.sleep(0.002)
    time.sleep(moment.delay_s)
    is_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return is_running


def compare(found: State, expected: State, when: str) -> None:
    for table, rows in expected.rows.items():
        assert found.rows[table] == rows, f"{table}, killed at {when}"
    assert found == expected, f"index, killed at {when}"


def test_killed_sync_ends_like_an_undisturbed_one(server: GitHubServer, tmp_path: Path) -> None:
    seed = int(os.environ.get("HUB_CRASH_SEED", random.SystemRandom().randrange(10**6)))
    moments = random.Random(seed)
    undisturbed = tmp_path / "undisturbed"
    new_hub(undisturbed)
    before = len(server.requests)
    sync_to_the_end(server, undisturbed)
    requests = len(server.requests) - before
    expected = state_of(undisturbed, with_cursors=False)
    sync_to_the_end(server, undisturbed)
    expected_at_rest = state_of(undisturbed, with_cursors=True)
    assert len(expected.rows["Task"]) == REPOSITORIES * ISSUES_EACH

    killed = 0
    for number in range(KILLS):
        directory = tmp_path / f"killed{number}"
        new_hub(directory)
        moment = random_moment(moments, requests)
        killed += kill_at(moment, server, directory)
        sync_to_the_end(server, directory)
        compare(state_of(directory, with_cursors=False), expected, f"{moment}, seed {seed}")
        sync_to_the_end(server, directory)
        compare(state_of(directory, with_cursors=True), expected_at_rest, f"{moment}, seed {seed}")

    sys.stderr.write(f"\n{killed} of {KILLS} kills met a running sync (HUB_CRASH_SEED={seed})\n")
    assert killed >= KILLS // 2
