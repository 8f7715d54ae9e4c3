"""Serve one repository ``acme/lamp`` from a process of its own, for measurements.

``python -m tests.integrations.serve_github --issues 5000`` prints its address and answers until
its standard input is closed, then prints how many requests it had.
"""

import argparse
import sys
from datetime import timedelta

from integrations.records import ProjectRecord
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import SERVER_NOW, GitHubServer

PATH = "acme/lamp"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=5000)
    arguments = parser.parse_args()
    first_at = SERVER_NOW - timedelta(minutes=arguments.issues + 60)
    with GitHubServer() as server:
        server.prefix = "/api/v3"
        record = ProjectRecord("77", PATH, "lamp", f"https://github.com/{PATH}")
        server.put_repository(PATH, repository_item(record), languages={"Python": 9})
        server.put_items(PATH, many_issues(arguments.issues, path=PATH, first_at=first_at))
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()
        sys.stdout.write(f"{len(server.requests)}\n")


if __name__ == "__main__":
    main()
