"""Perceval as a peer: fetches the issues of some repositories and keeps nothing.

``python -m benchmarks.peer_perceval URL SECONDS [--pages-alone] PATH...`` prints as JSON how many
issues it fetched, in which time and processor time, and its peak memory. It is used as its command
uses it, which asks for the profile and organisations of everybody it meets and for the comments of
every issue; ``--pages-alone`` turns all of that off. After so many seconds it stops.
"""

import argparse
import json
import time
from importlib import import_module

from benchmarks.report import peak_mb


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("seconds", type=float)
    parser.add_argument("--pages-alone", action="store_true")
    parser.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    github = import_module("perceval.backends.core.github")
    if arguments.pages_alone:
        vars(github)["TARGET_ISSUE_FIELDS"] = []
    start = time.perf_counter()
    issues = 0
    for path in arguments.paths:
        owner, name = path.split("/")
        backend = github.GitHub(
            owner=owner, repository=name, base_url=arguments.url, api_token=["t"]
        )
        for _ in backend.fetch(category="issue", filter_classified=arguments.pages_alone):
            issues += 1
            if time.perf_counter() - start > arguments.seconds:
                break
        if time.perf_counter() - start > arguments.seconds:
            break
    wall_s = time.perf_counter() - start
    told = {"wall_s": wall_s, "cpu_s": time.process_time(), "peak_mb": peak_mb()}
    print(json.dumps({"issues": issues, **told}))


if __name__ == "__main__":
    main()
