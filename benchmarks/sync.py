"""How fast and how sparing a pull is: ``python -m benchmarks.sync`` (5,000 issues by default).

A local server that behaves like GitHub's API runs in a process of its own. The hub pulls one
repository into SQLite and the index; Perceval, the peer, only fetches the same issues as JSON (the
pages alone, without comments and profiles) and writes them nowhere. ``requests_over_least`` is
against the fewest requests with which the REST API can give what the hub stores: repository,
languages, community profile, the pages of open issues, and one page of closed ones.
``requests_over_pages`` is against repository and issue pages alone, as ``sync_limits.json`` counts.
"""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.report import (
    Options,
    Report,
    arguments,
    disk_mb,
    peak_mb,
    reset_peak_memory,
    stopwatch,
)
from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.services import indexing, source_admin
from hub.services.sync import sync_source
from hub.settings import Settings

REPOSITORY = "acme/lamp"
PER_PAGE = 100
PEER = """
import sys, time
from benchmarks.report import peak_mb
import perceval.backends.core.github as github
github.TARGET_ISSUE_FIELDS = []  # the pages alone: no profiles, comments or reactions
start = time.perf_counter()
owner, name = sys.argv[2].split("/")
backend = github.GitHub(owner=owner, repository=name, base_url=sys.argv[1], api_token=["t"],
                        sleep_for_rate=False)
count = sum(1 for _ in backend.fetch(category="issue", filter_classified=True))
print(count, time.perf_counter() - start, peak_mb())
"""


class Server:
    """The local server: its address, and after closing how many requests it had."""

    def __init__(self, issues: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integrations.serve_github", "--issues", str(issues)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def close(self) -> int:
        """Stop it; returns the number of requests."""
        output, _ = self._process.communicate(timeout=30)
        return int(output.strip())


@contextmanager
def hub_at(server: Server, directory: Path) -> Iterator[AppContext]:
    """Open a hub whose GitHub is the local server."""
    settings = Settings(
        data_dir=directory,
        github_base_url=server.url,
        private_hosts=(urlsplit(server.url).netloc,),
        _env_file=None,
    )
    with ExitStack() as stack:
        context = make_context(settings, stack)
        require_tables(context)
        yield context


def measure_hub(report: Report, issues: int) -> None:
    """Pull everything, then pull again when nothing changed."""
    server = Server(issues)
    with TemporaryDirectory() as folder, hub_at(server, Path(folder)) as context:
        with context.transaction() as session:
            place = source_admin.parse_place(f"https://github.com/{REPOSITORY}")
            source_id = source_admin.add(session, place, now=context.clock.now()).id
        assert source_id is not None
        forge = context.forges["github", "github.com"]
        for row in ("first pull", "nothing changed"):
            reset_peak_memory()
            before = forge.requests_made()
            with stopwatch() as pulling:
                result = sync_source(context, source_id)
            assert result.status == "done", result.message
            with stopwatch() as bringing:
                indexed = indexing.index_changes(context)
            seconds = pulling.seconds + bringing.seconds
            requests = forge.requests_made() - before
            report.add(row, "hub", metric="wall_s", value=seconds)
            report.add(row, "hub", metric="pull_s", value=pulling.seconds)
            report.add(row, "hub", metric="index_s", value=bringing.seconds)
            report.add(row, "hub", metric="requests", value=requests)
            if row == "first pull":
                assert indexed >= issues
                report.add(row, "hub", metric="issues_per_s", value=issues / seconds)
                pages = ceil(issues / PER_PAGE)
                least = {"requests_over_least": 3 + pages + 1, "requests_over_pages": 1 + pages}
                for metric, number in least.items():
                    report.add(row, "hub", metric=metric, value=requests / number, unit="ratio")
            report.add(row, "hub", metric="peak_mb", value=peak_mb())
            report.add(row, "hub", metric="disk_mb", value=disk_mb(Path(folder)))
    server.close()


def measure_peer(report: Report, issues: int) -> None:
    """Let Perceval fetch the same issues."""
    if importlib.util.find_spec("perceval") is None:
        sys.stderr.write("perceval is not installed, so the peer is left out: see `make bench`.\n")
        return
    server = Server(issues)
    done = subprocess.run(
        [sys.executable, "-c", PEER, server.url, REPOSITORY],
        capture_output=True,
        text=True,
        check=False,
    )
    requests = server.close()
    if done.returncode != 0:
        sys.stderr.write(f"perceval ended with an error: {done.stderr[-400:]}\n")
        return
    count, seconds, peak = done.stdout.split()
    report.add("first pull", "perceval", metric="wall_s", value=float(seconds))
    report.add("first pull", "perceval", metric="requests", value=requests)
    report.add("first pull", "perceval", metric="issues_per_s", value=int(count) / float(seconds))
    report.add("first pull", "perceval", metric="peak_mb", value=float(peak))


def main() -> None:
    """Measure both."""
    options = Options.of(arguments("benchmarks.sync", __doc__ or "", size=5_000).parse_args())
    report = Report("sync")
    measure_hub(report, options.size)
    measure_peer(report, options.size)
    report.finish(options.json_file)


if __name__ == "__main__":
    main()
