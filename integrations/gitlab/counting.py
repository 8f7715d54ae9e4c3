"""Which issues of a GitLab project are open: what was deleted, moved or hidden is not among them.

Pages go by the instant of creation, which never changes, so that nothing shifts while they are
read. It must not know records.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from integrations.answers import listed
from integrations.gitlab.client import GitLabClient
from integrations.gitlab.cursor import place_in
from integrations.http import next_page

_OPEN = {"state": "opened", "scope": "all", "confidential": "false"}
_MOST_PAGES = 10_000


def count_open(client: GitLabClient, path: str, *, subject: str) -> int | None:
    """Read the number of open issues; ``None`` above 10,000, where GitLab leaves it out.

    Source: https://docs.gitlab.com/api/rest/#pagination-response-headers
    """
    told = client.get(path, {**_OPEN, "per_page": "1"}, subject=subject).headers.get("x-total", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def open_numbers(client: GitLabClient, path: str, *, subject: str) -> Iterator[frozenset[int]]:
    """Yield the numbers of all open issues, page by page."""
    query = {**_OPEN, "order_by": "created_at", "sort": "asc", "per_page": "100"}
    query["pagination"] = "keyset"
    page = 1
    for _ in range(_MOST_PAGES):
        answer = client.get(path, query, subject=subject)
        items = listed(answer, host=client.host, subject=subject)
        yield frozenset(
            item["iid"]
            for item in items
            if isinstance(item, dict)
            and isinstance(item.get("iid"), int)
            and not item.get("confidential")
        )
        following = next_page(answer.headers, answer.url)
        if following is None or not items:
            return
        place = place_in(following)
        if place is not None:
            query["cursor"] = place
            continue
        page = _turn(query, items[-1], page)


def _turn(query: dict[str, str], last: object, page: int) -> int:
    """Ask from the last instant that was seen; by number only within one that fills a page."""
    created_at = last.get("created_at") if isinstance(last, Mapping) else None
    if _is_later(created_at, query.get("created_after")):
        query["created_after"] = str(created_at)
        query.pop("page", None)
        return 1
    query["page"] = str(page + 1)
    return page + 1


def _is_later(text: object, known: str | None) -> bool:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
        return found is not None and (known is None or found > datetime.fromisoformat(known))
    except (ValueError, TypeError):
        return False
