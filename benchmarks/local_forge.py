"""The local forge of ``benchmarks.sync``, seen from who measures: its process, and what it counts.

``serve_corpus`` is what runs in it. It must not know the hub.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What was asked: requests, those that count against a budget (no 304), GraphQL points."""

    requests: int
    counted: int
    points: int


class LocalForge:
    """A running local forge."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.url = self._line()

    def touch(self, share: float) -> int:
        """Change this share of the issues; returns how many."""
        return self._order(f"touch {share}")["changed"]

    def reset(self) -> None:
        """Count from nothing."""
        self._order("reset")

    def counts(self) -> Counts:
        """Tell what was asked since the reset."""
        told = self._order("count")
        return Counts(told["requests"], told["counted"], told["points"])

    def _order(self, line: str) -> dict[str, int]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._line())
        return answer

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def local_forge(*, issues: int, repositories: int, latency_ms: float) -> Iterator[LocalForge]:
    """Start one, wait until it is filled, and stop it in the end."""
    words = ["--issues", str(issues), "--repositories", str(repositories)]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.serve_corpus", *words, "--latency-ms", str(latency_ms)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield LocalForge(process)
    finally:
        process.communicate(timeout=60)
