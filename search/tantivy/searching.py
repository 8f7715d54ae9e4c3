"""Answers a query: reads it, counts what it reaches, fills a page pass by pass, marks the hits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import tantivy
from tantivy import Order, Query

from search.base import Hit, HitReason, ResultPage, SearchQuery, Sort, Span
from search.errors import QueryRefused
from search.tantivy.asking import Asked, Reader
from search.tantivy.clauses import all_of, count_of, must
from search.tantivy.facets import Counter, Counts
from search.tantivy.guessing import Guesser
from search.tantivy.highlight import Marker
from search.tantivy.plan import Pass, Plan, Reach, exact_reach, find_reach, limits_of
from search.tantivy.schema import ALL, ID, KEY, STANDING, stored_field
from search.tantivy.snapshot import Snapshot

DEEPEST = 10_000
# Hits of a pass are raised among their neighbours by words, so many at a time: the same blocks for
# every page, so that no hit is on two pages or on none. Where words tell hits so little apart that
# one beyond the first block could stand among the first, the blocks are larger.
RAISED_AT_ONCE, RAISED_AT_MOST = 100, 1_000
FIRST = 20
# Scores of one pass stand apart from those of the next.
PASS_STEP, MOST_PASSES = 1_000.0, 6


@dataclass(frozen=True, slots=True)
class Found:
    """A hit before it is named: its address in the index, and its score."""

    address: tantivy.DocAddress
    score: float
    pass_name: str = ""
    pass_score: float = 0.0


def answer(snapshot: Snapshot, query: SearchQuery) -> ResultPage:
    """Answer a query from one state of the index. Raises QueryRefused."""
    if query.offset + query.limit > DEEPEST:
        raise QueryRefused(
            f"Only the first {DEEPEST:,} results can be looked through. Add a word or a filter."
        )
    counter = Counter(snapshot.searcher, snapshot.clauses, query)
    reach = _kept_reach(snapshot, query, counter)
    counts = _counts(snapshot, query, reach, counter)
    found = _page(snapshot, query, reach, counts.total) if counts.total > query.offset else []
    return ResultPage(
        hits=tuple(_hits(snapshot, found, reach.plan.asked, query)),
        total=counts.total,
        is_total_exact=counts.is_exact,
        facets=counts.facets,
        corrections=reach.plan.asked.corrections(),
    )


def _kept_reach(snapshot: Snapshot, query: SearchQuery, counter: Counter) -> Reach:
    """Find how far to reach, once for all filters.

    They are left aside, so that a facet's count is what one finds after choosing it.
    """
    key = (query.words, query.phrases, query.excluded, query.is_exact)
    kept = snapshot.reaches.get(key)
    if kept is None:
        kept = _reach(snapshot, query, counter)
        snapshot.reaches.keep(key, kept)
    return kept


def _reach(snapshot: Snapshot, query: SearchQuery, counter: Counter) -> Reach:
    searcher = snapshot.searcher
    asked = Reader(searcher, snapshot.synonyms).read(query)
    limits = tuple(limits_of(snapshot.clauses, asked))
    plan = Plan(snapshot.clauses, asked, limits, documents=searcher.num_docs)
    if query.is_exact:
        return exact_reach(plan, count=counter.reached)
    return find_reach(
        plan,
        guess=lambda is_lost: Guesser(
            snapshot.vocabulary,
            snapshot.synonyms,
            documents=searcher.num_docs,
            frequency=lambda word: searcher.doc_freq(ALL, word),
            is_lost=is_lost,
        ).guess(asked),
        count=counter.reached,
    )


def _counts(snapshot: Snapshot, query: SearchQuery, reach: Reach, counter: Counter) -> Counts:
    key = replace(query, sort=None, offset=0, limit=0, is_explained=False, is_marked=False)
    kept = snapshot.counts.get(key)
    if kept is not None:
        return kept
    counts = counter.count(reach, must_be_exact=reach.plan.asked.is_empty)
    snapshot.counts.keep(key, counts)
    return counts


def _page(snapshot: Snapshot, query: SearchQuery, reach: Reach, total: int) -> list[Found]:
    filters = snapshot.clauses.filters(query.filters, query.dates, query.numbers)
    plan = replace(reach.plan, limits=(*reach.plan.limits, *filters))
    sort = query.sort or (_newest_first(snapshot) if plan.asked.is_empty else None)
    if sort is not None:
        return _sorted(snapshot, query, plan.matching(reach.width), sort)
    # What lets most through does not count: a span of time, or what is left out.
    narrows = any(not each.is_excluded for each in query.filters) or bool(query.numbers)
    passes = plan.passes(reach, has_filters=narrows)
    wanted = min(query.offset + query.limit, total)
    highest = max((each.weight for each in snapshot.schema.raises), default=0.0)
    return _filled(snapshot.searcher, passes, wanted, highest)[query.offset :]


def _newest_first(snapshot: Snapshot) -> Sort | None:
    dates = snapshot.schema.dates
    return Sort(dates[0]) if dates else None


def _sorted(snapshot: Snapshot, query: SearchQuery, asked: Query, sort: Sort) -> list[Found]:
    order = Order.Desc if sort.is_descending else Order.Asc
    result = snapshot.searcher.search(
        asked,
        query.limit,
        count=False,
        order_by_field=snapshot.clauses.sort_field(sort.field),
        offset=query.offset,
        order=order,
    )
    return [Found(address, 0.0) for _, address in result.hits]


def _filled(
    searcher: tantivy.Searcher, passes: Iterator[Pass], wanted: int, highest: float
) -> list[Found]:
    """Ask pass by pass until enough is found; what an earlier pass found stays where it is."""
    found: dict[tuple[int, int], Found] = {}
    for number, asked in enumerate(passes):
        lift = PASS_STEP * (MOST_PASSES - number)
        for address, score in _raised(searcher, asked, wanted, highest):
            key = (address.segment_ord, address.doc)
            if key not in found:
                found[key] = Found(address, lift + score, asked.name, score)
            if len(found) >= wanted:
                return list(found.values())[:wanted]
    return list(found.values())


def _raised(
    searcher: tantivy.Searcher, asked: Pass, wanted: int, highest: float
) -> Iterator[tuple[tantivy.DocAddress, float]]:
    """Give the best of a pass, some perhaps twice."""
    if asked.titled is not None:
        titled = list(_in_blocks(searcher, asked.titled, wanted, highest))
        if len(titled) >= RAISED_AT_ONCE:
            yield from titled
    yield from _in_blocks(searcher, asked.query, wanted, highest)


def _in_blocks(
    searcher: tantivy.Searcher, asked: Query, wanted: int, highest: float
) -> Iterator[tuple[tantivy.DocAddress, float]]:
    """Give the best of a query by words and standing together, best first in each block.

    ``highest`` is the most that one rule adds to a standing.
    """
    block = RAISED_AT_ONCE
    hits, scores = _best_by_words(searcher, asked, _whole_blocks(wanted, block))
    if len(hits) >= block and _may_be_beaten(hits[block - 1][0], scores[:block], highest):
        block = RAISED_AT_MOST
        hits, scores = _best_by_words(searcher, asked, _whole_blocks(wanted, block))
    for start in range(0, len(hits), block):
        places = range(start, min(start + block, len(hits)))
        for place in sorted(places, key=scores.__getitem__, reverse=True):
            yield hits[place][1], scores[place]


def _may_be_beaten(last: float, scores: Sequence[float], highest: float) -> bool:
    """Say whether a hit beyond a block could stand among the first of it by one rule alone.

    ``last`` is the score by words of the block's last. By several rules together one still may. To
    rule that out too, four of ten questions would have to look through larger blocks, which takes
    half as long again (200,000 tasks, 2026-11-28).
    """
    return sorted(scores, reverse=True)[FIRST - 1] < last + highest


def _best_by_words(
    searcher: tantivy.Searcher, asked: Query, limit: int
) -> tuple[list[tuple[float, tantivy.DocAddress]], list[float]]:
    """Give the best by words alone, and what each scores with its standing."""
    hits = searcher.search(asked, limit, count=False).hits
    standings = searcher.fast_field_values(STANDING, [address for _, address in hits])
    scores = [
        float(by_words) + float(standing or 0.0)
        for (by_words, _), standing in zip(hits, standings, strict=True)
    ]
    return hits, scores


def _whole_blocks(wanted: int, block: int) -> int:
    return -(-wanted // block) * block


def _hits(
    snapshot: Snapshot, found: list[Found], asked: Asked, query: SearchQuery
) -> Iterator[Hit]:
    ids = snapshot.searcher.fast_field_values(ID, [one.address for one in found])
    marker = Marker(asked.marked, asked.begun)
    shown = snapshot.schema.text if query.is_marked else ()
    names = [text.name for text in shown if text.is_highlighted]
    for one, document_id in zip(found, ids, strict=True):
        stored = snapshot.searcher.doc(one.address) if names else tantivy.Document()
        yield Hit(
            id=int(document_id or 0),
            score=one.score,
            highlights={name: _marked(stored, name, marker) for name in names},
            reasons=_reasons(snapshot, one, int(document_id or 0)) if query.is_explained else (),
        )


def _reasons(snapshot: Snapshot, found: Found, document_id: int) -> tuple[HitReason, ...]:
    """Tell which pass found a hit, and what its score there is made of."""
    if not found.pass_name:
        return (HitReason("the order that was asked for"),)
    clauses = snapshot.clauses
    itself = must(clauses.term(KEY, str(document_id)))
    raised = [
        HitReason(f"{each.field}: {each.value}", each.weight)
        for each in snapshot.schema.raises
        if count_of(
            snapshot.searcher, all_of([itself, must(clauses.keyword(each.field, (each.value,)))])
        )
    ]
    by_words = found.pass_score - sum(each.amount or 0.0 for each in raised)
    return (HitReason(found.pass_name), HitReason("words", by_words), *raised)


def _marked(stored: tantivy.Document, name: str, marker: Marker) -> tuple[Span, ...]:
    value = stored.get_first(stored_field(name))
    return marker.mark(bytes(value).decode(errors="replace")) if value else ()
