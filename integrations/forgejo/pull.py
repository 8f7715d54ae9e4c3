"""A pull of one repository's issues, request by request, whatever the server can do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from integrations.forgejo.cursor import IssueCursor, Listing, in_seconds
from integrations.forgejo.lists import ListReader

_BY_CHANGE = {"sort": "leastupdate"}


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of a pull brought, oldest change first, and where it stands behind it."""

    items: tuple[object, ...]
    behind: IssueCursor


class IssuePull:
    """Walks through the phases of a pull from a cursor on."""

    def __init__(self, reader: ListReader, *, sorts_by_change: bool) -> None:
        self._reader = reader
        self.sorts_by_change = sorts_by_change

    def steps(self, here: IssueCursor) -> Iterator[Step]:
        """Yield steps until the pull is at rest; none if nothing changed while watching."""
        while True:
            listing = self._first_or_next(here)
            if here.is_torn(listing):
                here = here.stepped_back(listing)
                continue
            if self._must_collect(listing):
                here = here.started(listing)
                for step in self._collected(here, listing):
                    yield step
                    here = step.behind
            else:
                step = Step(_new(listing, here), here.behind(listing))
                if here.is_at_rest and step.behind.is_at_rest and not step.items:
                    return
                yield step
                here = step.behind
            if here.is_at_rest:
                return

    def _first_or_next(self, here: IssueCursor) -> Listing:
        filters = {**here.filters, **(_BY_CHANGE if self.sorts_by_change else {})}
        page = here.page if self.sorts_by_change else 1
        return self._reader.page(filters, number=page, since_s=here.since_s, until_s=here.until_s)

    def _must_collect(self, listing: Listing) -> bool:
        """Tell whether a list of several pages is not in order, and remember that of the server."""
        if not listing.has_more:
            return False
        if not listing.is_ascending or listing.total is None:
            self.sorts_by_change = False
        return not self.sorts_by_change

    def _collected(self, here: IssueCursor, first: Listing) -> Iterator[Step]:
        """Collect a window and yield it in portions; a resumed pull collects what is left of it."""
        end_s = here.end_of_window(first)
        window = self._reader.window(here.filters, since_s=here.since_s, until_s=end_s, first=first)
        here = here.started(window.listing)
        if window.is_torn:
            here = replace(here, steps_back=max(here.steps_back, 1))
        items = [item for item in window.listing.items if here.is_new(item)]
        portions = in_seconds(items, first.page_size)
        for changed_s, portion in portions[:-1]:
            yield Step(tuple(portion), here.behind_change(changed_s, until_s=end_s))
        last = tuple(portions[-1][1]) if portions else ()
        if window.until_s < end_s:
            yield Step(last, here.behind_change(window.until_s, until_s=end_s))
        else:
            yield Step(last, replace(here, until_s=end_s).behind_window())


def _new(listing: Listing, here: IssueCursor) -> tuple[object, ...]:
    items = [item for item in listing.items if here.is_new(item)]
    if not listing.is_ascending:
        items = [item for _, portion in in_seconds(items, len(items)) for item in portion]
    return tuple(items)
