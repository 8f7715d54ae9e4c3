"""How far "about" is off: ``python -m benchmarks.sampling``.

Beyond a number of results, the numbers beside filters are taken from a part of the documents. Each
word that so many tasks have is asked twice, once counted in full; of every value the difference is
shown in percent of the full count, by how large that is. ``missed_share`` is the share of values
that the part has none of.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.report import Report, arguments, percentile
from benchmarks.search import FACETS, Subject, build
from benchmarks.search_queries import make_queries
from hub.documents import TASKS
from search.base import FacetCount, SearchEngine, SearchQuery
from search.registry import EnginePlace
from search.tantivy import facets

QUERIES = 600
# Of values below it nobody minds whether there are 40 or 60.
BANDS = (100, 1_000, 10_000)
EVERYTHING = 10**9


def main() -> int:
    """Ask every frequent word both ways; returns 1 if no word has so many tasks."""
    parser = arguments("benchmarks.sampling", __doc__ or "", size=200_000)
    parser.add_argument("--index", type=Path, help="keep the index in this folder, use it again")
    options = parser.parse_args()
    report = Report("sampling")
    with tempfile.TemporaryDirectory() as scratch:
        subject = Subject("hub", "tantivy", EnginePlace((options.index or Path(scratch)) / "hub"))
        tasks = build(subject, options.size, QUERIES).tasks
        queries = make_queries(tasks, half="report").rows["common_word"]
        engine = subject.open()
        engine.prepare(TASKS)
        asked, errors, missed = _errors(engine, sorted({query.words for query in queries}))
        engine.close()
    report.add("words asked", "hub", metric="count", value=asked, unit="words")
    for band in BANDS:
        row = f"values of {band:,} tasks and more, up to the next row"
        if errors[band]:
            report.add(row, "hub", metric="count", value=len(errors[band]), unit="values")
            report.add(
                row, "hub", metric="p50_percent", value=percentile(errors[band], 50), unit="%"
            )
            report.add(
                row, "hub", metric="p95_percent", value=percentile(errors[band], 95), unit="%"
            )
            report.add(row, "hub", metric="worst_percent", value=max(errors[band]), unit="%")
            share = missed[band] / len(errors[band])
            report.add(row, "hub", metric="missed_share", value=share)
    report.finish(options.json)
    return 0 if asked else 1


def _errors(
    engine: SearchEngine, words: Sequence[str]
) -> tuple[int, dict[int, list[float]], dict[int, int]]:
    """Give how many words had "about", and by band the differences and the missed values."""
    errors: dict[int, list[float]] = defaultdict(list)
    missed: dict[int, int] = defaultdict(int)
    asked = 0
    for word in words:
        query = SearchQuery(
            TASKS.name, f"{word} ", facets=FACETS, facet_size=1_000, is_marked=False
        )
        about = engine.search(query)
        if about.is_total_exact:
            continue
        asked += 1
        with patch.object(facets, "EXACT_UP_TO", EVERYTHING):
            # A size of its own, so that the counts kept from the first are not given again.
            full = engine.search(replace(query, facet_size=1_001))
        for told, counted in _pairs(about.facets, full.facets):
            band = max((each for each in BANDS if each <= counted), default=0)
            errors[band].append(abs(told - counted) / counted * 100)
            missed[band] += told == 0
    return asked, errors, missed


def _pairs(
    about: Mapping[str, tuple[FacetCount, ...]], full: Mapping[str, tuple[FacetCount, ...]]
) -> Iterator[tuple[int, int]]:
    for name, counts in full.items():
        told = {each.value: each.count for each in about[name]}
        for each in counts:
            yield told.get(each.value, 0), each.count


if __name__ == "__main__":
    sys.exit(main())
