"""A text that the server has marked and cropped, as spans. Pure."""

import re
from collections.abc import Iterator

from search.base import Span
from search.meilisearch.asking import ELLIPSIS
from search.meilisearch.fields import END, START

EXCERPT_CHARS = 240
LEAD_CHARS = 60

_MARKED = re.compile(f"{START}([^{START}{END}]*){END}")


def spans_of(text: str) -> tuple[Span, ...]:
    """Turn marks into spans. The server counts words, so long ones are cut here by letters."""
    spans = list(_spans(text))
    length = sum(len(span.text) for span in spans)
    if length <= EXCERPT_CHARS:
        return tuple(spans)
    start = max(0, min(_first_mark(spans) - LEAD_CHARS, length - EXCERPT_CHARS))
    return tuple(_cut(spans, start, start + EXCERPT_CHARS, length))


def _spans(text: str) -> Iterator[Span]:
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            yield Span(text[end : found.start()])
        if found[1]:
            yield Span(found[1], is_match=True)
        end = found.end()
    if end < len(text):
        yield Span(text[end:])


def _first_mark(spans: list[Span]) -> int:
    place = 0
    for span in spans:
        if span.is_match:
            return place
        place += len(span.text)
    return 0


def _cut(spans: list[Span], start: int, end: int, length: int) -> Iterator[Span]:
    if start > 0:
        yield Span(ELLIPSIS)
    place = 0
    for span in spans:
        kept = span.text[max(0, start - place) : max(0, end - place)]
        if kept:
            yield Span(kept, span.is_match)
        place += len(span.text)
    if end < length:
        yield Span(ELLIPSIS)
