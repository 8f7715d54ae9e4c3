"""How every benchmark speaks: its arguments, its measurements, its table and its JSON file.

It must not know what is measured. A benchmark is ``python -m benchmarks.NAME [--size N]
[--json FILE]``; the file holds a list of ``{benchmark, row, subject, metric, value, unit}``.

    parser = arguments("benchmarks.search", "Time queries.", size=200_000)
    options = Options.of(parser.parse_args())
    report = Report("search")
    report.add_latencies("clean", "hub", seconds=times)
    report.add("index", "hub", metric="disk_mb", value=170.2)
    report.finish(options.json_file)
"""

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

UNIT_BY_ENDING = (
    ("_per_s", "1/s"),
    ("_ms", "ms"),
    ("_s", "s"),
    ("_mb", "MB"),
    ("_kb", "kB"),
    ("_over_least", "ratio"),
    ("_at_10", "share"),
    ("_share", "share"),
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured number. ``subject`` is the thing measured, ``row`` what it had to do."""

    benchmark: str
    row: str
    subject: str
    metric: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What the numbers were measured on."""

    cpu: str
    cores: int
    memory_gb: float
    python: str
    day: str

    def __str__(self) -> str:
        return (
            f"{self.cpu}, {self.cores} cores, {self.memory_gb:.0f} GB, "
            f"Python {self.python}, {self.day}"
        )


@dataclass(frozen=True, slots=True)
class Options:
    """The two arguments that every benchmark takes."""

    size: int
    json_file: Path | None

    @classmethod
    def of(cls, parsed: argparse.Namespace) -> "Options":
        """Read them from parsed arguments."""
        return cls(size=parsed.size, json_file=parsed.json)


class Stopwatch:
    """Seconds of a block, and of each lap within it."""

    def __init__(self) -> None:
        self.seconds = 0.0


@dataclass(slots=True)
class Report:
    """Collects the measurements of one benchmark; prints and writes them at the end."""

    benchmark: str
    measurements: list[Measurement] = field(default_factory=list)

    def add(
        self, row: str, subject: str, *, metric: str, value: float, unit: str | None = None
    ) -> None:
        """Note one number. The unit follows from the metric's ending unless it is given."""
        self.measurements.append(
            Measurement(self.benchmark, row, subject, metric, value, unit or unit_of(metric))
        )

    def add_latencies(self, row: str, subject: str, *, seconds: Sequence[float]) -> None:
        """Note the median and the 95th percentile of some durations, in milliseconds."""
        self.add(row, subject, metric="p50_ms", value=percentile(seconds, 50) * 1000)
        self.add(row, subject, metric="p95_ms", value=percentile(seconds, 95) * 1000)

    def finish(self, json_file: Path | None) -> None:
        """Print the table; write the JSON file if one was asked for."""
        print_table(self.benchmark, self.measurements)
        if json_file is not None:
            rows = [asdict(measurement) for measurement in self.measurements]
            json_file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def arguments(name: str, description: str, *, size: int) -> argparse.ArgumentParser:
    """Make the parser of a benchmark; the caller may add arguments of its own."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=description)
    parser.add_argument("--size", type=int, default=size, help=f"how much (default {size:,})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    return parser


def unit_of(metric: str) -> str:
    """Tell the unit from a metric's ending; a plain number has none."""
    return next((unit for ending, unit in UNIT_BY_ENDING if metric.endswith(ending)), "")


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the value below which ``percent`` of the values lie, between neighbours linearly."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("There is no percentile of no values.")
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Time a block: ``with stopwatch() as watch: ...``, then ``watch.seconds``."""
    watch = Stopwatch()
    start = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - start


def reset_peak_memory() -> None:
    """Let the kernel forget this process's peak, so that :func:`peak_mb` starts anew here."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5", encoding="ascii")


def peak_mb(process_id: int | None = None) -> float:
    """Give the largest resident memory of a process so far, in megabytes; of this one by itself."""
    status = Path(f"/proc/{process_id or 'self'}/status")
    if status.exists():
        return _status_kb(status, "VmHWM:") / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own_mb(process_id: int | None = None) -> float:
    """Give the memory that is a process's own now, without mapped files, in megabytes."""
    status = Path(f"/proc/{process_id or 'self'}/status")
    return _status_kb(status, "RssAnon:") / 1024 if status.exists() else peak_mb()


def mapped_mb(process_id: int | None = None) -> float:
    """Give the pages of mapped files that a process holds now, which the kernel can take back."""
    status = Path(f"/proc/{process_id or 'self'}/status")
    return _status_kb(status, "RssFile:") / 1024 if status.exists() else 0.0


def disk_mb(folder: Path) -> float:
    """Give the size of all files under a folder, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def machine() -> Machine:
    """Describe the machine that runs this."""
    pages, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return Machine(
        cpu=_cpu_model(),
        cores=os.cpu_count() or 1,
        memory_gb=pages * page_bytes / 2**30,
        python=platform.python_version(),
        day=datetime.now(UTC).date().isoformat(),
    )


def print_table(benchmark: str, measurements: Sequence[Measurement]) -> None:
    """Print one line for each row and subject, one column for each metric, then the machine."""
    metrics = list(dict.fromkeys(measurement.metric for measurement in measurements))
    table = Table(title=benchmark, title_justify="left")
    table.add_column("row")
    table.add_column("subject")
    for metric in metrics:
        table.add_column(metric, justify="right")
    cells = {(m.row, m.subject, m.metric): _shown(m.value) for m in measurements}
    for row, subject in dict.fromkeys((m.row, m.subject) for m in measurements):
        table.add_row(row, subject, *(cells.get((row, subject, name), "") for name in metrics))
    console = Console(width=None if Console().is_terminal else 160)
    console.print(table)
    console.print(str(machine()), style="dim")


def _shown(value: float) -> str:
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"


def _cpu_model() -> str:
    cpu_info = Path("/proc/cpuinfo")
    if cpu_info.exists():
        for line in cpu_info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _status_kb(status: Path, key: str) -> float:
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return float(line.split()[1])
    raise ValueError(f"{status} has no line {key}")
