"""github-to-sqlite as a peer: its ``issues`` command, one repository after the other.

``python -m benchmarks.peer_sqlite URL SECONDS PATH...`` prints as JSON how many issues it stored,
in which time and processor time, and its peak memory. The command knows one address only, GitHub's;
here requests to that go to ``URL``. All commands run in one process, which spares it the start of
each. After so many seconds no further repository is begun.
"""

import argparse
import json
import sqlite3
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from benchmarks.report import peak_mb

GITHUB = "https://api.github.com"


class HereAdapter(requests.adapters.HTTPAdapter):
    """Sends what is meant for GitHub to the local server."""

    url = ""

    def send(
        self, request: requests.PreparedRequest, *arguments: object, **options: object
    ) -> requests.Response:
        """Send it with another address."""
        assert request.url is not None
        request.url = request.url.replace(GITHUB, f"{self.url}/api/v3", 1)
        return super().send(request, *arguments, **options)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("seconds", type=float)
    parser.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    HereAdapter.url = arguments.url
    vars(requests.sessions)["HTTPAdapter"] = HereAdapter  # what a session takes by default
    issues = import_module("github_to_sqlite.cli").cli.commands["issues"]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "github.db"
        start = time.perf_counter()
        for path in arguments.paths:
            issues.main([str(database), path], standalone_mode=False)
            if time.perf_counter() - start > arguments.seconds:
                break
        wall_s = time.perf_counter() - start
        with sqlite3.connect(database) as connection:
            [(stored,)] = connection.execute("select count(*) from issues")
        connection.close()
    told = {"wall_s": wall_s, "cpu_s": time.process_time(), "peak_mb": peak_mb()}
    print(json.dumps({"issues": stored, **told}))


if __name__ == "__main__":
    main()
