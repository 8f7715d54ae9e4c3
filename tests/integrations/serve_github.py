"""Serve repositories from a process of its own, for measurements.

``python -m tests.integrations.serve_github --issues 5000`` prints its address and answers until
its standard input is closed, then prints how many requests it had. Without ``--repositories`` there
is one, ``acme/lamp``; else the issues are spread over ``acme/lamp-1``, ``acme/lamp-2`` and so on,
unevenly, as they are in the wild: a few hold most. ``--latency-ms`` lets each request take as long
as over a network.

A line on its standard input is an order, answered by one line of JSON:
``count`` gives requests, counted ones (not 304), GraphQL questions and points so far;
``reset`` sets these to nothing; ``touch 0.02`` changes that share of the issues now, and
``close 0.01`` closes it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import timedelta

from integrations.records import AuthorRecord, ProjectRecord
from tests.integrations.forge_server import SERVER_NOW
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import GitHubServer
from tests.integrations.github_store import StoredIssue, stamp

PATH = "acme/lamp"
ORDERS = ("count", "reset", "touch", "close")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=5000)
    parser.add_argument("--repositories", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    arguments = parser.parse_args()
    with GitHubServer() as server:
        server.prefix = "/api/v3"
        server.latency_s = arguments.latency_ms / 1000
        server.graph.points_an_hour = 1_000_000
        fill(server, issues=arguments.issues, repositories=arguments.repositories)
        serve(server)


def serve(server: GitHubServer) -> None:
    """Say the address, then do what each line says until there are no more."""
    _say(server.url)
    for line in sys.stdin:
        _say(json.dumps(obey(server, line)))
    _say(str(len(server.requests)))


def fill(server: GitHubServer, *, issues: int, repositories: int) -> None:
    """Put the issues into one repository, or into several."""
    first_id = 900_000
    owner = AuthorRecord("4", "acme", "https://github.com/acme")
    for number, (path, count) in enumerate(spread(issues, repositories), start=1):
        name = path.rpartition("/")[2]
        record = ProjectRecord(
            str(70 + number), path, name, f"https://github.com/{path}", owner=owner, stars=number
        )
        server.put_repository(path, repository_item(record), languages={"Python": 9})
        first_at = SERVER_NOW - timedelta(minutes=count + 60)
        server.put_items(path, many_issues(count, path=path, first_at=first_at, first_id=first_id))
        first_id += count


def spread(issues: int, repositories: int) -> Iterator[tuple[str, int]]:
    """Share issues out by rank, so that the first holds most (Zipf's law), each at least one."""
    if not repositories:
        yield PATH, issues
        return
    whole = sum(1 / rank for rank in range(1, repositories + 1))
    left = max(issues - repositories, 0)
    given = [1 + int(left / rank / whole) for rank in range(1, repositories + 1)]
    given[0] = max(1, given[0] + issues - sum(given))
    for number, count in enumerate(given, start=1):
        yield f"{PATH}-{number}", count


def obey(server: GitHubServer, line: str) -> dict[str, int]:
    """Do what an order says."""
    order, _, share = line.strip().partition(" ")
    match order:
        case "count":
            return {
                "requests": len(server.requests),
                "counted": server.counted(),
                "questions": sum(one.path.endswith("/graphql") for one in server.requests),
                "points": sum(server.graph.points_used.values()),
            }
        case "reset":
            server.requests.clear()
            server.graph.points_used.clear()
            return {}
        case "touch" | "close":
            return {"changed": _change(server, float(share), is_closing=order == "close")}
    raise SystemExit(f"“{order}” is none of {', '.join(ORDERS)}.")


def _change(server: GitHubServer, share: float, *, is_closing: bool) -> int:
    """Change every so many-th open issue, over all repositories, at this moment."""
    server.now = max(server.now, SERVER_NOW) + timedelta(minutes=5)
    at = stamp(server.now - timedelta(minutes=1))
    every = max(1, round(1 / share))
    seen = changed = 0
    for path, repository in server.store.repositories.items():
        held = [one for one in repository.in_order() if one.is_open]
        chosen = held[-seen % every :: every]
        server.put_items(path, [_changed(one, at, is_closing=is_closing) for one in chosen])
        seen += len(held)
        changed += len(chosen)
    return changed


def _changed(issue: StoredIssue, at: str, *, is_closing: bool) -> dict[str, object]:
    item: dict[str, object] = json.loads(issue.body)
    closed = {"state": "closed", "closed_at": at} if is_closing else {}
    return {**item, "title": f"{item['title']} again", "updated_at": at, **closed}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
