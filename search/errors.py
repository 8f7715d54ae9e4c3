"""What can go wrong with a search engine.

SearchError
├── EngineUnavailable   try again later: the engine does not answer, or its files are locked
│   └── IndexMissing    the index must be built: `otdhub index rebuild`
└── QueryRefused        the query cannot be answered; the message is a sentence for the reader
"""


class SearchError(Exception):
    """Any failure of a search engine."""


class EngineUnavailable(SearchError):
    """The engine does not answer now."""


class IndexMissing(EngineUnavailable):
    """The index is not there, or was made by another version."""


class QueryRefused(SearchError):
    """The query cannot be answered; the message says why, in words for the reader."""
