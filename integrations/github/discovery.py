"""Which repositories a source names: lists of an account, or a search by topics.

The cursor of a list holds the ETag of each of its pages by address, so that asking again costs
only 304s, which are free, and brings only pages that changed. It must not know issues.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from integrations.answers import Answer, listed, parsed, unusable
from integrations.errors import ForgeRefused, RecordInvalid
from integrations.github.client import GitHubClient
from integrations.github.mapping import project_record, subject_of
from integrations.http import next_page
from integrations.records import Page, ProjectRecord, RecordProblem, SourceScope

_SEARCH_SHOWS_AT_MOST = 1000
_MOST_REMEMBERED_PAGES = 200
_LOGIN = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


@dataclass(slots=True)
class ListCursor:
    """The pages of a list in their order, address to ETag; an empty ETag is a page not read yet."""

    etags: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None) -> "ListCursor":
        """Read a cursor; one that cannot be read starts anew."""
        try:
            pages = json.loads(text or "{}")["pages"]
            return cls({str(address): str(etag) for address, etag in pages})
        except (ValueError, TypeError, KeyError, RecursionError):
            return cls()

    def __str__(self) -> str:
        return json.dumps({"pages": list(self.etags.items())})

    def behind(self, address: str) -> str | None:
        """Tell which page came after one, for an answer that does not say it again."""
        addresses = list(self.etags)
        if address not in self.etags:
            return None
        return next(iter(addresses[addresses.index(address) + 1 :]), None)

    def remember(self, address: str, etag: str, following: str | None) -> None:
        """Note a page that was read, and the one behind it."""
        if len(self.etags) >= _MOST_REMEMBERED_PAGES and address not in self.etags:
            return
        self.etags[address] = etag
        if following is not None:
            self.etags.setdefault(following, "")


class Discovery:
    """Lists the repositories of accounts and of topics."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._host = client.host

    def of_account(
        self, scope: SourceScope, login: str, cursor: str | None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the public repositories of a person or an organisation, in order of name."""
        if not _LOGIN.fullmatch(login) or login in {".", ".."}:
            raise ForgeRefused(f"“{login[:100]}” is not the name of an account. Check the source.")
        is_organisation = scope is SourceScope.ORGANISATION
        path = f"/orgs/{login}/repos" if is_organisation else f"/users/{login}/repos"
        query = {"per_page": "100", "sort": "full_name", "direction": "asc"}
        if is_organisation:
            query["type"] = "public"
        subject = f"account {login}"
        for answer, here in self._changed_pages(path, query, cursor, subject=subject):
            items = listed(answer, host=self._host, subject=subject)
            yield replace(self._page_of(items, subject=subject), cursor=here)

    def by_topics(self, locator: str, cursor: str | None) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories that carry all topics, the latest changed first."""
        topics = [topic.strip().casefold() for topic in locator.split(",") if topic.strip()]
        if not topics or not all(_TOPIC.fullmatch(topic) for topic in topics):
            raise ForgeRefused(
                f"“{locator[:100]}” names no topics. Write them in lower case, parted by commas."
            )
        subject = f"repositories with the topic {' and '.join(topics)}"
        query = {
            "q": " ".join(f"topic:{topic}" for topic in topics),
            "sort": "updated",
            "order": "desc",
            "per_page": "100",
        }
        is_first = True
        pages = self._changed_pages("/search/repositories", query, cursor, subject=subject)
        for answer, here in pages:
            found = parsed(answer, host=self._host, subject=subject)
            items = found.get("items") if isinstance(found, dict) else None
            if not isinstance(found, dict) or not isinstance(items, list):
                raise unusable(self._host, f"answered with something else than {subject}")
            page = self._page_of(items, subject=subject)
            problems = self._search_problems(found, subject) if is_first else ()
            yield replace(page, cursor=here, problems=page.problems + problems)
            is_first = False

    def _changed_pages(
        self, path: str, query: dict[str, str], cursor: str | None, *, subject: str
    ) -> Iterator[tuple[Answer, str]]:
        """Give pages that changed, each with its cursor; the last one's holds all that follow."""
        known, ours = ListCursor.parse(cursor), ListCursor()
        held_back: Answer | None = None
        for address, answer in self._pages(path, query, known, subject=subject):
            is_changed = answer.status != 304
            if is_changed and held_back is not None:
                yield held_back, str(ours)
            following = next_page(answer.headers, answer.url)
            etag = answer.headers.get("etag") or known.etags.get(address, "")
            ours.remember(address, etag, following or known.behind(address))
            held_back = answer if is_changed else held_back
        if held_back is not None:
            yield held_back, str(ours)

    def _pages(
        self, path: str, query: Mapping[str, str], known: ListCursor, *, subject: str
    ) -> Iterator[tuple[str, Answer]]:
        """Follow the pages of a list, none of them twice."""
        address: str | None = f"{path}?{urlencode(query)}"
        visited: set[str] = set()
        while address is not None and address not in visited:
            visited.add(address)
            etag = known.etags.get(address) or None
            answer = self._client.get(address, subject=subject, etag=etag)
            visited.add(answer.url)
            yield address, answer
            following = next_page(answer.headers, answer.url)
            if following is None and answer.status == 304:
                following = known.behind(address)
            address = following

    def _search_problems(self, found: dict[str, object], subject: str) -> tuple[RecordProblem, ...]:
        problems = []
        total = found.get("total_count")
        if isinstance(total, int) and total > _SEARCH_SHOWS_AT_MOST:
            problems.append(
                f"{self._host} found {total:,} but shows the first {_SEARCH_SHOWS_AT_MOST:,} only. "
                "Add a topic to the source to narrow it."
            )
        if found.get("incomplete_results") is True:
            problems.append(f"{self._host} ran out of time while searching; some may be missing.")
        return tuple(RecordProblem(subject, problem) for problem in problems)

    def _page_of(self, items: list[object], *, subject: str) -> Page[ProjectRecord]:
        """Read the items of a list, still without the cursor behind them."""
        records: dict[str, ProjectRecord] = {}
        problems: list[RecordProblem] = []
        for item in items:
            if isinstance(item, dict) and item.get("private"):
                continue
            try:
                record = project_record(item, host=self._host)
            except RecordInvalid as exc:
                problems.append(RecordProblem(subject_of(item, subject), str(exc)))
                continue
            records[record.remote_id] = record
        return Page(tuple(records.values()), cursor="", problems=tuple(problems))
