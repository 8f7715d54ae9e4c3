"""Lists as Forgejo and Gitea give them: one page, a count, or a whole window collected.

A server that cannot list by the last change lists by creation, newest first. Of such a list a
window is collected and sorted: at most MOST_COLLECTED records of it at a time, so that memory
stays flat, unless more changed within one second. A closed window only loses records, which moves
later ones towards the front; so its pages are read from the last to the first, and the first again
if the total fell meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from integrations.answers import Answer, listed
from integrations.forgejo.client import ForgejoClient
from integrations.forgejo.cursor import Listing, mark_of, stamp
from integrations.http import answered_at, next_page

MOST_COLLECTED = 2000

_FIRST_SECOND = 1_199_145_600  # 2008: before that no forge of today had issues
_MOST_PROBES = 24
_MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Window:
    """All records of a list that changed up to ``until_s``, as if they were one answer.

    ``is_torn`` means that some may have left it meanwhile, so that they are found behind it.
    """

    listing: Listing
    until_s: int
    is_torn: bool


class ListReader:
    """Reads one list of one repository."""

    def __init__(self, client: ForgejoClient, path: str, *, subject: str, page_size: int) -> None:
        self._client = client
        self._path = path
        self._subject = subject
        self._page_size = page_size

    def page(
        self,
        filters: Mapping[str, str],
        *,
        number: int = 1,
        since_s: int | None = None,
        until_s: int | None = None,
    ) -> Listing:
        """Read one page."""
        query = {**filters, **_bounds(since_s, until_s), "limit": str(self._page_size)}
        if number > 1:
            query["page"] = str(number)
        answer = self._client.get(self._path, query, subject=self._subject)
        items = listed(answer, host=self._client.host, subject=self._subject)
        total = total_of(answer)
        return Listing(
            items=tuple(items),
            has_more=_has_more(answer, items, number=number, size=self._page_size, total=total),
            total=total,
            page_size=max(1, len(items)) if number == 1 else self._page_size,
            answered_s=int(answered_at(answer.headers, self._client.now()).timestamp()),
        )

    def count(
        self,
        filters: Mapping[str, str],
        *,
        since_s: int | None = None,
        until_s: int | None = None,
    ) -> int | None:
        """Count a list in one small request; ``None`` if the server does not say."""
        query = {**filters, **_bounds(since_s, until_s), "limit": "1"}
        return total_of(self._client.get(self._path, query, subject=self._subject))

    def window(
        self, filters: Mapping[str, str], *, since_s: int | None, until_s: int, first: Listing
    ) -> Window:
        """Collect a window of a list whose ``first`` page has more behind it.

        ``until_s`` closes it; it is closed even earlier where it would hold too much.
        """
        if first.total is not None and first.total > MOST_COLLECTED:
            until_s = self._narrowed(filters, since_s=since_s, until_s=until_s)
            first = self.page(filters, since_s=since_s, until_s=until_s)
        if first.total is None:
            items = self._without_total(filters, since_s=since_s, until_s=until_s, first=first)
            return _window(first, items, until_s=until_s, is_torn=True)
        items = {}
        size, left = first.page_size, first.total
        number = -(-left // size)
        while number > 1:
            page = self.page(filters, number=number, since_s=since_s, until_s=until_s)
            left = left if page.total is None else page.total
            items |= _by_id(page)
            number = min(number - 1, max(1, -(-left // size)))
        is_torn = left != first.total
        if is_torn:
            first = self.page(filters, since_s=since_s, until_s=until_s)
        return _window(first, _by_id(first) | items, until_s=until_s, is_torn=is_torn)

    def windows(self, filters: Mapping[str, str], *, since_s: int) -> Iterator[list[object]]:
        """Yield what changed since, window after window, until nothing is left."""
        for _ in range(_MOST_PAGES):
            first = self.page(filters, since_s=since_s)
            if not first.has_more:
                yield _since(first, since_s)
                return
            end_s = max(first.answered_s, since_s)
            window = self.window(filters, since_s=since_s, until_s=end_s, first=first)
            items = _since(window.listing, since_s)
            yield items
            is_last = window.until_s >= end_s
            if is_last and not (window.is_torn and items):
                return
            since_s = window.until_s + 1

    def _without_total(
        self, filters: Mapping[str, str], *, since_s: int | None, until_s: int, first: Listing
    ) -> dict[object, object]:
        """Read to the end, then back again: an old server does not say how much there is."""
        items = _by_id(first)
        number, page = 1, first
        while page.has_more and number < _MOST_PAGES:
            page = self.page(filters, number=number + 1, since_s=since_s, until_s=until_s)
            known = len(items)
            items |= _by_id(page)
            if len(items) == known:
                break
            number += 1
        for again in range(number, 0, -1):
            items |= _by_id(self.page(filters, number=again, since_s=since_s, until_s=until_s))
        return items

    def _narrowed(self, filters: Mapping[str, str], *, since_s: int | None, until_s: int) -> int:
        """Find by halves how far a window reaches that is full, but not too full."""
        low, high = max(since_s or 0, _FIRST_SECOND), until_s
        best: int | None = None
        for _ in range(_MOST_PROBES):
            if low >= high:
                break
            middle = (low + high) // 2
            count = self.count(filters, since_s=since_s, until_s=middle) or 0
            if count > MOST_COLLECTED:
                high = middle
                continue
            best = middle
            if count >= MOST_COLLECTED // 2:
                break
            low = middle + 1
        return high if best is None else best


def total_of(answer: Answer) -> int | None:
    """Read how long a list is as a whole; ``None`` if the server does not say."""
    told = answer.headers.get("x-total-count", "").strip()
    return int(told[:9]) if told.isascii() and told.isdigit() else None


def _window(first: Listing, items: dict[object, object], *, until_s: int, is_torn: bool) -> Window:
    return Window(replace(first, items=tuple(items.values())), until_s, is_torn)


def _bounds(since_s: int | None, until_s: int | None) -> dict[str, str]:
    bounds = {"since": since_s, "before": until_s}
    return {name: stamp(second) for name, second in bounds.items() if second is not None}


def _has_more(
    answer: Answer, items: list[object], *, number: int, size: int, total: int | None
) -> bool:
    """Tell by the Link header, else by the total, else by whether anything came at all."""
    if not items:
        return False
    if answer.headers.get("link"):
        return next_page(answer.headers, answer.url) is not None
    if total is not None:
        return (number - 1) * size + len(items) < total
    return True


def _since(listing: Listing, since_s: int) -> list[object]:
    """Leave out what a server gives that does not heed ``since``."""
    marked = ((item, mark_of(item)) for item in listing.items)
    return [item for item, mark in marked if mark is None or mark.changed_s >= since_s]


def _by_id(listing: Listing) -> dict[object, object]:
    """Key items by what they are; one that does not say stands for itself."""
    found: dict[object, object] = {}
    for item in listing.items:
        mark = mark_of(item)
        found[mark.remote_id if mark is not None else str(item)] = item
    return found
