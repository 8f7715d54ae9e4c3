"""The tables of the soak, and what must hold."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.report import Report, percentile
from benchmarks.soak_driver import Soak
from benchmarks.soak_tally import MOST_GROWTH_PERCENT

MOST_SHOWN = 5
# Anonymous memory. All that is resident counts each page of the mapped database once for each
# connection, though the system holds it once.
FLAT = ("web: memory of its own", "worker: memory of its own")
# A line of the log at these levels, in the JSON and in the plain form, or a traceback.
_TROUBLE = re.compile(r'\[?(?:"level": ?")?\b(?:error|critical)\b|Traceback')


@dataclass(frozen=True, slots=True)
class Ending:
    """How the hub stood at the end: jobs that failed, issues that differ, jobs still kept."""

    failed_jobs: list[str]
    differing: set[tuple[str, int, str, bool]]
    jobs_kept: int


def report_all(soak: Soak, ending: Ending) -> list[Report]:
    """Print the four tables."""
    deliveries, pages = Report("soak: deliveries"), Report("soak: pages")
    kept, lags = Report("soak: memory and files"), Report("soak: how soon, and the rest")
    soak.deliveries.report_to(deliveries, subject="hub")
    soak.pages.report_to(pages, subject="hub")
    soak.watch.report_to(kept)
    _report_lag(lags, "a change is in the database", soak.changes.lags)
    _report_lag(lags, "a change is on the search page", soak.search_lags)
    _report_lag(lags, "the driver itself was late", soak.late_s)
    for row, number in (
        ("otdhub sync beside the worker", len(soak.syncs)),
        ("of these failed", sum(code != 0 for code in soak.syncs)),
        ("jobs failed", len(ending.failed_jobs)),
        ("jobs kept in jobs.db", ending.jobs_kept),
        ("issues that differ at the end", len(ending.differing)),
        ("workers that were started", len(soak.watch.worker_ids)),
    ):
        lags.add(row, "", metric="count", value=number)
    reports = [deliveries, pages, kept, lags]
    for report in reports:
        report.finish(None)
    return reports


def write_json(reports: list[Report], file: Path) -> None:
    """Write the numbers of all tables."""
    rows = [asdict(each) for report in reports for each in report.measurements]
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def troubles(soak: Soak, ending: Ending, log: str) -> list[str]:
    """Say which conditions were not met."""
    found = [f"{count} × {what}" for what, count in soak.deliveries.unexpected.items()]
    found += [f"{count} × {what}" for what, count in soak.pages.unexpected.items()]
    if not soak.deliveries.statuses["bad signature"][403]:
        found.append("no bad signature was sent, so none was refused")
    for name in FLAT:
        if (growth := soak.watch.growth_percent(name)) > MOST_GROWTH_PERCENT:
            found.append(f"{name} grew by {growth:.0f} %")
    if len(soak.watch.worker_ids) != 1:
        found.append(f"the worker did not live on: {len(soak.watch.worker_ids)} were started")
    found += [f"`otdhub sync` ended with {code}" for code in soak.syncs if code]
    found += [f"a search never showed {what}" for what in soak.never_found[:MOST_SHOWN]]
    found += [f"a job failed: {what}" for what in ending.failed_jobs[:MOST_SHOWN]]
    if ending.differing:
        shown = sorted(ending.differing)[:MOST_SHOWN]
        found.append(f"{len(ending.differing)} issues are not as the forge has them: {shown}")
    lines = [line for line in log.splitlines() if _TROUBLE.search(line)]
    found += [f"the log says: {line[:300]}" for line in lines[:MOST_SHOWN]]
    return found


def _report_lag(report: Report, row: str, seconds: list[float]) -> None:
    if not seconds:
        return
    report.add(row, "", metric="count", value=len(seconds))
    for percent in (50, 95, 99):
        report.add(row, "", metric=f"p{percent}_s", value=percentile(seconds, percent))
    report.add(row, "", metric="most_s", value=max(seconds))
