"""The server's client, with its failures told as ours. The key never stands in a message.

Every task is waited for and checked: the client returns from waiting on any end, also a failed
one. A client is made for each call, since it changes its headers and threads share the engine.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from meilisearch import Client
from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)
from meilisearch.models.task import TaskInfo

from search.errors import EngineUnavailable, IndexMissing, QueryRefused, SearchError
from search.meilisearch.answers import Answer, Answers, IndexFacts, IndexList, TogetherAnswer
from search.meilisearch.asking import Asked, Together
from search.meilisearch.fields import ID

POLL_MS = 10
MOST_INDEXES = 1_000
MOST_TOLD_CHARS = 300

_MISSING = "index_not_found"
_STANDS_ALREADY = "index_already_exists"


class Server:
    """A Meilisearch server. Raises the errors of :mod:`search.errors`."""

    def __init__(
        self, url: str, key: str, *, read_key: str = "", timeout_s: float, writing_timeout_s: float
    ) -> None:
        self._url = _checked_url(url)
        self._key = _checked_key(key, "HUB_SEARCH_KEY")
        self._read_key = _checked_key(read_key, "HUB_SEARCH_READ_KEY") or self._key
        self._timeout_s = timeout_s
        self._writing_timeout_s = writing_timeout_s

    def search(self, searches: Sequence[Asked]) -> list[Answer]:
        """Ask several searches in one request; answers stand in the same order."""
        with self._told():
            return Answers.model_validate(self._reader().multi_search(searches)).results

    def search_together(self, uid: str, asked: Together) -> Answer:
        """Ask several searches of an index and merge what they find."""
        with self._told():
            found = self._reader().multi_search(asked.searches, asked.federation)
            return TogetherAnswer.model_validate(found).as_answer(uid)

    def facts(self, uid: str) -> IndexFacts:
        """Tell when an index was made and changed."""
        with self._told():
            return IndexFacts.model_validate(self._reader().get_raw_index(uid))

    def has(self, uid: str) -> bool:
        """Say whether an index stands, whoever made it."""
        try:
            self.facts(uid)
        except IndexMissing:
            return False
        return True

    def filterable(self, uid: str) -> list[object]:
        """List the fields that an index can be filtered by."""
        with self._told():
            return list(self._reader().index(uid).get_filterable_attributes())

    def indexes(self) -> list[IndexFacts]:
        """List the indexes that the key may see."""
        with self._told():
            found = self._reader().get_raw_indexes({"limit": MOST_INDEXES})
            return IndexList.model_validate(found).results

    def make(self, uid: str, settings: dict[str, object]) -> None:
        """Make an empty index; if somebody else was quicker, give it these settings."""
        with self._told():
            client = self._writer()
            made = client.create_index(uid, {"primaryKey": ID})
            self._settle([made, client.index(uid).update_settings(settings)])

    def put(self, uid: str, parcels: Iterable[bytes]) -> None:
        """Put documents in. While the server works on one parcel, the next is made ready."""
        waiting: list[TaskInfo] = []
        for parcel in parcels:
            with self._told():
                sent = self._writer().index(uid).add_documents_ndjson(parcel, ID)
                self._settle(waiting)
            waiting = [sent]
        with self._told():
            self._settle(waiting)

    def take_out(self, uid: str, ids: Sequence[int]) -> None:
        """Take documents out."""
        with self._told():
            listed = ", ".join(str(document_id) for document_id in ids)
            index = self._writer().index(uid)
            self._settle([index.delete_documents(filter=f"{ID} IN [{listed}]")])

    def swap(self, first: str, second: str) -> None:
        """Let two indexes change places at once; the second is made if it is missing."""
        if not self.has(second):
            self.make(second, {})
        with self._told():
            self._settle([self._writer().swap_indexes([{"indexes": [first, second]}])])

    def drop(self, uid: str) -> None:
        """Delete an index."""
        with self._told():
            self._settle([self._writer().delete_index(uid)])

    def _settle(self, tasks: Iterable[TaskInfo]) -> None:
        patience_ms = int(self._writing_timeout_s * 1000)
        for sent in tasks:
            task = self._writer().wait_for_task(sent.task_uid, patience_ms, POLL_MS)
            failure = task.error or {}
            if task.status != "succeeded" and failure.get("code") != _STANDS_ALREADY:
                raise _refusal(failure.get("code"), failure.get("message"))

    def _reader(self) -> Client:
        return self._client(self._read_key, self._timeout_s)

    def _writer(self) -> Client:
        return self._client(self._key, self._writing_timeout_s)

    def _client(self, key: str, timeout_s: float) -> Client:
        return Client(self._url, key, timeout=timeout_s)  # type: ignore[arg-type]  # takes fractions

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the client raises into our errors."""
        try:
            yield
        except MeilisearchApiError as exc:
            raise self._told_refusal(exc) from exc
        except MeilisearchTimeoutError as exc:
            raise EngineUnavailable(
                "The search server did not answer in time. Try again in a moment."
            ) from exc
        except MeilisearchCommunicationError as exc:
            raise EngineUnavailable(
                f"The search server at {self._url} cannot be reached. Is it running?"
            ) from exc
        except (MeilisearchError, OSError, ValueError, KeyError) as exc:
            raise EngineUnavailable(
                f"What answers at {self._url} is not a search server that the hub can read. "
                "HUB_SEARCH_URL must lead to Meilisearch 1.21 or newer."
            ) from exc

    def _told_refusal(self, exc: MeilisearchApiError) -> SearchError:
        if exc.status_code in (401, 403):
            return EngineUnavailable(
                f"The search server at {self._url} refused the key. "
                "Set HUB_SEARCH_KEY to one that may search and manage indexes, and "
                "HUB_SEARCH_READ_KEY, if it is set, to one that may search."
            )
        if exc.status_code == 429 or exc.status_code >= 500:
            return EngineUnavailable(
                f"The search server at {self._url} cannot answer now ({exc.status_code})."
            )
        return _refusal(exc.code, exc.message)


def _refusal(code: object, message: object) -> SearchError:
    if code == _MISSING:
        return IndexMissing(
            "The search index is missing on the search server. Run `otdhub index rebuild`."
        )
    told = str(message or "no reason given")[:MOST_TOLD_CHARS]
    if str(code).startswith("invalid_search_"):
        return QueryRefused(f"The search server refused this query: {told}")
    return EngineUnavailable(f"The search server did not do what it was asked: {told}")


def _checked_url(url: str) -> str:
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("HUB_SEARCH_URL must be an address that begins with http:// or https://.")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("HUB_SEARCH_URL must be a plain address; the key is HUB_SEARCH_KEY.")
    return url.strip().rstrip("/")


def _checked_key(key: str, setting: str) -> str:
    """Refuse a key that cannot be sent, since the error of sending it would show it."""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError(f"{setting} holds signs that a key cannot have, such as a space.")
    return key
