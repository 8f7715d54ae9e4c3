"""Which words of a question may be called otherwise, in the words that an index holds. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from search.synonyms import Group, others_of
from search.tantivy.words import make_analyzer, prepare

MOST_WORDS = 4

Phrase = tuple[str, ...]


class SynonymTable:
    """Groups of synonyms, cut into words as the index cuts them."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        analyzer = make_analyzer()
        cut = (
            tuple(dict.fromkeys(tuple(analyzer.analyze(prepare(member))) for member in group))
            for group in groups
        )
        named = ([" ".join(phrase) for phrase in group if phrase] for group in cut)
        self._others = {
            tuple(member.split()): tuple(tuple(other.split()) for other in others)
            for member, others in others_of(map(tuple, named)).items()
        }

    def others(self, words: Sequence[Phrase]) -> list[tuple[Phrase, ...]]:
        """Give for each word what it, or a phrase of the question that it stands in, is called.

        A member of a phrase gets the synonyms of the whole, so that "continuous integration" finds
        "ci": each of its two words may be that.
        """
        found: list[dict[Phrase, None]] = [{} for _ in words]
        for first, last, others in self._matches(words):
            for place in range(first, last):
                found[place].update(dict.fromkeys(others))
        return [tuple(others) for others in found]

    def _matches(self, words: Sequence[Phrase]) -> Iterator[tuple[int, int, tuple[Phrase, ...]]]:
        for first in range(len(words)):
            phrase: Phrase = ()
            for last in range(first, min(first + MOST_WORDS, len(words))):
                phrase += words[last]
                others = self._others.get(phrase)
                if others:
                    yield first, last + 1, others
