"""What stands in a feed, whatever it is written as."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hub.views import ProjectCard, TaskCard
from hub.views.search import SearchAnswer
from hub.web.addresses import feed_address, search_address
from hub.web.wording import cause_label, facet_label, kind_label
from search.base import Span

# A feed in which nothing ever stood has not changed since computers count.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# XML has no place for these signs, however they are written.
_NOT_IN_XML = dict.fromkeys(
    [*(set(range(32)) - {9, 10, 13}), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " "
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One task or project. ``address`` is that of its page here, and its name for good."""

    address: str
    title: str
    text: str
    published_at: datetime
    updated_at: datetime
    words: tuple[str, ...]
    made_by: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The news of one search. ``address`` is its own, ``page_address`` that of the page."""

    title: str
    address: str
    page_address: str
    hub_name: str
    updated_at: datetime
    entries: tuple[Entry, ...]


def feed_of(answer: SearchAnswer, *, base_url: str, suffix: str, hub_name: str) -> Feed:
    """Make the feed of an answer; ``suffix`` is ``atom`` or ``json``.

    Nothing that passes with time alone stands in it, so it stays the same until something changes.
    """
    entries = (
        *(_task(card, base_url, hub_name) for card in answer.tasks),
        *(_project(card, base_url, hub_name) for card in answer.projects),
    )
    return Feed(
        title=plain(f"{_title(answer)} · {hub_name}"),
        address=base_url + feed_address(answer.request, suffix),
        page_address=base_url + search_address(answer.request),
        hub_name=plain(hub_name),
        updated_at=max((entry.updated_at for entry in entries), default=NEVER),
        entries=entries,
    )


def plain(text: str) -> str:
    """Take out what no feed may hold."""
    return text.translate(_NOT_IN_XML)


def _title(answer: SearchAnswer) -> str:
    request = answer.request
    chosen = [
        facet_label(name, value) for name, values in request.filters.items() for value in values
    ]
    words = ", ".join([f"“{request.text}”", *chosen] if request.text else chosen)
    kind = request.tab.capitalize()
    return f"{kind}: {words}" if words else kind


def _task(card: TaskCard, base_url: str, hub_name: str) -> Entry:
    kinds = tuple(kind_label(kind) for kind in card.kinds)
    said = [card.project_name, ", ".join(kinds), facet_label("freshness", card.freshness.state)]
    return Entry(
        address=f"{base_url}/tasks/{card.task_id}",
        title=_line(card.title),
        text=_text(said, card.excerpt),
        published_at=card.opened_at,
        updated_at=card.updated_at,
        words=(*kinds, *card.skills),
        made_by=plain(card.project_name) or hub_name,
    )


def _project(card: ProjectCard, base_url: str, hub_name: str) -> Entry:
    causes = tuple(cause_label(cause) for cause in card.causes)
    return Entry(
        address=f"{base_url}/projects/{card.slug}",
        title=_line(card.name),
        text=_text([", ".join(causes), ", ".join(card.languages)], card.summary),
        published_at=card.added_at,
        updated_at=max(card.added_at, card.last_change_at or NEVER),
        words=(*causes, *card.languages),
        made_by=hub_name,
    )


def _text(facts: list[str], excerpt: tuple[Span, ...]) -> str:
    """Write the facts and the beginning of the text, each a paragraph."""
    written = [" · ".join(fact for fact in facts if fact), _line(excerpt)]
    return plain("\n\n".join(part for part in written if part))


def _line(spans: tuple[Span, ...]) -> str:
    return plain(" ".join("".join(span.text for span in spans).split()))
