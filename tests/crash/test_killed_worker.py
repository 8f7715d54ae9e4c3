"""A worker is killed in the midst of a pull; another goes on, and nothing is missing or twice.

Each worker is a process of its own. On PostgreSQL the other one lives already and takes over; on
SQLite it starts when the first is gone. A death is seen sooner here than in a real hub.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func
from sqlmodel import select

from hub.bootstrap import make_context
from hub.context import AppContext
from hub.documents import TASKS
from hub.jobs.asking import AskedJobs, opened_jobs
from hub.models import Task
from hub.services import source_admin
from hub.settings import Settings
from integrations.records import ProjectRecord
from search.base import SearchQuery
from tests.conftest import NOW, PROJECT_ROOT, Database
from tests.hub.jobs.running import until
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import GitHubServer

pytestmark = pytest.mark.crash

ISSUES = 900
SOON = """
import sys
from datetime import timedelta
from hub.services import workers
workers.BEAT_EVERY, workers.DEAD_AFTER = timedelta(seconds=0.2), timedelta(seconds=3)
from hub.cli import main
sys.argv = ["otdhub", "worker"]
main()
"""


@dataclass(frozen=True)
class Site:
    """A hub, its forge, and the environment of its workers."""

    server: GitHubServer
    context: AppContext
    asked: AskedJobs
    environment: dict[str, str]

    def start_worker(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", SOON], env=self.environment)

    def job_status(self, job_id: str) -> str:
        [job] = self.asked.client.list_workflows(workflow_ids=[job_id])
        return str(job.status)

    def pages_asked_for(self) -> list[str]:
        return [seen.path for seen in self.server.requests if "/issues" in seen.path]


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        server = stack.enter_context(GitHubServer(now=NOW))
        record = ProjectRecord("70", "acme/lamp", "lamp", "https://x/acme/lamp")
        server.put_repository("acme/lamp", repository_item(record), languages={"Python": 9})
        first_at = NOW - timedelta(days=20)
        server.put_items("acme/lamp", many_issues(ISSUES, path="acme/lamp", first_at=first_at))
        settings = Settings(data_dir=tmp_path, database_url=database.url, _env_file=None)
        context = make_context(settings, stack, forges=())
        asked = stack.enter_context(opened_jobs(context))
        yield Site(server, context, asked, _environment(server, database.url, tmp_path))


def _environment(server: GitHubServer, url: str, directory: Path) -> dict[str, str]:
    return os.environ | {
        "HUB_DATA_DIR": str(directory),
        "HUB_DATABASE_URL": url,
        "HUB_GITHUB_BASE_URL": server.url,
        "HUB_PRIVATE_HOSTS": urlsplit(server.url).netloc,
        "PYTHONPATH": str(PROJECT_ROOT),
    }


def test_pull_of_a_killed_worker_is_finished_by_another(site: Site) -> None:
    with site.context.transaction() as session:
        source = source_admin.add(
            session, source_admin.parse_place("github:acme"), now=datetime.now(UTC)
        )
        session.flush()
        source_id = source.id
    assert source_id is not None
    job_id = site.asked.ask_for_source(source_id)
    is_shared = site.context.database.dialect.name == "postgresql"
    first = site.start_worker()
    others = []
    try:
        until(lambda: len(site.pages_asked_for()) >= 3)
        if is_shared:
            others.append(site.start_worker())
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert site.job_status(job_id) == "PENDING"
        if not is_shared:
            others.append(site.start_worker())

        until(lambda: site.job_status(job_id) == "SUCCESS")
        until(
            lambda: site.context.engine.is_current(TASKS) and _indexed(site) == ISSUES, within_s=60
        )
    finally:
        for process in (first, *others):
            process.terminate()
            try:
                process.wait(60)
            finally:
                process.kill()

    with site.context.reading() as session:
        assert session.exec(select(func.count()).select_from(Task)).one() == ISSUES
    asked_for = site.pages_asked_for()
    # The page that the kill met may be asked for again, and the one that says there is no more.
    assert len(asked_for) - len(set(asked_for)) <= 2


def _indexed(site: Site) -> int:
    return site.context.engine.search(SearchQuery(TASKS.name)).total
