"""How fast and how sparing a pull is: ``python -m benchmarks.sync`` (20,000 issues by default).

A local server that behaves like GitHub's API runs in a process of its own and takes 20 ms for each
request. The hub pulls all its repositories into SQLite and the index, once more when nothing
changed, and once more when 2 % did. ``requests_over_least`` is against a request for each page of
the list of repositories and for each hundred issues of a repository, which is less than what
``sync_limits.json`` counts (a request for each repository too, and more pages); ``counted`` leaves
out answers 304, which cost nothing of a budget. ``own_at_a_fifth_mb`` is the most memory of the
process's own until a fifth of the issues were stored, ``own_mb`` until all were; ``pull_peak_mb``
adds mapped files (the database), and ``peak_mb`` the index.

Beside it, on the same server: Perceval, by its defaults and with its pages of issues alone (it
stores nothing), and the ``issues`` command of github-to-sqlite. Who needs longer than
``--peer-seconds`` is measured on the part that he came to, large repositories first, which suits
him; ``whole_s`` is then that rate for all issues, and the row says so.

The full measurement: ``python -m benchmarks.sync --size 100000 --repositories 500``.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from sqlalchemy import func
from sqlmodel import select

from benchmarks.corpus import Corpus
from benchmarks.local_forge import LocalForge, local_forge
from benchmarks.report import (
    Report,
    arguments,
    disk_mb,
    own_mb,
    peak_mb,
    reset_peak_memory,
    stopwatch,
)
from benchmarks.serve_corpus import OWNER, Planned, least_requests, plan
from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.models import Task
from hub.services import indexing, source_admin
from hub.services.progress import SILENCE, Progress
from hub.services.sync import sync_source
from hub.settings import Settings

CHANGED_SHARE = 0.02
# Repositories for each issue, where no number is given: as in 100,000 issues of 500.
ISSUES_A_REPOSITORY = 200
STEPS_BETWEEN_LOOKS = 10
PEERS = (
    ("perceval", "perceval", ("benchmarks.peer_perceval",)),
    ("perceval, pages alone", "perceval", ("benchmarks.peer_perceval", "--pages-alone")),
    ("github-to-sqlite", "github_to_sqlite", ("benchmarks.peer_sqlite",)),
)


class MemoryWatch:
    """Notes the most memory that was the process's own, up to a number of issues and up to now.

    Pages of the database that the kernel maps count for neither: it takes them back when it likes.
    """

    def __init__(self, context: AppContext, *, at_issues: int) -> None:
        self._context = context
        self._at_issues = at_issues
        self._steps = 0
        self.most_mb = 0.0
        self.most_mb_then: float | None = None

    def begin(self, what: str, total: int | None = None) -> None:
        """Say nothing."""

    def step(self, count: int = 1, note: str | None = None) -> None:
        """Look every now and then whether it is the moment."""
        self._steps += 1
        if self._steps % STEPS_BETWEEN_LOOKS:
            return
        self.most_mb = max(self.most_mb, own_mb())
        if self.most_mb_then is None and count_tasks(self._context) >= self._at_issues:
            self.most_mb_then = self.most_mb

    def say(self, sentence: str) -> None:
        """Say nothing."""


def count_tasks(context: AppContext) -> int:
    """Count the issues that are stored."""
    with context.reading() as session:
        return session.exec(select(func.count()).select_from(Task)).one()


@contextmanager
def hub_at(url: str, directory: Path) -> Iterator[AppContext]:
    """Open a hub whose GitHub is the local server."""
    settings = Settings(
        data_dir=directory,
        github_base_url=f"{url}/api/v3",
        github_tokens=("t",),
        private_hosts=(urlsplit(url).netloc,),
        _env_file=None,
    )
    with ExitStack() as stack:
        context = make_context(settings, stack)
        require_tables(context)
        yield context


def add_source(context: AppContext) -> int:
    """Add the owner of all repositories as a source."""
    with context.transaction() as session:
        place = source_admin.parse_place(f"https://github.com/{OWNER}")
        source_id = source_admin.add(session, place, now=context.clock.now()).id
    assert source_id is not None
    return source_id


def measure_hub(report: Report, server: LocalForge, planned: list[Planned]) -> float:
    """Pull everything, then when nothing changed, then a change; returns seconds of the first."""
    issues = sum(repository.issues for repository in planned)
    with TemporaryDirectory() as folder, hub_at(server.url, Path(folder)) as context:
        source_id = add_source(context)
        row = f"first pull of {issues:,}"
        watch = MemoryWatch(context, at_issues=issues // 5)
        first_s = pull(report, row, server, context, source_id, progress=watch)
        requests = server.counts().requests
        assert count_tasks(context) == issues, "not every issue was pulled"
        report.add(row, "hub", metric="own_at_a_fifth_mb", value=watch.most_mb_then or 0.0)
        report.add(row, "hub", metric="own_mb", value=watch.most_mb)
        least = least_requests(planned)
        report.add(row, "hub", metric="requests_over_least", value=requests / least)
        report.add(row, "hub", metric="issues_per_s", value=issues / first_s)
        report.add(row, "hub", metric="disk_mb", value=disk_mb(Path(folder)))
        pull(report, "nothing changed", server, context, source_id)
        changed = server.touch(CHANGED_SHARE)
        pull(report, f"{changed:,} changed", server, context, source_id)
    return first_s


def pull(
    report: Report,
    row: str,
    server: LocalForge,
    context: AppContext,
    source_id: int,
    *,
    progress: Progress = SILENCE,
) -> float:
    """Pull and index once; returns the seconds of both."""
    reset_peak_memory()
    server.reset()
    cpu_before_s = time.process_time()
    with stopwatch() as pulling:
        result = sync_source(context, source_id, progress=progress)
    assert result.status == "done", result.message
    pull_peak_mb = peak_mb()
    with stopwatch() as bringing:
        indexed = indexing.index_changes(context)
    cpu_s = time.process_time() - cpu_before_s
    counts = server.counts()
    report.add(row, "hub", metric="wall_s", value=pulling.seconds + bringing.seconds)
    report.add(row, "hub", metric="pull_s", value=pulling.seconds)
    report.add(row, "hub", metric="index_s", value=bringing.seconds)
    report.add(row, "hub", metric="cpu_s", value=cpu_s)
    report.add(row, "hub", metric="indexed", value=indexed)
    report.add(row, "hub", metric="requests", value=counts.requests)
    report.add(row, "hub", metric="counted", value=counts.counted)
    report.add(row, "hub", metric="points", value=counts.points)
    report.add(row, "hub", metric="pull_peak_mb", value=pull_peak_mb)
    report.add(row, "hub", metric="peak_mb", value=peak_mb())
    sys.stderr.write(f"{row}: {pulling.seconds:.1f} s, index {bringing.seconds:.1f} s, {counts}\n")
    return pulling.seconds + bringing.seconds


def measure_peers(
    report: Report, server: LocalForge, planned: list[Planned], *, hub_s: float, most_s: float
) -> None:
    """Let each peer fetch the same issues from the same server, or as many as he comes to."""
    for subject, package, command in PEERS:
        if importlib.util.find_spec(package) is None:
            sys.stderr.write(f"{package} is not installed, so it is left out: see `make bench`.\n")
            continue
        server.reset()
        told = run_peer(command, server.url, most_s, peer_order(planned))
        if told is None:
            continue
        issues = sum(repository.issues for repository in planned)
        fetched, wall_s = int(told["issues"]), told["wall_s"]
        requests = server.counts().requests
        share = fetched / issues
        row = f"first pull of {issues:,}" if share == 1 else f"{fetched:,} of {issues:,} issues"
        report.add(row, subject, metric="wall_s", value=wall_s)
        report.add(row, subject, metric="cpu_s", value=told["cpu_s"])
        report.add(row, subject, metric="requests", value=requests)
        report.add(row, subject, metric="issues_per_s", value=fetched / wall_s)
        report.add(row, subject, metric="peak_mb", value=told["peak_mb"])
        sys.stderr.write(
            f"{subject}: {fetched:,} issues in {wall_s:.1f} s, {requests:,} requests\n"
        )
        over_least = requests / share / least_requests(planned)
        report.add(row, subject, metric="requests_over_least", value=over_least)
        report.add(row, subject, metric="whole_s", value=wall_s / share)
        report.add(row, subject, metric="times_hub", value=wall_s / share / hub_s)


def peer_order(planned: list[Planned]) -> list[str]:
    """Put repositories that no peer gets through in his time last; else the largest first."""
    most = sum(repository.issues for repository in planned) // 50
    ordered = sorted(planned, key=lambda repository: repository.issues > most)
    return [repository.path for repository in ordered]


def run_peer(
    command: Sequence[str], url: str, most_s: float, paths: Sequence[str]
) -> dict[str, float] | None:
    """Run a peer in a process of its own; ``None`` if it ended with an error, which is said."""
    module, *options = command
    done = subprocess.run(
        [sys.executable, "-m", module, *options, url, str(most_s), *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(f"{module} ended with an error: {done.stderr[-400:]}\n")
        return None
    told: dict[str, float] = json.loads(done.stdout)
    return told


def read_arguments() -> argparse.Namespace:
    """Read how much is measured."""
    parser = arguments("benchmarks.sync", __doc__ or "", size=20_000)
    parser.add_argument("--repositories", type=int, help="default one for each 200 issues")
    parser.add_argument("--latency-ms", type=float, default=20.0, help="of each request")
    parser.add_argument("--peer-seconds", type=float, default=120.0, help="for each peer")
    return parser.parse_args()


def main() -> None:
    """Measure the hub and its peers."""
    asked = read_arguments()
    repositories = asked.repositories or max(1, asked.size // ISSUES_A_REPOSITORY)
    planned = plan(Corpus.load(Path.cwd()), issues=asked.size, repositories=repositories)
    report = Report("sync")
    with local_forge(
        issues=asked.size, repositories=repositories, latency_ms=asked.latency_ms
    ) as server:
        hub_s = measure_hub(report, server, planned)
        measure_peers(report, server, planned, hub_s=hub_s, most_s=asked.peer_seconds)
    report.finish(asked.json)


if __name__ == "__main__":
    main()
