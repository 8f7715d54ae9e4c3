"""Tells which queries of the dev half went wrong, and what came instead: to see where to work.

Never of the test half: whoever has read its failures has begun to tune on it.
"""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.relevance.judged import JudgedQuery, JudgedSet
from benchmarks.relevance.measures import hit_at_10, ndcg_at_10
from benchmarks.relevance.systems import Answers, Found

SHOWN = 5
POOR_GAIN = 0.5


def failures(judged: JudgedSet, answers: Iterable[Answers]) -> Iterator[str]:
    """Yield one paragraph for each query that a system missed."""
    dev = judged.of_halves(("dev",))
    for each in answers:
        for query in dev.known_items:
            found = each.by_id[query.id]
            if not hit_at_10(found, query.wanted):
                yield _paragraph(each.name, query, found, sorted(query.wanted))
        for query in dev.topical:
            found = each.by_id[query.id]
            gain = ndcg_at_10(found, query.grades)
            if gain < POOR_GAIN:
                missed = [address for address in _best(query) if address not in found[:10]]
                yield _paragraph(f"{each.name}, nDCG {gain:.2f}", query, found, missed)


def unjudged(judged: JudgedSet, answers: Iterable[Answers]) -> Iterator[str]:
    """Yield what the first pages of the topical queries show and nobody has judged.

    Sorted by address, so that whoever judges does not see which system brought it, or where.
    """
    listed = list(answers)
    for query in judged.topical:
        shown = {address for each in listed for address in each.by_id[query.id]}
        for address in sorted(shown - query.grades.keys()):
            yield f"{query.id}\t{query.query}\t{address}"


def _best(query: JudgedQuery) -> list[str]:
    return sorted(query.wanted, key=lambda address: (-query.grades[address], address))


def _paragraph(name: str, query: JudgedQuery, found: Found, missed: Sequence[str]) -> str:
    lines = [f"{name}: {query.id} “{query.query}” ({query.tab}, {query.how})"]
    lines += [f"  wanted  {address}" for address in missed[:SHOWN]]
    graded = [(address, query.grades.get(address, "unjudged")) for address in found[:SHOWN]]
    lines += [f"  came    {address} ({grade})" for address, grade in graded]
    if not found:
        lines.append("  came    nothing")
    return "\n".join(lines)
