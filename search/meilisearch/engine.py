"""The search server as an engine: Meilisearch, for hubs that outgrow one machine.

Each index has a fixed name on the server, with a prefix so that hubs do not meet. A new version
is built beside it and swapped in; the old one is dropped.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from search.base import (
    Candidate,
    Document,
    IndexSchema,
    ResultPage,
    RetrievalQuery,
    SearchQuery,
)
from search.errors import IndexMissing, SearchError
from search.meilisearch.answering import page_of
from search.meilisearch.answers import Answer
from search.meilisearch.asking import FEW, Asked, Question
from search.meilisearch.lacking import Fewer, all_but_one, any_words
from search.meilisearch.layout import schema_of, settings_for
from search.meilisearch.retrieving import Net
from search.meilisearch.server import Server
from search.meilisearch.writing import parcels
from search.synonyms import Group

GENERATION_KEPT_S = 1.0
# A build that is older than this was left behind by a process that ended in its middle.
ABANDONED_AFTER = timedelta(days=1)


class MeilisearchEngine:
    """The search engine that is a server. ``key`` must be allowed to search and manage indexes.

    Questions go with ``read_key`` if there is one, which need not be allowed to do more than
    search and read settings. ``rebuild_timeout_s`` is the patience for one parcel of documents;
    ``synonyms`` are given to indexes as they are made. Raises ValueError for an address or a key
    that cannot be one.
    """

    name = "meilisearch"

    def __init__(
        self,
        url: str,
        key: str,
        *,
        read_key: str = "",
        timeout_s: float = 1.0,
        rebuild_timeout_s: float = 30.0,
        synonyms: Iterable[Group] = (),
        prefix: str = "otdhub_",
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = Server(
            url, key, read_key=read_key, timeout_s=timeout_s, writing_timeout_s=rebuild_timeout_s
        )
        self._prefix = prefix
        self._synonyms = tuple(synonyms)
        self._seconds = seconds
        self._schemas: dict[str, IndexSchema] = {}
        self._generations: dict[str, tuple[str, float]] = {}

    def prepare(self, schema: IndexSchema) -> None:
        """Make an empty index if there is none of this version."""
        if self.is_current(schema):
            return
        if self._server.has(self._uid(schema.name)):
            self.rebuild(schema, ())
        else:
            self._server.make(self._uid(schema.name), self._settings(schema))

    def upsert(self, index: str, documents: Iterable[Document]) -> None:
        """Put documents in, replacing those with the same id; on an error the first may be in."""
        try:
            self._server.put(self._uid(index), parcels(self._schema(index), documents))
        finally:
            self._generations.pop(index, None)

    def delete(self, index: str, ids: Iterable[int]) -> None:
        """Take documents out; ids that are not there are no error."""
        wanted = list(ids)
        if not wanted:
            return
        try:
            self._server.take_out(self._uid(index), wanted)
        finally:
            self._generations.pop(index, None)

    def search(self, query: SearchQuery) -> ResultPage:
        """Answer a query; where few documents have all the words, some may lack one."""
        question = Question(self._uid(query.index), self._schema(query.index), query)
        answers = self._server.search(question.searches())
        if answers[0].total >= FEW or not question.may_be_widened():
            return page_of(question, answers, is_exact=True)
        wider = self._wider(question)
        return page_of(question, wider or answers, is_exact=not wider)

    def _wider(self, question: Question) -> list[Answer]:
        """Let words be missing; nothing where enough documents have all of them.

        How far is told by counts without the filters, which must not widen a question: else
        choosing one shows what it did not count.
        """
        counts = self._totals(question.searches_without_filters())
        have_all, has_several = counts[0], question.has_several_words()
        if have_all >= FEW or not (has_several or have_all == 0):
            return []
        words = question.weighed_words(counts)
        fewer = self._found(question, all_but_one(words)) if has_several else {}
        if max(fewer.values(), default=0) < (FEW if has_several and have_all == 0 else 1):
            fewer |= dict.fromkeys(any_words(words, below=fewer), 0)
        return [
            self._server.search_together(question.uid, asked)
            for asked in question.with_fewer_words(list(fewer))
        ]

    def _found(self, question: Question, fewer: Sequence[Fewer]) -> dict[Fewer, int]:
        """Count what each choice of words finds, and keep those that find anything."""
        counts = self._totals(question.searches_with_fewer(fewer)) if fewer else []
        return {each: count for each, count in zip(fewer, counts, strict=True) if count}

    def _totals(self, searches: list[Asked]) -> list[int]:
        return [answer.total for answer in self._server.search(searches)]

    def retrieve(self, query: RetrievalQuery) -> tuple[Candidate, ...]:
        """Find candidates for the matcher, best first, ties by id."""
        net = Net(self._uid(query.index), self._schema(query.index), query)
        searches = net.searches()
        return net.candidates(self._server.search(searches)) if searches else ()

    def rebuild(self, schema: IndexSchema, documents: Iterable[Document]) -> int:
        """Build a new index aside, swap it in, drop the old."""
        uid = self._uid(schema.name)
        aside = f"{uid}-build-{uuid4().hex[:12]}"
        try:
            self._server.make(aside, self._settings(schema))
            self._server.put(aside, parcels(schema, documents))
            self._server.swap(aside, uid)
        finally:
            self._forget(schema.name)
            self._drop_builds(uid, aside)
        return self.count(schema.name)

    def count(self, index: str) -> int:
        """Count the documents of an index."""
        answers = self._server.search([{"indexUid": self._uid(index), "q": "", "limit": 0}])
        return answers[0].total

    def generation(self, index: str) -> str:
        """Name the state of an index; what others change is seen after a second at most."""
        kept = self._generations.get(index)
        asked_at = self._seconds()
        if kept is not None and asked_at - kept[1] < GENERATION_KEPT_S:
            return kept[0]
        facts = self._server.facts(self._uid(index))
        found = f"{facts.created_at.isoformat()}/{facts.updated_at}"
        if kept is not None and kept[0] != found:
            # Another process may have put an index of another version in its place.
            self._schemas.pop(index, None)
        self._generations[index] = (found, asked_at)
        return found

    def is_current(self, schema: IndexSchema) -> bool:
        """Say whether the index stands and was made for exactly this schema."""
        self._schemas.pop(schema.name, None)
        try:
            return self._schema(schema.name) == schema
        except IndexMissing:
            return False

    def healthy(self) -> bool:
        """Say whether the server answers and takes the key."""
        try:
            self._server.indexes()
        except SearchError:
            return False
        return True

    def close(self) -> None:
        """Forget what is known of the indexes; no connection stays open between calls."""
        self._schemas.clear()
        self._generations.clear()

    def _settings(self, schema: IndexSchema) -> dict[str, object]:
        return settings_for(schema, synonyms=self._synonyms)

    def _uid(self, index: str) -> str:
        return self._prefix + index

    def _schema(self, index: str) -> IndexSchema:
        """Give the schema that an index was made for, read from the server once."""
        known = self._schemas.get(index)
        if known is not None:
            return known
        found = schema_of(self._server.filterable(self._uid(index)))
        if found is None:
            raise IndexMissing(
                f"The search index “{index}” was made by another version. "
                "Run `otdhub index rebuild`."
            )
        self._schemas[index] = found
        return found

    def _forget(self, index: str) -> None:
        self._schemas.pop(index, None)
        self._generations.pop(index, None)

    def _drop_builds(self, uid: str, aside: str) -> None:
        """Drop a build, and those that were left behind long before it began.

        What cannot be dropped now is dropped after a later build.
        """
        with suppress(SearchError):
            builds = [one for one in self._server.indexes() if one.uid.startswith(f"{uid}-build-")]
            newest = max((one.created_at for one in builds), default=None)
            for one in builds:
                is_abandoned = newest is not None and newest - one.created_at > ABANDONED_AFTER
                if one.uid == aside or is_abandoned:
                    self._server.drop(one.uid)
