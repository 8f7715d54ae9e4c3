"""What the command line prints: data to stdout, talk and progress to stderr."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

TALK = Console(stderr=True, highlight=False)

Plain = str | int | float | bool | None
Json = Plain | Sequence["Json"] | Mapping[str, "Json"]


def print_json(value: Json) -> None:
    """Print one JSON document; what could steer a terminal is escaped, and means the same."""
    written = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("".join(_escaped(char) for char in written) + "\n")


def print_line(text: str = "") -> None:
    """Print one line of data, without the control characters that foreign texts may hold."""
    sys.stdout.write(_printable(text) + "\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Plain]]) -> None:
    """Print a table; foreign texts stay texts, whatever markup they hold."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        is_number = all(isinstance(row[index], int | float) for row in rows) and bool(rows)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(_printable(str(cell))) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(highlight=False, width=width).print(table)


def say(sentence: str) -> None:
    """Tell the person at the keyboard something."""
    TALK.print(escape(_printable(sentence)))


def _escaped(char: str) -> str:
    return char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1]


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


class Bars:
    """Progress as bars on stderr; plain sentences where that is not a terminal."""

    def __init__(self) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=TALK,
            disable=not TALK.is_terminal,
        )
        self._current: TaskID | None = None
        self._count = 0
        self._what = ""

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish()
        self._bars.stop()

    def begin(self, what: str, total: int | None = None) -> None:
        """Start a bar."""
        self._finish()
        self._what, self._count = what, 0
        self._current = self._bars.add_task(escape(_printable(what)), total=total, note="")

    def step(self, count: int = 1, note: str | None = None) -> None:
        """Move the bar."""
        self._count += count
        if self._current is None:
            return
        if note is None:
            self._bars.update(self._current, advance=count)
        else:
            self._bars.update(self._current, advance=count, note=escape(_printable(note)))

    def say(self, sentence: str) -> None:
        """Print a sentence above the bars."""
        self._bars.console.print(escape(_printable(sentence)))

    def _finish(self) -> None:
        if self._current is None:
            return
        self._bars.update(self._current, total=self._count, note="")
        if self._bars.disable and self._count:
            TALK.print(escape(_printable(f"{self._what}: {self._count}")))
        self._current = None


@contextmanager
def bars() -> Iterator[Bars]:
    """Show progress for a block."""
    with Bars() as shown:
        yield shown
