"""The wide net for the matcher: any of the rarest words of a text, any preferred value."""

from search.base import Candidate, RetrievalQuery
from search.tantivy.clauses import Clause, all_of, any_of, constant, must
from search.tantivy.schema import ALL, ID, UNASKED
from search.tantivy.snapshot import Snapshot
from search.tantivy.words import make_analyzer, prepare

MOST_WORDS = 24
MOST_TEXT_CHARS = 20_000
# A preferred value weighs about as much as one rare word that is shared.
PREFERENCE_SCORE = 8.0


def retrieve(snapshot: Snapshot, query: RetrievalQuery) -> tuple[Candidate, ...]:
    """Find candidates, best first, ties by id. Raises QueryRefused for an unknown field."""
    clauses = snapshot.clauses
    words = _rarest_words(snapshot, query.text)
    shared = [any_of([clauses.term(name, word) for name in (ALL, UNASKED)]) for word in words]
    for preference in query.preferences:
        weight = preference.weight * PREFERENCE_SCORE
        shared += [
            constant(clauses.keyword(preference.field, (value,)), weight)
            for value in dict.fromkeys(preference.values)
        ]
    if not shared:
        return ()
    limits: list[Clause] = clauses.filters(query.filters, query.dates)
    asked = all_of([must(any_of(shared)), *limits])
    result = snapshot.searcher.search(asked, query.limit, count=False)
    ids = snapshot.searcher.fast_field_values(ID, [address for _, address in result.hits])
    candidates = (
        Candidate(int(document_id or 0), float(score))
        for (score, _), document_id in zip(result.hits, ids, strict=True)
    )
    return tuple(sorted(candidates, key=lambda one: (-one.score, one.id)))


def _rarest_words(snapshot: Snapshot, text: str) -> list[str]:
    """Choose the rarest words of a text that some document has."""
    words = set(make_analyzer().analyze(prepare(text[:MOST_TEXT_CHARS])))
    frequency = snapshot.searcher.doc_freq
    counted = [(frequency(ALL, word) + frequency(UNASKED, word), word) for word in words]
    return [word for count, word in sorted(counted) if count > 0][:MOST_WORDS]
