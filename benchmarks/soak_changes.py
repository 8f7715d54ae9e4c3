"""The issues of the soak, how they change, and how long until the hub knows.

A change gives an issue a new title that ends with a word of its own, so that the database and the
search page show which change they have. The database is read as a file, beside the hub.
"""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from benchmarks.soak_forge import Change

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Of a hundred changes of an open issue; the others change its title alone.
CLOSED, ASSIGNED = 15, 15


@dataclass(slots=True)
class Issue:
    """An issue as it was last changed on the forge; ``task_id`` is the hub's own.

    ``word`` is that of its last change.
    """

    task_id: int
    path: str
    number: int
    project: str
    is_open: bool = True
    is_assigned: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: when it was made, and the word by which it is known."""

    issue: Issue
    word: str
    action: str
    at: float

    @property
    def is_to_be_found(self) -> bool:
        """Say whether a search for the word must show the task."""
        return self.action != "closed"

    @property
    def is_latest(self) -> bool:
        """Say whether the issue was not changed again since."""
        return self.issue.word == self.word


@dataclass(slots=True)
class Changes:
    """Draws changes, and keeps those that the hub has not shown yet."""

    issues: Sequence[Issue]
    rng: Random
    waiting: dict[int, list[Changed]] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)
    made: int = 0

    def draw(self) -> tuple[Change, Changed]:
        """Draw what happens next on the forge."""
        issue = self.rng.choice(self.issues)
        self.made += 1
        action, chance = "edited", self.rng.uniform(0, 100)
        if not issue.is_open:
            action = "reopened"
        elif chance < CLOSED:
            action = "closed"
        elif chance < CLOSED + ASSIGNED:
            action = "unassigned" if issue.is_assigned else "assigned"
            issue.is_assigned = not issue.is_assigned
        issue.is_open = action != "closed"
        issue.word = word = word_of(self.made)
        title = f"Lamp {issue.number} stays dark after {word}"
        change = Change(issue.path, issue.number, title, issue.is_open, issue.is_assigned)
        return change, Changed(issue, word, action, time.monotonic())

    def wait_for(self, changed: Changed) -> None:
        """Expect the hub to show it, or a later one of the same issue."""
        self.waiting.setdefault(changed.issue.task_id, []).append(changed)

    def look(self, database: Path) -> None:
        """See which changes have come to the database."""
        shown = titles(database, [*self.waiting])
        now = time.monotonic()
        for task_id, title in shown.items():
            word = title.rpartition(" ")[2]
            held = self.waiting.get(task_id, [])
            place = next((at for at, one in enumerate(held) if one.word == word), -1)
            self.lags += [now - one.at for one in held[: place + 1]]
            if left := held[place + 1 :]:
                self.waiting[task_id] = left
            else:
                self.waiting.pop(task_id, None)


def word_of(number: int) -> str:
    """Make a word that is far from all others, so that no typing mistake leads from one to it."""
    return "".join(LETTERS[byte % 26] for byte in sha256(str(number).encode()).digest()[:12])


def titles(database: Path, task_ids: Sequence[int]) -> dict[int, str]:
    """Read the titles of some tasks."""
    marks = ",".join("?" * len(task_ids))
    sql = f"SELECT id, title FROM task WHERE id IN ({marks})"
    with closing(opened(database)) as connection:
        return dict(connection.execute(sql, task_ids))


def issues_of(database: Path) -> list[Issue]:
    """Read the issues that the hub has."""
    sql = (
        "SELECT task.id, path_key, number, slug FROM task JOIN repository"
        " ON repository.id = repository_id JOIN project ON project.id = task.project_id"
        " ORDER BY task.id"
    )
    with closing(opened(database)) as connection:
        return [Issue(*row) for row in connection.execute(sql)]


def shown_issues(database: Path) -> set[tuple[str, int, str, bool]]:
    """Read path, number, title and whether it is open, of all issues that the hub has."""
    sql = (
        "SELECT path_key, number, title, task.is_open FROM task JOIN repository"
        " ON repository.id = repository_id"
    )
    with closing(opened(database)) as connection:
        return {(path, number, title, bool(is_open)) for path, number, title, is_open
                in connection.execute(sql)}  # fmt: skip


def count_rows(database: Path, table: str) -> int:
    """Count the rows of a table; 0 where it is not there yet."""
    try:
        with closing(opened(database)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def opened(database: Path) -> sqlite3.Connection:
    """Open a database of the hub for reading."""
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=15)
