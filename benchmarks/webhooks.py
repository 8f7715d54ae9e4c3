"""How quickly deliveries of forges are answered: ``python -m benchmarks.webhooks``.

The hub runs as one ``uvicorn`` process with its queue on SQLite, and no worker takes anything from
it, so that what is measured is the answer. A process of its own sends ``--size`` signed deliveries
of 10 KB (:mod:`benchmarks.deliver`): as fast as they are answered over four connections, twenty a
second as the soak does, and twenty a second while a transaction holds the hub's database. In the
rows ``web alone`` the queue is one that keeps nothing: what checking and reading cost.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI

from benchmarks.deliver import HOST, SECRET
from benchmarks.filled_hub import build_indexes, empty_hub
from benchmarks.report import Options, Report, arguments
from benchmarks.web import served
from hub.bootstrap import make_context
from hub.context import NoJobs, RepositoryHint
from hub.logs import set_up_logs
from hub.settings import Settings
from hub.web.app import create_app

CONNECTIONS = 4
PER_SECOND = 20
HUB = "hub.asgi:make_app"
WEB_ALONE = "benchmarks.webhooks:make_app_without_queue"


class ForgettingJobs(NoJobs):
    """A queue that keeps nothing."""

    def ask_for_repository(self, hint: RepositoryHint) -> str:
        """Take it and forget it."""
        return hint.hint_id


def make_app_without_queue() -> FastAPI:
    """Make the hub that the environment describes, over a queue that keeps nothing."""
    settings = Settings()
    set_up_logs(settings.log_level)
    stack = ExitStack()
    context = make_context(settings, stack)
    app = create_app(replace(context, jobs=ForgettingJobs()))
    app.state.closing = stack
    return app


def main() -> None:
    """Serve a hub without tasks and measure its answers to deliveries."""
    options = Options.of(arguments("benchmarks.webhooks", __doc__ or "", size=4_000).parse_args())
    report = Report("webhooks")
    for application, subject in ((WEB_ALONE, "web alone"), (HUB, "hub")):
        with TemporaryDirectory() as folder:
            measure_all(report, subject, application, Path(folder), size=options.size)
    report.finish(options.json_file)


def measure_all(
    report: Report, subject: str, application: str, directory: Path, *, size: int
) -> None:
    """Measure one application in the three rows."""
    with empty_hub(directory) as context:
        build_indexes(context)
    environment = {
        "HUB_DATA_DIR": str(directory),
        "HUB_WEBHOOK_SECRETS": f"{HOST}={SECRET}",
        "HUB_LOG_LEVEL": "ERROR",
    }
    with served(application, environment) as base:
        deliver(base, 50, per_second=0)  # the first ones make the queue ready
        row = f"as fast as answered, {CONNECTIONS} connections"
        note(report, row, subject, deliver(base, size, per_second=0))
        row = f"{PER_SECOND} a second"
        note(report, row, subject, deliver(base, size // 10, per_second=PER_SECOND))
        with written(directory / "hub.db"):
            row = f"{PER_SECOND} a second, a writer holds the database"
            note(report, row, subject, deliver(base, size // 10, per_second=PER_SECOND))


def deliver(base: str, count: int, *, per_second: float) -> dict[str, float]:
    """Send deliveries from a process of its own; every answer must be the expected one."""
    command = [sys.executable, "-m", "benchmarks.deliver", base]
    command += [str(count), str(CONNECTIONS), str(per_second)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers: dict[str, float] = json.loads(done.stdout)
    unexpected = answers.pop("unexpected")
    assert not unexpected, f"These answers were not expected: {unexpected}"
    return answers


def note(report: Report, row: str, subject: str, answers: dict[str, float]) -> None:
    """Note what came back."""
    report.add(row, subject, metric="answers_per_s", value=answers["per_s"])
    for metric in ("p50_ms", "p95_ms", "p99_ms"):
        report.add(row, subject, metric=metric, value=answers[metric])


@contextmanager
def written(file: Path) -> Iterator[None]:
    """Hold a writing transaction open on an SQLite database, as a long pull would."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


if __name__ == "__main__":
    main()
