"""The small parts that stand hundreds of times on one page, written out in Python.

A template spends some two millionths of a second on every value it prints and twice that on a
macro; here a part costs as much as one value. All foreign text goes through ``html.escape``;
everything larger is a template. Each part stands once on ``/patterns``.
"""

from datetime import datetime
from functools import lru_cache
from html import escape

from markupsafe import Markup

from hub.views import FreshnessView, TaskCard
from hub.views.search import FacetValue
from hub.web import wording
from hub.web.icons import Icons
from search.base import Span


class Fragments:
    """The parts of one hub; made once, since icons carry the address of the sprite."""

    def __init__(self, icon: Icons) -> None:
        self._icon = icon
        self._chips: dict[str, Markup] = {}

    def kind_chip(self, key: str, count: int | None = None) -> Markup:
        """Show a kind of work: colour, icon and word, and how many where that is said."""
        if count is not None:
            return self._chip(key, f" <b>{count:,}</b>")
        chip = self._chips.get(key)
        if chip is None:
            chip = self._chip(key, "")
            if wording.is_kind(key):  # foreign keys must not fill the memory
                self._chips[key] = chip
        return chip

    def kind_chips(self, keys: tuple[str, ...]) -> Markup:
        """Show several kinds."""
        return as_html("".join([self.kind_chip(key) for key in keys]))

    def fresh(self, view: FreshnessView, now: datetime) -> Markup:
        """Say how free a task is: shape and words."""
        return self._fresh(view.state.value, wording.freshness_sentence(view, now), "")

    def fresh_pill(self, view: FreshnessView, now: datetime) -> Markup:
        """Say it on a tint, as at the top of a page."""
        return self._fresh(view.state.value, wording.freshness_sentence(view, now), " pill")

    def fresh_brief(self, view: FreshnessView, now: datetime) -> Markup:
        """Say it in a narrow column."""
        return self._fresh(view.state.value, wording.freshness_brief(view, now), "")

    def life(self, key: str | None, last_change_at: datetime | None, now: datetime) -> Markup:
        """Say how alive a project is."""
        sentence = wording.life_sentence(key, last_change_at, now)
        return self._fresh(wording.life_shape(key), sentence, " pill")

    def facts(self, card: TaskCard) -> Markup:
        """Show what else decides; what is not known is left out."""
        return as_html(
            "".join(
                [
                    f'<span class="fact">{self._icon(sign)}{escape(words)}</span>'
                    for sign, words in wording.task_facts(card)
                ]
            )
        )

    def _chip(self, key: str, tail: str) -> Markup:
        return as_html(
            f'<span class="kind {wording.kind_class(key)}">{self._icon(wording.kind_icon(key))}'
            f"{escape(wording.kind_label(key))}{tail}</span>"
        )

    def _fresh(self, shape: str, sentence: Markup, more: str) -> Markup:
        return as_html(
            f'<span class="fresh {shape}{more}">{self._icon(f"fresh-{shape}")}'
            f"<span>{sentence}</span></span>"
        )


def facet_row(value: FacetValue, name: str) -> Markup:
    """Show one box of a group of filters. A row of zero stays, dashed."""
    is_empty = not value.count and not value.is_on
    row_class = ' class="none"' if is_empty else ""
    checked = " checked" if value.is_on else ""
    count = "none now" if is_empty else f"{value.count:,}"
    return as_html(
        f"<li{row_class}><label>"
        f'<input type="checkbox" name="{escape(name)}" value="{escape(value.value)}"{checked}>'
        f"{_facet_label(name, value.value)} <small>{count}</small></label></li>\n"
    )


@lru_cache(maxsize=4096)
def _facet_label(name: str, value: str) -> str:
    return f'<span dir="auto">{escape(wording.facet_label(name, value))}</span>'


def marked(spans: tuple[Span, ...]) -> Markup:
    """Print a text whose found pieces are marked."""
    return as_html(
        "".join(
            [
                f"<mark>{escape(span.text)}</mark>" if span.is_match else escape(span.text)
                for span in spans
            ]
        )
    )


def as_html(written: str) -> Markup:
    """Declare a text to be HTML: only for what this package wrote, foreign pieces escaped."""
    return Markup(written)  # noqa: S704 - the one place; see above
