"""Turns the markdown of forges, which is hostile, into HTML that can only be read.

CommonMark with tables and strikethrough; HTML written in it is cleaned, never trusted. Nothing
in the result loads from elsewhere: pictures become links. Headings sink under those of the page.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

MAX_CHARACTERS = 70_000
FIRST_HEADING = 3  # the page has its title as h1 and names the text in an h2
_TAGS = {
    *("h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "details", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "code", "em", "strong", "del", "sup", "sub", "kbd"),
}
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}}
# Their content is no text for people, so it goes with them.
_DROPPED_WHOLE = {"script", "style", "title", "textarea", "noscript", "iframe", "svg", "math"}
_ADDED = {"pre": {"dir": "ltr", "tabindex": "0"}, "code": {"dir": "ltr"}}
_SCHEMES = {"http", "https", "mailto"}

_TASK_BOX = re.compile(r"^\[([ xX])\]\s+")
_WRITTEN_HEADING = re.compile(r"<(/?)h([1-6])\b", re.IGNORECASE)
_WRITTEN_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_VALUE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
# A bare address ends before the punctuation of its sentence.
_ADDRESS = re.compile(r"""\bhttps?://[^\s<>"']{1,2000}[^\s<>"'.,;:!?)\]}*_~]""")
_SOURCE = re.compile(_VALUE.format("src"), re.IGNORECASE)
_ALTERNATIVE = re.compile(_VALUE.format("alt"), re.IGNORECASE)


@lru_cache(maxsize=128)
def render_markdown(text: str) -> Markup:
    """Render a foreign text. The result is safe to print; empty where there is nothing to read."""
    parser = _parser()
    tokens = parser.parse(text[:MAX_CHARACTERS])
    _sink_headings(tokens)
    _tell_task_boxes(tokens)
    for token in tokens:
        if token.type == "html_block":
            token.content = _link_written_images(token.content)
        elif token.children:
            token.children = list(_linked(token.children))
    written = parser.renderer.render(tokens, parser.options, {})
    return Markup(_clean(written))  # noqa: S704 - this is what nh3 has just cleaned


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _clean(written: str) -> str:
    cleaned = nh3.clean(
        written,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values=_ADDED,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener ugc",
    )
    # A wide table scrolls in a box of its own, which the keyboard must reach.
    return cleaned.replace(
        "<table>", '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>'
    ).replace("</table>", "</table></div>")


def _sink_headings(tokens: Sequence[Token]) -> None:
    """Renumber headings in their order, so that none skips a level below the page's own."""
    sinker = _Sinker()
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = sinker.sink(int(token.tag[1]), is_closing=token.nesting < 0)
        elif token.type == "html_block":
            token.content = _WRITTEN_HEADING.sub(sinker.rewrite, token.content)
        for child in token.children or ():
            if child.type == "html_inline":
                child.content = _WRITTEN_HEADING.sub(sinker.rewrite, child.content)


class _Sinker:
    """Remembers the headings that are still open above, by their written level."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def sink(self, written: int, *, is_closing: bool) -> str:
        if not is_closing:
            while self._above and self._above[-1] >= written:
                self._above.pop()
            self._above.append(written)
        return f"h{min(FIRST_HEADING - 1 + max(len(self._above), 1), 6)}"

    def rewrite(self, found: re.Match[str]) -> str:
        tag = self.sink(int(found[2]), is_closing=bool(found[1]))
        return f"<{found[1]}{tag}"


def _linked(children: Iterable[Token]) -> Iterable[Token]:
    """Yield the pieces of a line with pictures and bare addresses as links, or words in a link."""
    links = 0
    for child in children:
        links += child.nesting if child.type.startswith("link_") else 0
        if child.type == "image":
            source = str(child.attrGet("src") or "")
            written = _picture(source, child.content, is_in_link=links > 0)
            yield Token("html_inline", "", 0, content=written)
        elif child.type == "text" and not links and "://" in child.content:
            yield Token("html_inline", "", 0, content=_link_addresses(child.content))
        elif child.type == "html_inline":
            child.content = _link_written_images(child.content)
            yield child
        else:
            yield child


def _link_addresses(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0])
        pieces += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*pieces, escape(text[end:])])


def _link_written_images(written: str) -> str:
    return _WRITTEN_IMAGE.sub(
        lambda found: _picture(
            _value_of(_SOURCE, found[0]), _value_of(_ALTERNATIVE, found[0]), is_in_link=False
        ),
        written,
    )


def _value_of(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return "" if found is None else next((group for group in found.groups() if group), "")


def _picture(source: str, words: str, *, is_in_link: bool) -> str:
    said = escape(f"Picture: {words.strip()}" if words.strip() else "Picture")
    return said if is_in_link else f'<a href="{escape(source)}">{said}</a>'


def _tell_task_boxes(tokens: Sequence[Token]) -> None:
    """Show the box of a task list as a sign in the text: it cannot be ticked here."""
    for opened, token in zip(tokens, tokens[2:], strict=False):
        if opened.type != "list_item_open" or token.type != "inline" or not token.children:
            continue
        first = token.children[0]
        if first.type == "text" and (box := _TASK_BOX.match(first.content)):
            sign = "☐" if box[1] == " " else "☑"
            first.content = f"{sign} {first.content[box.end() :]}"
