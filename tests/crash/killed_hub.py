"""A hub whose workers are processes that can be killed, and one that is left in peace."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from dbos import WorkflowStatus

from hub.bootstrap import make_context
from hub.context import AppContext, RepositoryHint
from hub.jobs.asking import AskedJobs, JobKind
from hub.jobs.worker import ONLY_WORKER
from hub.services import indexing, source_admin
from hub.services.repositories import find_by_path
from hub.services.sync import sync_repository, sync_source
from hub.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.crash.busy_forges import BusyForge

SETTLES_WITHIN_S = 600.0
LOOK_EVERY_S = 0.3
# Kills after the last request, when rows are brought to the index and the run is closed.
LATE_SHARE = 0.2
AT_WORK_SHARE = 0.8
UNDER_WAY = ["ENQUEUED", "DELAYED", "PENDING"]


def open_hub(
    stack: ExitStack, forge: BusyForge, directory: Path, *, url: str
) -> tuple[AppContext, list[int]]:
    """Make a hub with the sources of a forge, in a database that has its tables."""
    values: dict[str, object] = {
        **forge.settings,
        "private_hosts": urlsplit(forge.server.url).netloc,
    }
    settings = Settings(data_dir=directory, database_url=url, _env_file=None, **values)  # type: ignore[arg-type]
    context = make_context(settings, stack)
    with context.transaction() as session:
        places = [source_admin.parse_place(text) for text in forge.sources]
        sources = [source_admin.add(session, place, now=datetime.now(UTC)) for place in places]
        return context, [source.id for source in sources if source.id is not None]


@dataclass
class CalmHub:
    """Pulls what it is told to, in this process, one thing after another."""

    context: AppContext
    source_ids: Sequence[int]
    forge: BusyForge

    def settle(self, lost_at: Sequence[str]) -> int:
        """Take in all that happened; returns how many requests that took."""
        before = len(self.forge.server.requests)
        for source_id in self.source_ids:
            result = sync_source(self.context, source_id)
            assert result.message is None
        with self.context.reading() as session:
            rows = [
                find_by_path(session, forge=self.forge.kind, host=self.forge.host, path=path)
                for path in lost_at
            ]
            ids = [row.id for row in rows if row is not None and row.id is not None]
        for repository_id in ids:
            sync_repository(self.context, repository_id, has_lost_issues=True)
        indexing.index_changes(self.context)
        return len(self.forge.server.requests) - before


class Nursery:
    """Makes workers; see :mod:`tests.crash.nursery`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start_worker(self, environment: Mapping[str, str]) -> int:
        """Give the process id of a new worker with these settings."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(dict(environment)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """Make no more workers."""
        self._process.communicate(timeout=60)


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after the forge had so many requests."""

    requests: int
    delay_s: float

    @classmethod
    def random(cls, moments: random.Random, requests: int) -> "Moment":
        """Pick any moment of a pull: between two requests, or while the index is brought."""
        is_late = moments.random() < LATE_SHARE
        count = requests if is_late else moments.randint(1, requests)
        return cls(count, moments.uniform(0, 1.5 if is_late else 0.1))


@dataclass
class KilledHub:
    """Has its jobs done by workers, of which one is killed now and then."""

    context: AppContext
    asked: AskedJobs
    forge: BusyForge
    source_ids: Sequence[int]
    moments: random.Random
    nursery: Nursery
    workers: list[int] = field(default_factory=list)

    def start_workers(self) -> None:
        """Start what is missing: one worker on SQLite, two elsewhere."""
        is_shared = self.context.database.dialect.name == "postgresql"
        environment = self.forge.environment | {
            "HUB_CRASH_FORGE": self.forge.kind,
            "HUB_DATA_DIR": str(self.context.settings.data_dir),
            "HUB_DATABASE_URL": self.context.settings.effective_database_url,
        }
        while len(self.workers) < (2 if is_shared else 1):
            self.workers.append(self.nursery.start_worker(environment))

    def stop_workers(self) -> None:
        """Stop all, as an operator does."""
        for worker in self.workers:
            os.kill(worker, signal.SIGTERM)
        wait_for(lambda: not any(map(is_alive, self.workers)))
        self.workers.clear()

    def ask(self, lost_at: Sequence[str] = ()) -> None:
        """Ask for a pull of every source, and a look at where issues were deleted."""
        for path in lost_at:
            hint = RepositoryHint(
                self.forge.kind, self.forge.host, path, uuid4().hex, has_lost_issues=True
            )
            self.asked.ask_for_repository(hint)
        for source_id in self.source_ids:
            self.asked.ask_for_source(source_id)

    def kill_one(self, moment: Moment) -> bool:
        """Kill a worker at a moment; says whether it had a job then."""
        before = len(self.forge.server.requests)
        wait_for(
            self.is_idle,
            or_soon=lambda: len(self.forge.server.requests) - before >= moment.requests,
        )
        time.sleep(moment.delay_s)
        victim = self._victim()
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: not is_alive(victim))
        self.workers.remove(victim)
        return any(_is_of(job, victim) for job in self._jobs(["PENDING"]))

    def settle(self) -> None:
        """Have all taken in that happened."""
        wait_for(self.is_idle)
        self.ask()
        wait_for(self.is_idle)
        wait_for(self._is_indexed)
        assert all(map(is_alive, self.workers))
        failed = self.asked.client.list_workflows(
            status=["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
        )
        assert not [(job.name, job.error) for job in failed]

    def is_idle(self) -> bool:
        """Say whether no job waits or runs; the tick comes every ten seconds anyway."""
        return not self._jobs(UNDER_WAY)

    def _victim(self) -> int:
        """Pick who works, or now and then anyone."""
        running = self._jobs(["PENDING"])
        at_work = [each for each in self.workers if any(_is_of(job, each) for job in running)]
        if at_work and self.moments.random() < AT_WORK_SHARE:
            return self.moments.choice(at_work)
        return self.moments.choice(self.workers)

    def _jobs(self, status: list[str]) -> list[WorkflowStatus]:
        found = self.asked.client.list_workflows(status=status, load_input=False)
        return [job for job in found if job.name != JobKind.TICK]

    def _is_indexed(self) -> bool:
        if not self.is_idle():
            return False
        with self.context.reading() as session:
            return not any(indexing.count_stale(session).values())


def wait_for(condition: Callable[[], bool], *, or_soon: Callable[[], bool] | None = None) -> None:
    """Wait until something is so; look for what costs nothing to see much more often."""
    deadline = time.monotonic() + SETTLES_WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        look_again_at = time.monotonic() + LOOK_EVERY_S
        while time.monotonic() < look_again_at:
            if or_soon is not None and or_soon():
                return
            time.sleep(0.002)


def is_alive(process_id: int) -> bool:
    """Say whether there is such a process."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def _is_of(job: WorkflowStatus, worker: int) -> bool:
    return job.executor_id == ONLY_WORKER or f"-{worker}-" in (job.executor_id or "")
