"""What the tests of jobs share: a hub whose worker looks for work all the time, and patience."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event

from dbos import WorkflowStatus

from hub.context import RepositoryHint
from hub.documents import TASKS
from hub.jobs.asking import AskedJobs
from hub.jobs.queues import limits_of
from hub.jobs.worker import working
from hub.jobs.workflows import Jobs
from integrations.memory import MemoryForge
from integrations.records import IssueRecord, Page
from search.base import SearchQuery
from tests.hub.running import HOST, RunningHub


class Killed(BaseException):
    """Ends a step as a kill would: no handler of errors sees it, nothing is written down."""


@dataclass(frozen=True)
class JobsHub:
    """A hub with jobs."""

    hub: RunningHub
    asked: AskedJobs

    @contextmanager
    def worker(self) -> Iterator[Jobs]:
        limits = {
            name: replace(limit, poll_s=0.05)
            for name, limit in limits_of(self.hub.context.forges).items()
        }
        with working(self.hub.context, self.asked, limits=limits) as jobs:
            yield jobs

    def job(self, job_id: str) -> WorkflowStatus:
        [found] = self.asked.client.list_workflows(workflow_ids=[job_id])
        return found

    def outcome(self, job_id: str) -> str:
        return str(self.job(job_id).output)

    def is_over(self, job_id: str) -> bool:
        return self.job(job_id).status not in ("ENQUEUED", "DELAYED", "PENDING")

    def is_idle(self) -> bool:
        """Say whether no job waits or runs."""
        return not self.asked.client.list_workflows(
            status=["ENQUEUED", "DELAYED", "PENDING"], load_input=False
        )

    def work_off(self) -> None:
        """Have a worker do all that was asked for."""
        with self.worker():
            until(self.is_idle)

    def step_names(self, job_id: str) -> list[str]:
        return [step["function_name"] for step in self.asked.client.list_workflow_steps(job_id)]

    def indexed(self) -> set[int]:
        """Give the ids of the tasks that can be found; none before there is an index."""
        if not self.hub.context.engine.is_current(TASKS):
            return set()
        page = self.hub.context.engine.search(SearchQuery(TASKS.name, limit=100))
        return {hit.id for hit in page.hits}


def until(condition: Callable[[], object], *, within_s: float = 120.0) -> None:
    """Wait until something is so, looking often."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def hint(path: str, delivery: str = "d1", *, has_lost_issues: bool = False) -> RepositoryHint:
    return RepositoryHint("forgejo", HOST, path, delivery, has_lost_issues)


class Watched:
    """Counts what is asked of a forge, and does something before a page is given."""

    def __init__(self, forge: MemoryForge) -> None:
        self.pages = 0
        self.lists = 0
        self.before_page: Callable[[int], None] = lambda _: None
        self._issues = forge.issues
        self._discover = forge.discover
        forge.issues = self.issues  # type: ignore[method-assign]
        forge.discover = self.discover  # type: ignore[assignment, method-assign]

    def discover(self, *arguments: object) -> object:
        self.lists += 1
        return self._discover(*arguments)  # type: ignore[arg-type]

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        for page in self._issues(path, cursor):
            self.before_page(self.pages + 1)
            self.pages += 1
            yield page


class Gate:
    """Holds a forge at one page until it is opened."""

    def __init__(self, watched: Watched, *, at_page: int) -> None:
        self.is_reached = Event()
        self._opened = Event()
        self._at_page = at_page
        watched.before_page = self._pass

    def open(self) -> None:
        self._opened.set()

    def _pass(self, number: int) -> None:
        if number == self._at_page:
            self.is_reached.set()
            assert self._opened.wait(120)
