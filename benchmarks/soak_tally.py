"""What the soak saw: answers by kind and status, memory and files over time, and its verdict."""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.report import Report, percentile

NO_ANSWER = 0
# Memory is flat where the last fifth of the time is no more than this above the second.
MOST_GROWTH_PERCENT = 10.0
FIFTHS = 5
UNITS = {"load of the machine": "", "processor": "%"}


@dataclass(slots=True)
class Answers:
    """Statuses and times by kind of request, and what was answered otherwise than it must be."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    unexpected: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, status: int, *, expected: Sequence[int], seconds: float) -> None:
        """Note one answer; status 0 is none at all."""
        self.statuses[kind][status] += 1
        self.seconds[kind].append(seconds)
        if status not in expected:
            self.unexpected[f"{kind}: {status or 'no answer'}"] += 1

    def count(self, kind: str, statuses: range) -> int:
        """Count the answers of a kind within a class of statuses."""
        return sum(count for status, count in self.statuses[kind].items() if status in statuses)

    def failures(self) -> int:
        """Count the answers of a server in trouble, and those that never came."""
        return sum(
            self.count(kind, range(500, 600)) + self.statuses[kind][NO_ANSWER]
            for kind in list(self.statuses)
        )

    def report_to(self, report: Report, *, subject: str) -> None:
        """Write one row for each kind, and one for all."""
        for kind in sorted(self.seconds):
            report.add(kind, subject, metric="answers", value=len(self.seconds[kind]))
            for hundred in (2, 3, 4, 5):
                number = self.count(kind, range(hundred * 100, hundred * 100 + 100))
                report.add(kind, subject, metric=f"{hundred}xx", value=number)
            report.add(kind, subject, metric="none", value=self.statuses[kind][NO_ANSWER])
            _add_times(report, kind, subject, self.seconds[kind])
        whole = [each for seconds in self.seconds.values() for each in seconds]
        report.add("all", subject, metric="answers", value=len(whole))
        _add_times(report, "all", subject, whole)


@dataclass(slots=True)
class Watch:
    """Samples the memory of the hub's two processes, and the size of what it keeps."""

    web_id: int
    data_dir: Path
    samples: list[dict[str, float]] = field(default_factory=list)
    worker_ids: set[int] = field(default_factory=set)
    _used: dict[int, tuple[float, float]] = field(default_factory=dict)

    def sample(self) -> None:
        """Take one sample; says nothing of a process that is not there at the moment."""
        seen = {
            "web: memory": rss_mb(self.web_id),
            "web: memory of its own": rss_mb(self.web_id, "RssAnon:"),
            "hub.db": _size_mb(self.data_dir / "hub.db"),
            "jobs.db": _size_mb(self.data_dir / "jobs.db"),
            "search index": _folder_mb(self.data_dir / "index"),
            "load of the machine": os.getloadavg()[0],
            "web: processor": self._processor_percent(self.web_id),
        }
        for worker_id in children(self.web_id):
            self.worker_ids.add(worker_id)
            seen["worker: memory"] = rss_mb(worker_id)
            seen["worker: memory of its own"] = rss_mb(worker_id, "RssAnon:")
            seen["worker: processor"] = self._processor_percent(worker_id)
        self.samples.append(seen)

    def _processor_percent(self, process_id: int) -> float:
        """Give the share of one processor that a process has used since the last sample."""
        at, used = time.monotonic(), processor_s(process_id)
        before_at, before = self._used.get(process_id, (at - 1, used))
        self._used[process_id] = (at, used)
        return (used - before) / (at - before_at) * 100

    def fifths(self, name: str) -> list[float]:
        """Give the median of each fifth of the time."""
        values = [sample[name] for sample in self.samples if name in sample]
        ends = [len(values) * number // FIFTHS for number in range(FIFTHS + 1)]
        parts = [values[first : max(last, first + 1)] for first, last in pairwise(ends)]
        return [median(part or values[-1:]) for part in parts]

    def growth_percent(self, name: str) -> float:
        """Give how much the last fifth is above the second, which has warmed up."""
        medians = self.fifths(name)
        return (medians[-1] / medians[1] - 1) * 100 if medians[1] else 0.0

    def report_to(self, report: Report) -> None:
        """Write one row for each thing that was watched."""
        for name in self.samples[-1]:
            unit = UNITS.get(name.rpartition(": ")[2], "MB")
            for number, value in enumerate(self.fifths(name), start=1):
                report.add(name, unit, metric=f"fifth_{number}", value=round(value, 1), unit=unit)
            growth = round(self.growth_percent(name), 1)
            report.add(name, unit, metric="growth_percent", value=growth, unit="%")


def rss_mb(process_id: int, key: str = "VmRSS:") -> float:
    """Give the resident memory of a process; 0 if it is gone."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines())
    return next((float(words[1]) / 1024 for words in lines if words[0] == key), 0.0)


def processor_s(process_id: int) -> float:
    """Give the seconds of a processor that a process has used; 0 if it is gone."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    words = stat.rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def children(process_id: int) -> list[int]:
    """Give the processes that a process has started and that still are."""
    found: list[int] = []
    for file in Path(f"/proc/{process_id}/task").glob("*/children"):
        found += [int(word) for word in file.read_text(encoding="ascii").split()]
    return found


def _add_times(report: Report, row: str, subject: str, seconds: Sequence[float]) -> None:
    for percent in (50, 95, 99):
        value = percentile(seconds, percent) * 1000
        report.add(row, subject, metric=f"p{percent}_ms", value=value)


def _size_mb(file: Path) -> float:
    """Give the size of an SQLite database with what is not yet written back to it."""
    beside = (file, file.with_name(f"{file.name}-wal"))
    return sum(each.stat().st_size for each in beside if each.exists()) / 1e6


def _folder_mb(folder: Path) -> float:
    """Give the size of a folder in which files come and go."""
    whole = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            whole += file.stat().st_size
    return whole / 1e6
