"""`otdhub sync` is killed at random moments, run again, and must end as if nothing had happened.

A short run is part of every test run; ``make crash`` does it 50 times, a quarter of
``HUB_CRASH_KILLS``. Workers are killed in :mod:`tests.crash.test_killed_at_random`.
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
from sqlmodel import select

from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.models import SyncRun
from hub.services import source_admin
from hub.settings import Settings
from integrations.records import ProjectRecord
from tests.conftest import NOW, PROJECT_ROOT
from tests.crash.state import State, differences, state_of
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import GitHubServer

pytestmark = pytest.mark.crash

KILLS = max(1, int(os.environ.get("HUB_CRASH_KILLS", "12")) // 4)
REPOSITORIES = 3
ISSUES_EACH = 450


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
    _, errors = process.communicate(timeout=600)
    assert process.returncode == 0, errors.decode()
    return time.monotonic() - start


def read_state(directory: Path, *, with_cursors: bool) -> State:
    """Read what a hub holds; its runs have all ended."""
    with ExitStack() as stack:
        context = open_hub(stack, directory)
        with context.reading() as session:
            running = session.exec(select(SyncRun).where(SyncRun.status == "running")).all()
        assert not running
        return state_of(context, with_cursors=with_cursors)


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
    lines = differences(found, expected)
    assert not lines, "\n".join([f"killed at {when}:", *lines[:12]])


def test_killed_sync_ends_like_an_undisturbed_one(server: GitHubServer, tmp_path: Path) -> None:
    seed = int(os.environ.get("HUB_CRASH_SEED", random.SystemRandom().randrange(10**6)))
    moments = random.Random(seed)
    undisturbed = tmp_path / "undisturbed"
    new_hub(undisturbed)
    before = len(server.requests)
    sync_to_the_end(server, undisturbed)
    requests = len(server.requests) - before
    expected = read_state(undisturbed, with_cursors=False)
    sync_to_the_end(server, undisturbed)
    expected_at_rest = read_state(undisturbed, with_cursors=True)
    assert len(expected.rows["Task"]) == REPOSITORIES * ISSUES_EACH

    killed = 0
    for number in range(KILLS):
        directory = tmp_path / f"killed{number}"
        new_hub(directory)
        moment = random_moment(moments, requests)
        killed += kill_at(moment, server, directory)
        sync_to_the_end(server, directory)
        compare(read_state(directory, with_cursors=False), expected, f"{moment}, seed {seed}")
        sync_to_the_end(server, directory)
        compare(
            read_state(directory, with_cursors=True), expected_at_rest, f"{moment}, seed {seed}"
        )

    sys.stderr.write(f"\n{killed} of {KILLS} kills met a running sync (HUB_CRASH_SEED={seed})\n")
    assert killed >= KILLS // 2
