"""Documents as the lines that are sent to the server, in parcels of a bounded size. Pure."""

import json
import math
import re
from collections.abc import Iterable, Iterator

from search.base import Document, IndexSchema
from search.meilisearch.fields import (
    ID,
    STANDING,
    TITLE_WORDS,
    clean,
    date_field,
    keyword_field,
    shown_field,
    sort_field,
    text_field,
    written_instant,
    written_value,
)

# About 10 s of work for a busy machine with two cores (2,000 tasks of 1,500 characters,
# 2026-11-23), a third of the engine's patience.
PARCEL_BYTES = 4_000_000
PARCEL_DOCUMENTS = 2_000
# The server marks a whole text to cut an excerpt of it: 20 ms a page of bodies of 8,000 letters.
SHOWN_CHARS = 2_000
_WORD = re.compile(r"[^\W_]+")


def parcels(schema: IndexSchema, documents: Iterable[Document]) -> Iterator[bytes]:
    """Yield documents as newline-delimited JSON, several to a parcel."""
    lines: list[bytes] = []
    size_bytes = 0
    for document in documents:
        line = _line(schema, document)
        if lines and (len(lines) >= PARCEL_DOCUMENTS or size_bytes + len(line) > PARCEL_BYTES):
            yield b"\n".join(lines)
            lines, size_bytes = [], 0
        lines.append(line)
        size_bytes += len(line)
    if lines:
        yield b"\n".join(lines)


def _line(schema: IndexSchema, document: Document) -> bytes:
    """Write one document; what the schema does not name, and what is empty, is left out."""
    written: dict[str, object] = {ID: document.id}
    for text in schema.text:
        # What no search may look into is left out: the server cannot keep it for retrieval alone.
        if text.is_asked and document.text.get(text.name):
            written[text_field(text.name)] = clean(document.text[text.name])
            if text.is_highlighted:
                start = clean(document.text[text.name][:SHOWN_CHARS])
                written[shown_field(text.name)] = " ".join(start.split())
    for name in schema.keywords:
        if document.keywords.get(name):
            values = [written_value(value) for value in document.keywords[name]]
            written[keyword_field(schema, name)] = values
    for name in schema.dates:
        if name in document.dates:
            written[date_field(schema, name)] = written_instant(document.dates[name])
    for name in schema.numbers:
        if math.isfinite(document.numbers.get(name, math.nan)):
            written[sort_field(schema, name)] = document.numbers[name]
    for text in schema.text[:1]:
        written[TITLE_WORDS] = len(_WORD.findall(document.text.get(text.name, "")))
    if schema.raises:
        written[STANDING] = sum(
            each.weight
            for each in schema.raises
            if each.value in document.keywords.get(each.field, ())
        )
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
