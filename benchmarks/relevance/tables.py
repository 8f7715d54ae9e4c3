"""Turns answers into the rows of the report: each system, each half, each way of asking."""

from collections.abc import Iterator, Sequence

from benchmarks.relevance.judged import JudgedQuery, JudgedSet
from benchmarks.relevance.measures import (
    has_same_first,
    hit_at_10,
    in_common_of_10,
    mean,
    ndcg_at_10,
    unjudged_at_10,
)
from benchmarks.relevance.systems import MEILISEARCH, TANTIVY, Answers
from benchmarks.report import Report

# The figures that the issue sets a goal for stand first; the rest follows by name.
FIRST = ("clean", "typo_one", "typo_two", "prefix")


def add_measures(report: Report, judged: JudgedSet, answers: Sequence[Answers], half: str) -> None:
    """Note hits and gains of each system for the queries of one half."""
    mine = judged.of_halves((half,))
    for kind, queries in (("known", mine.known_items), ("topical", mine.topical)):
        for name, chosen in _groups(queries):
            for each in answers:
                _add_row(report, f"{half} {kind} {name}", each, chosen)


def add_agreement(report: Report, judged: JudgedSet, answers: Sequence[Answers], half: str) -> None:
    """Note how far both engines agree, where both were asked."""
    by_name = {each.name: each.by_id for each in answers}
    if not {TANTIVY, MEILISEARCH} <= by_name.keys():
        return
    mine = judged.of_halves((half,))
    pairs = {
        query.id: (by_name[TANTIVY][query.id], by_name[MEILISEARCH][query.id]) for query in mine
    }
    same = mean(has_same_first(*pairs[each.id]) for each in mine.known_items)
    common = [in_common_of_10(*pairs[each.id]) for each in mine.topical]
    found = mean(number for number in common if number is not None)
    report.add(f"{half} agreement", "both engines", metric="same_first_share", value=same)
    report.add(f"{half} agreement", "both engines", metric="in_common_of_10", value=found)


def _groups(queries: Sequence[JudgedQuery]) -> Iterator[tuple[str, list[JudgedQuery]]]:
    ways = sorted({query.how for query in queries})
    for way in sorted(ways, key=lambda way: FIRST.index(way) if way in FIRST else len(FIRST)):
        yield way, [query for query in queries if query.how == way]
    for tab in sorted({query.tab for query in queries}):
        yield f"all {tab}", [query for query in queries if query.tab == tab]
    if queries:
        yield "all", list(queries)


def _add_row(report: Report, row: str, answers: Answers, queries: Sequence[JudgedQuery]) -> None:
    found = [(answers.by_id[query.id], query) for query in queries]
    hits = mean(hit_at_10(these, query.wanted) for these, query in found)
    gain = mean(ndcg_at_10(these, query.grades) for these, query in found)
    unjudged = mean(unjudged_at_10(these, query.grades) for these, query in found)
    report.add(row, answers.name, metric="queries", value=len(queries))
    report.add(row, answers.name, metric="hit_at_10", value=hits)
    report.add(row, answers.name, metric="ndcg_at_10", value=gain)
    if " topical " in row:
        report.add(row, answers.name, metric="unjudged_of_10", value=unjudged)
