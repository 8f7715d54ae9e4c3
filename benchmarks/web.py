"""Requests a second of the search and task pages: ``python -m benchmarks.web``.

The hub, filled with ``--size`` tasks (50,000 by default), runs as one ``uvicorn`` process; so
does a bare FastAPI application that renders a Jinja page of the same cards from constants, with
no search, no database, no safety headers and no compression: what the framework alone costs. A
load process of its own asks both, one after the other, over eight connections that stay open.

Searches come in two rows. ``search page`` draws from 300 searches by a Zipf law, as visitors do:
most were asked a moment ago, and the hub keeps such pages for half a minute. In ``search page,
never twice`` every search is a new one, so that each is searched, read and rendered.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.corpus import Corpus
from benchmarks.filled_hub import build_indexes, empty_hub, fill_with_tasks
from benchmarks.report import Options, Report, arguments

SECONDS = 8
HUB_ROWS = ("search page", "search page, never twice", "task page", "home page")
POPULAR = 300
CONNECTIONS = 8
START_TIMEOUT_S = 60


def main() -> None:
    """Fill a hub, serve it and the bare page, and measure both."""
    options = Options.of(arguments("benchmarks.web", __doc__ or "", size=50_000).parse_args())
    report = Report("web")
    with TemporaryDirectory() as folder:
        directory = Path(folder)
        with empty_hub(directory / "hub") as context:
            fill_with_tasks(context, options.size)
            build_indexes(context)
        write_paths(directory, options.size)
        environment = {"HUB_DATA_DIR": str(directory / "hub"), "HUB_LOG_LEVEL": "ERROR"}
        with served("hub.asgi:make_app", environment) as base:
            for row in HUB_ROWS:
                measure(report, row, "hub", base=base, paths=directory / f"{row}.json")
        with served("benchmarks.bare_page:make_app", {}) as base:
            for row in HUB_ROWS:
                measure(report, row, "bare", base=base, paths=directory / "bare.json")
    report.finish(options.json_file)


def write_paths(directory: Path, size: int) -> None:
    """Write the addresses to ask for, row by row; searches are words of titles."""
    titles = [task.title.split() for task in Corpus.load(Path.cwd()).tasks(20_000)]
    searches = dict.fromkeys(f"/search?q={'+'.join(t[:2])}" for t in titles if len(t) > 1)
    known = [search for search in searches if search.isascii()]
    rng = Random(20261123)
    weights = [1 / rank for rank in range(1, POPULAR + 1)]
    step = max(1, size // 2_000)
    pages = {
        "search page": rng.choices(known[:POPULAR], weights, k=20_000),
        "search page, never twice": known[POPULAR:],
        "task page": [f"/tasks/{number}" for number in range(1, size, step)],
        "home page": ["/"],
        "bare": ["/"],
    }
    for row, paths in pages.items():
        (directory / f"{row}.json").write_text(json.dumps(paths))


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[str]:
    """Serve an application from a process of its own; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", application, "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--no-access-log", "--log-level", "error"], env=os.environ | environment
    )
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    """Wait until something listens on a port."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing answers on port {port} after {START_TIMEOUT_S} s.")


def measure(report: Report, row: str, subject: str, *, base: str, paths: Path) -> None:
    """Ask for ``SECONDS`` and note what came back."""
    command = [sys.executable, "-m", "benchmarks.load", base, str(paths)]
    command += [str(CONNECTIONS), str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = json.loads(done.stdout)
    assert answers["failed"] == 0, f"{row}: {answers['failed']} answers were not 200"
    report.add(row, subject, metric="requests_per_s", value=answers["count"] / answers["seconds"])
    report.add(row, subject, metric="p50_ms", value=answers["p50_ms"])
    report.add(row, subject, metric="p95_ms", value=answers["p95_ms"])
    report.add(row, subject, metric="transfer_kb", value=answers["bytes"] / answers["count"] / 1e3)


if __name__ == "__main__":
    main()
