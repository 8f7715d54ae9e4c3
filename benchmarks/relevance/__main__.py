"""How well visitors find what they look for: ``python -m benchmarks.relevance``.

Asks the judged queries of both engines and of SQLite's full-text search, and prints hit@10 and
nDCG@10. Without ``--half`` only the dev half is asked, which is the one to tune on.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.relevance.corpora import CATALOGUE, Addresses, addresses_of, judged_hub
from benchmarks.relevance.failures import failures, unjudged
from benchmarks.relevance.judged import HALVES, JudgedSet
from benchmarks.relevance.systems import Answers, System, embedded, floor, served
from benchmarks.relevance.tables import add_agreement, add_measures
from benchmarks.report import Report
from hub.context import AppContext


def main() -> None:
    """Run the benchmark."""
    parsed = _arguments().parse_args()
    if parsed.half != "dev" and parsed.failures:
        raise SystemExit("Failures are shown of the dev half only: nobody tunes on the test half.")
    if not CATALOGUE.is_file():
        raise SystemExit(f"{CATALOGUE} is not there: the data is not part of the project.")
    halves = HALVES if parsed.half == "both" else (parsed.half,)
    judged = JudgedSet.load().of_halves(halves)
    answers = _answers(judged, without_server=parsed.without_meilisearch)
    for line in failures(judged, answers) if parsed.failures else ():
        print(line)
    for line in unjudged(judged, answers) if parsed.unjudged else ():
        print(line)
    report = Report("relevance")
    for half in halves:
        add_measures(report, judged, answers, half)
        add_agreement(report, judged, answers, half)
    report.finish(parsed.json)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="dev", help="default: dev")
    parser.add_argument("--failures", action="store_true", help="print what went wrong (dev half)")
    parser.add_argument(
        "--unjudged", action="store_true", help="print results that nobody judged yet"
    )
    parser.add_argument(
        "--without-meilisearch", action="store_true", help="leave the search server out"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    return parser


def _answers(judged: JudgedSet, *, without_server: bool) -> list[Answers]:
    with TemporaryDirectory() as folder, judged_hub(Path(folder)) as context:
        addresses = addresses_of(context)
        _require_all(judged, addresses)
        with _systems(context, Path(folder), without_server=without_server) as systems:
            return [Answers.of(system, judged, addresses) for system in systems]


@contextmanager
def _systems(
    context: AppContext, folder: Path, *, without_server: bool
) -> Iterator[Sequence[System]]:
    with floor(context) as lowest:
        first = embedded(context)
        if without_server:
            yield first, lowest
            return
        with served(context, folder) as server:
            if server is None:
                print(
                    "Meilisearch is not installed, so it is left out: run `npm ci` in "
                    "tests/meilisearch.",
                    file=sys.stderr,
                )
                yield first, lowest
            else:
                yield first, server, lowest


def _require_all(judged: JudgedSet, addresses: Addresses) -> None:
    """Refuse to measure against documents that are not there."""
    if missing := addresses.without(judged):
        raise SystemExit("Judged documents are not in the hub:\n" + "\n".join(missing))


if __name__ == "__main__":
    main()
