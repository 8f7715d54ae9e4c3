"""Half an hour of a whole hub under webhooks, pulls and searches: ``python -m benchmarks.soak``.

``otdhub serve`` with its worker runs on SQLite and the embedded engine, beside a local forge of 50
repositories and 5,000 issues that change all the time (:mod:`benchmarks.soak_forge`). Twenty
deliveries a second tell of the changes, each up to a second late and so out of order; of a hundred
ten came before, one has a wrong signature, five are of no matter, and three each are of other
forges. Three visitors' requests a second go to pages and API, and every three minutes ``otdhub
sync`` pulls everything beside the worker. The load is bounded by ``--minutes`` and talks to
127.0.0.1 alone.

It fails (exit code 1) on: an answer 5xx or none, a bad signature that was taken, memory that grows,
a job that failed, a line of trouble in the log, or a database that is not as the forge at the end.
"""

import asyncio
import json
import os
import socket
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx2

from benchmarks.report import arguments
from benchmarks.soak_changes import Changes, count_rows, issues_of, shown_issues
from benchmarks.soak_deliveries import SECRETS
from benchmarks.soak_driver import Soak, run_command
from benchmarks.soak_forge import ChangingForge
from benchmarks.soak_tally import Watch
from benchmarks.soak_verdict import Ending, report_all, troubles, write_json

REPOSITORIES, ISSUES = 50, 5_000
READY_WITHIN_S = 300.0
ANSWERED_WITHIN_S, CONNECTIONS = 60.0, 64


def main() -> int:
    """Soak, print the tables, and say what was wrong."""
    parser = arguments("benchmarks.soak", __doc__ or "", size=ISSUES)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long (default 30)")
    parser.add_argument("--log", type=Path, help="keep what the hub said in this file")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        log = options.log or Path(folder) / "serve.log"
        running, ending = asyncio.run(
            soak(Path(folder), log.absolute(), issues=options.size, minutes=options.minutes)
        )
        said = log.read_text(encoding="utf-8", errors="replace")
    reports = report_all(running, ending)
    wrong = troubles(running, ending, said)
    if options.json is not None:
        write_json(reports, options.json)
    for trouble in wrong:
        print(f"NOT MET: {trouble}")
    print("Some conditions were not met." if wrong else "All conditions were met.")
    return 1 if wrong else 0


def environment_of(data_dir: Path, forge_url: str) -> dict[str, str]:
    """Describe the hub: nothing of the caller's own settings, and the local forge as GitHub."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return outer | {
        "PYTHONPATH": str(Path.cwd()),
        "HUB_DATA_DIR": str(data_dir),
        "HUB_GITHUB_BASE_URL": f"{forge_url}/api/v3",
        "HUB_GITHUB_TOKENS": "a-token-of-the-soak",
        "HUB_PRIVATE_HOSTS": urlsplit(forge_url).netloc,
        "HUB_WEBHOOK_SECRETS": SECRETS,
    }


async def soak(directory: Path, log: Path, *, issues: int, minutes: float) -> tuple[Soak, Ending]:
    """Run it all in a folder; what the hub says goes to ``log``."""
    data_dir = directory / "data"
    data_dir.mkdir()
    async with AsyncExitStack() as stack:
        forge = await ChangingForge.start(repositories=REPOSITORIES, issues=issues)
        stack.push_async_callback(forge.stop)
        environment = environment_of(data_dir, forge.url)
        code, _ = await run_command(environment, "sources", "add", "https://github.com/acme")
        assert code == 0, "The source was not added."
        server, base = await _serve(environment, log)
        stack.push_async_callback(_stop, server)
        await _until_pulled(data_dir / "hub.db", issues)
        client = await stack.enter_async_context(_client())
        rng = Random(20261127)
        running = Soak(
            base=base,
            forge=forge,
            client=client,
            changes=Changes(issues_of(data_dir / "hub.db"), rng),
            watch=Watch(server.pid, data_dir),
            environment=environment,
            rng=rng,
        )
        await running.run(minutes * 60)
        failed = await _failed_jobs(environment)
        differing = await forge.issues() ^ shown_issues(data_dir / "hub.db")
        kept = count_rows(data_dir / "jobs.db", "workflow_status")
        return running, Ending(failed, differing, kept)


async def _serve(environment: dict[str, str], log: Path) -> tuple[asyncio.subprocess.Process, str]:
    """Start the hub; gives its process and its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    with log.open("wb") as written:
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "hub", "serve", "--port", port),
            env=environment,
            cwd=environment["HUB_DATA_DIR"],
            stdout=written,
            stderr=written,
        )
    return server, f"http://127.0.0.1:{port}"


def _client() -> httpx2.AsyncClient:
    """Make what asks: what finds no free connection waits for one, and its time is measured."""
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(ANSWERED_WITHIN_S, pool=None),
        limits=httpx2.Limits(max_connections=CONNECTIONS),
    )


async def _until_pulled(database: Path, issues: int) -> None:
    """Wait until the worker has pulled everything once."""
    until = time.monotonic() + READY_WITHIN_S
    while count_rows(database, "task") < issues:
        assert time.monotonic() < until, "The first pull did not end in time."
        await asyncio.sleep(1)


async def _failed_jobs(environment: dict[str, str]) -> list[str]:
    words = ("--state", "failed", "--state", "given up", "--limit", "1000", "--json")
    _, output = await run_command(environment, "jobs", "list", *words)
    return [f"{job['about']}: {job['message']}" for job in json.loads(output)]


async def _stop(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    await asyncio.wait_for(process.wait(), 60)


if __name__ == "__main__":
    sys.exit(main())
