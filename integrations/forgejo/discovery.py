"""Which repositories a source names: of an account, or found by their topics."""

import re
from collections.abc import Iterator, Mapping

from integrations.answers import Answer, listed, parsed, unusable
from integrations.errors import ForgeRefused, RecordGone
from integrations.forgejo.client import ForgejoClient
from integrations.forgejo.lists import total_of
from integrations.forgejo.pages import project_page
from integrations.http import next_page
from integrations.records import Page, ProjectRecord, SourceScope

_LOGIN = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_TOPIC = re.compile(r"[a-z0-9][a-z0-9.-]{0,49}")
_MOST_PAGES = 2000


class Discovery:
    """Lists repositories, page by page; none of them twice in one list."""

    def __init__(self, client: ForgejoClient, *, page_size: int) -> None:
        self._client = client
        self._page_size = page_size

    def of_account(self, scope: SourceScope, login: str) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a user or an organisation."""
        if not _LOGIN.fullmatch(login) or login in {".", ".."}:
            raise ForgeRefused(f"“{login[:100]}” is not the name of an account. Check the source.")
        room = "orgs" if scope is SourceScope.ORGANISATION else "users"
        subject = f"account {login}"
        lists = self._lists(f"/{room}/{login}/repos", {}, subject=subject)
        yield from self._pages(lists, subject=subject)

    def by_topics(self, locator: str) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories that carry all topics: searched by the first, then sifted.

        Source: https://codeberg.org/api/swagger#/repository/repoSearch; several topics in ``q``
        would find the repositories that carry any of them.
        """
        topics = [topic.strip().casefold() for topic in locator.split(",") if topic.strip()]
        if not topics or not all(_TOPIC.fullmatch(topic) for topic in topics):
            raise ForgeRefused(
                f"“{locator[:100]}” names no topics. Write them in lower case, parted by commas."
            )
        subject = f"repositories with the topic {' and '.join(topics)}"
        query = {
            "q": topics[0],
            "topic": "true",
            "private": "false",
            "sort": "id",
            "order": "asc",
        }
        lists = self._lists("/repos/search", query, subject=subject, field="data")
        sifted = ([item for item in items if self._carries(item, topics)] for items in lists)
        yield from self._pages(sifted, subject=subject)

    def _carries(self, item: object, topics: list[str]) -> bool:
        """Tell whether a repository carries all topics; an old server is asked for them."""
        if len(topics) == 1 or not isinstance(item, Mapping):
            return True
        held = item.get("topics")
        if not isinstance(held, list):
            held = self._topics_of(item.get("full_name"))
        return set(topics) <= {topic.casefold() for topic in held if isinstance(topic, str)}

    def _topics_of(self, path: object) -> list[object]:
        if not isinstance(path, str) or not re.fullmatch(r"[\w.-]+/[\w.-]+", path, re.ASCII):
            return []
        subject = f"topics of {path}"
        try:
            answer = self._client.get(f"/repos/{path}/topics", subject=subject)
        except RecordGone:
            return []
        found = parsed(answer, host=self._client.host, subject=subject)
        topics = found.get("topics") if isinstance(found, dict) else None
        return topics if isinstance(topics, list) else []

    def _lists(
        self, path: str, query: Mapping[str, str], *, subject: str, field: str | None = None
    ) -> Iterator[list[object]]:
        """Ask for page after page until the list says that it is over, or nothing comes."""
        given = 0
        known: set[str] = set()
        for number in range(1, _MOST_PAGES + 1):
            asked = {**query, "limit": str(self._page_size), "page": str(number)}
            answer = self._client.get(path, asked, subject=subject)
            items = self._items(answer, subject=subject, field=field)
            given += len(items)
            names = {_name_of(item) for item in items}
            if items and names <= known:  # the same page again
                return
            known |= names
            if items or number == 1:
                yield items
            total = total_of(answer)
            is_over = total is not None and given >= total
            has_last_link = "link" in answer.headers and not next_page(answer.headers, answer.url)
            if not items or is_over or has_last_link:
                return

    def _items(self, answer: Answer, *, subject: str, field: str | None) -> list[object]:
        if field is None:
            return listed(answer, host=self._client.host, subject=subject)
        found = parsed(answer, host=self._client.host, subject=subject)
        items = found.get(field) if isinstance(found, dict) else None
        if not isinstance(items, list):
            raise unusable(self._client.host, f"answered with something else than {subject}")
        return items

    def _pages(
        self, lists: Iterator[list[object]], *, subject: str
    ) -> Iterator[Page[ProjectRecord]]:
        seen: set[str] = set()
        for number, items in enumerate(lists, start=1):
            page = project_page(items, host=self._client.host, cursor=str(number), subject=subject)
            records = tuple(one for one in page.records if one.remote_id not in seen)
            seen.update(one.remote_id for one in records)
            yield Page(records, page.cursor, problems=page.problems)


def _name_of(item: object) -> str:
    return str(item.get("full_name")) if isinstance(item, Mapping) else str(item)
