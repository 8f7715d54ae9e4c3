"""The wide net for the matcher, in one request: a search for each word and each preference. Pure.

The server cannot weigh a filter, so candidates are weighed here, by what came back with them:
the rarity of the words they share, and the preferred values they hold. A net that catches more
than it may hold is cut, which costs candidates that share only common things.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from search.base import Candidate, IndexSchema, Preference, RetrievalQuery
from search.meilisearch.answers import Answer, FoundDocument
from search.meilisearch.asking import ALL_WORDS, Asked, any_value, limits, quoted_words
from search.meilisearch.fields import ID, keyword_field, written_value

MOST_WORDS = 24
# What a word catches is cut here: reading 200 hits for each took most of the time.
MOST_HITS_OF_WORD = 50
MOST_PREFERENCES = 8
MOST_TEXT_CHARS = 20_000
MIN_WORD_CHARS = 3
# A preferred value weighs about as much as one rare word that is shared, as in search.tantivy.
PREFERENCE_SCORE = 8.0


class Net:
    """What is asked for one retrieval, and how its answers become candidates."""

    def __init__(self, uid: str, schema: IndexSchema, query: RetrievalQuery) -> None:
        self._uid, self._schema, self._query = uid, schema, query
        self._words = _likely_rare(query.text)
        self._preferences = [one for one in query.preferences if one.values][:MOST_PREFERENCES]
        self._fields = {one.field: keyword_field(schema, one.field) for one in self._preferences}
        self._limits = limits(schema, query.filters, query.dates)

    def searches(self) -> list[Asked]:
        """Ask for the size of the index, each word, and the preferences: all, by two, by one."""
        if not self._words and not self._preferences:
            return []
        size: Asked = {"indexUid": self._uid, "q": "", "limit": 0}
        most = min(MOST_HITS_OF_WORD, self._query.limit)
        words = [{**self._search(word, []), "limit": most} for word in self._words]
        return [size, *words, *(self._search("", list(held)) for held in self._held_together())]

    def candidates(self, answers: Sequence[Answer]) -> tuple[Candidate, ...]:
        """Weigh what was caught, best first, ties by id."""
        size, *caught = answers
        scores: dict[int, float] = defaultdict(float)
        for answer in caught[: len(self._words)]:
            rarity = math.log(1 + size.total / max(1, answer.total))
            for hit in answer.hits:
                scores[hit.id] += rarity
        for hit in {hit.id: hit for answer in caught for hit in answer.hits}.values():
            scores[hit.id] += self._preferred(hit)
        found = [Candidate(found_id, score) for found_id, score in scores.items() if score > 0]
        return tuple(sorted(found, key=lambda one: (-one.score, one.id))[: self._query.limit])

    def _search(self, text: str, held: list[str]) -> Asked:
        return {
            "indexUid": self._uid,
            "q": text,
            "matchingStrategy": ALL_WORDS,
            "filter": [*self._limits, *held],
            "limit": self._query.limit,
            "attributesToRetrieve": [ID, *self._fields.values()],
        }

    def _held_together(self) -> Iterator[tuple[str, ...]]:
        each = list(
            dict.fromkeys(
                any_value(self._schema, one.field, one.values) for one in self._preferences
            )
        )
        sizes = sorted({len(each), 2, 1}, reverse=True)
        for size in sizes:
            if size <= len(each):
                yield from combinations(each, size)

    def _preferred(self, hit: FoundDocument) -> float:
        return sum(self._weight(one, hit) for one in self._preferences) * PREFERENCE_SCORE

    def _weight(self, preference: Preference, hit: FoundDocument) -> float:
        wanted = {written_value(value) for value in preference.values}
        shared = wanted.intersection(hit.values(self._fields[preference.field]))
        return preference.weight * len(shared)


def _likely_rare(text: str) -> list[str]:
    """Choose the longest words of a text: how rare they are only the server knows.

    Longer words are rarer (Zipf 1935, the law of abbreviation); two letters say nothing.
    """
    words = [
        word
        for word in quoted_words(text[:MOST_TEXT_CHARS])
        if len(word) - 2 >= MIN_WORD_CHARS or not word.isascii()
    ]
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
