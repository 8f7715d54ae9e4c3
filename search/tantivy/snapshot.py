"""One state of an index, opened for reading. Frozen, so any number of threads may share it."""

from dataclasses import dataclass, field

import tantivy

from search.base import IndexSchema
from search.tantivy.clauses import Clauses
from search.tantivy.facets import Counts
from search.tantivy.keeping import VocabularyKeeper
from search.tantivy.plan import Reach
from search.tantivy.recent import Recent
from search.tantivy.synonyms import SynonymTable
from search.tantivy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a search reads.

    ``counts`` keeps dear facet counts, ``reaches`` how far the words of a question reach: that is
    asked again with each filter, and where nothing is found, without each.
    """

    generation: str
    schema: IndexSchema
    index: tantivy.Index
    searcher: tantivy.Searcher
    keeper: VocabularyKeeper
    synonyms: SynonymTable
    counts: Recent[Counts] = field(default_factory=Recent)
    reaches: Recent[Reach] = field(default_factory=Recent)

    @property
    def vocabulary(self) -> Vocabulary:
        """Give the words to guess from; waits for them if nobody needed them before."""
        return self.keeper.vocabulary(self.searcher, self.generation)

    @property
    def clauses(self) -> Clauses:
        """Build queries for this index."""
        return Clauses(self.schema, self.index.schema)
