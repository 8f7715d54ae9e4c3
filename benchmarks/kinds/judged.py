"""Reads the judged issues: which kinds of work each asks for.

An issue is named by its address alone; none of its text is kept here. How it was judged stands in
``tests/data/kinds/README.md``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hub.vocabulary.kinds import kinds

FILE = Path(__file__).parents[2] / "tests" / "data" / "kinds" / "judged.jsonl"
HALVES = ("dev", "test")
DRAWS = ("random", "targeted")


@dataclass(frozen=True, slots=True)
class JudgedIssue:
    """An issue and the kinds of work that it asks for, the main one first; none asks for nothing.

    ``drawn`` says whether it came by chance or because a broad word or a label pointed to it.
    """

    url: str
    kinds: tuple[str, ...]
    drawn: str
    half: str


def judged_issues(file: Path = FILE) -> tuple[JudgedIssue, ...]:
    """Read the whole set."""
    return tuple(read_lines(file.read_text(encoding="utf-8").splitlines()))


def half_of(url: str) -> str:
    """Say in which half an issue belongs: by its address alone, so that nobody can choose."""
    return HALVES[sha256(url.encode()).digest()[0] % len(HALVES)]


def read_lines(lines: Iterable[str]) -> Iterator[JudgedIssue]:
    """Read one issue a line. Raises ValueError with the address of one that cannot be used."""
    known = {kind.key for kind in kinds()}
    for line in lines:
        row = json.loads(line)
        issue = JudgedIssue(row["url"], tuple(row["kinds"]), row["drawn"], row["half"])
        if unknown := set(issue.kinds) - known:
            raise ValueError(f"{issue.url}: {', '.join(sorted(unknown))} is no kind of work.")
        if issue.drawn not in DRAWS:
            raise ValueError(f"{issue.url}: {issue.drawn!r} is none of {', '.join(DRAWS)}.")
        if issue.half != half_of(issue.url):
            raise ValueError(f"{issue.url}: its half is {half_of(issue.url)!r}, by its address.")
        yield issue
