"""How an :class:`~search.base.IndexSchema` is laid out in tantivy, and a document in it.

Nothing here names a task or a project. Layout:

- ``key`` the id as raw text, for deletes (tantivy deletes nothing by an unsigned field);
  ``id`` the same as a fast field, so that no stored document is read to name a hit;
- ``title`` the heaviest text; ``all`` every text, the middle weights repeated in it, which is a
  plain form of BM25F and costs no second list at search time;
- ``name`` the words of names beside the title, to be guessed from;
- ``unasked`` the texts that serve retrieval alone;
- ``title_start`` and ``all_start`` the first one to four letters of their words;
- ``keywords`` every keyword with its name, raw, to filter by; ``k_<name>`` keywords, fast alone, to
  count: each field that has terms of its own costs a millisecond or more a commit;
- ``d_<name>`` dates and ``n_<name>`` numbers, fast;
- ``standing`` the sum of what raises a document, fast: read of the hits, at no cost for the rest;
- ``s_<name>`` the start of a highlighted text on one line, stored.

Change ``LAYOUT`` whenever an index that was made before cannot be read any more.
"""

import tantivy

from search.base import Document, IndexSchema
from search.tantivy.words import (
    ANALYZER,
    FAST_ALONE,
    clean,
    make_analyzer,
    prefixes_of,
    prepare,
)

LAYOUT = 7
KEY, ID, STANDING = "key", "id", "standing"
TITLE, ALL, TITLE_START, ALL_START = "title", "all", "title_start", "all_start"
NAME, UNASKED = "name", "unasked"
KEYWORDS = "keywords"
# No keyword is called so: a sixteenth of the documents each, for counts from a sample.
BUCKET = "#"
BUCKETS = 16
STORED_CHARS = 2_000

# Odd and large, so that neighbouring ids fall into different buckets (Knuth's multiplicative hash).
_SCATTER = 2_654_435_761


def keyword_field(name: str) -> str:
    """Name the field of a keyword."""
    return f"k_{name}"


def keyword_term(name: str, value: str) -> str:
    """Write a keyword with its name, as one term."""
    return f"{name}\x00{clean(value)}"


def date_field(name: str) -> str:
    """Name the field of a date."""
    return f"d_{name}"


def number_field(name: str) -> str:
    """Name the field of a number."""
    return f"n_{name}"


def stored_field(name: str) -> str:
    """Name the field that keeps a text for highlighting."""
    return f"s_{name}"


def bucket_of(document_id: int) -> str:
    """Tell which sixteenth of the documents one belongs to."""
    return str((document_id * _SCATTER >> 16) % BUCKETS)


def tantivy_schema(schema: IndexSchema) -> tantivy.Schema:
    """Lay out a schema."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(ID, fast=True)
    builder.add_float_field(STANDING, fast=True, indexed=False)
    for name in (TITLE, ALL):
        builder.add_text_field(name, tokenizer_name=ANALYZER, index_option="position")
    for name in (NAME, UNASKED):
        builder.add_text_field(name, tokenizer_name=ANALYZER, index_option="basic")
    builder.add_text_field(KEYWORDS, tokenizer_name="raw", index_option="basic")
    for name in (TITLE_START, ALL_START):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in schema.keywords:
        builder.add_text_field(
            keyword_field(name), tokenizer_name=FAST_ALONE, index_option="basic", fast=True
        )
    for name in schema.dates:
        builder.add_date_field(date_field(name), fast=True, indexed=False)
    for name in schema.numbers:
        builder.add_float_field(number_field(name), fast=True, indexed=False)
    for text in schema.text:
        if text.is_highlighted:
            builder.add_bytes_field(stored_field(text.name), stored=True)
    return builder.build()


class DocumentMaker:
    """Turns documents into tantivy's. Keeps the analyzer, which is dear to make."""

    def __init__(self, schema: IndexSchema) -> None:
        self._schema = schema
        self._analyzer = make_analyzer()
        self._title_name = schema.text[0].name if schema.text else ""
        self._repeats = repeats(schema)

    def make(self, document: Document) -> tantivy.Document:
        """Lay out one document."""
        made = tantivy.Document()
        made.add_text(KEY, str(document.id))
        made.add_integer(ID, document.id)
        made.add_text(KEYWORDS, keyword_term(BUCKET, bucket_of(document.id)))
        made.add_float(STANDING, standing_of(self._schema, document))
        self._add_texts(made, document)
        for name in self._schema.keywords:
            for value in dict.fromkeys(document.keywords.get(name, ())):
                made.add_text(keyword_field(name), clean(value))
                made.add_text(KEYWORDS, keyword_term(name, value))
        for name in self._schema.dates:
            if name in document.dates:
                made.add_date(date_field(name), document.dates[name])
        for name in self._schema.numbers:
            if name in document.numbers:
                made.add_float(number_field(name), document.numbers[name])
        return made

    def _add_texts(self, made: tantivy.Document, document: Document) -> None:
        words: set[str] = set()
        for text in self._schema.text:
            value = clean(document.text.get(text.name, ""))
            if not value:
                continue
            if text.is_highlighted:
                stored = " ".join(value[:STORED_CHARS].split())
                made.add_bytes(stored_field(text.name), stored.encode())
            prepared = prepare(value)
            if not text.is_asked:
                made.add_text(UNASKED, prepared)
                continue
            found = set(self._analyzer.analyze(prepared))
            words |= found
            if text.name == self._title_name:
                made.add_text(TITLE, prepared)
                made.add_text(TITLE_START, " ".join(prefixes_of(found)))
            if text.is_name:
                made.add_text(NAME, prepared)
            for _ in range(self._repeats[text.name]):
                made.add_text(ALL, prepared)
        made.add_text(ALL_START, " ".join(prefixes_of(words)))


def standing_of(schema: IndexSchema, document: Document) -> float:
    """Sum up what lets a document stand above others that fit as well."""
    return sum(
        each.weight for each in schema.raises if each.value in document.keywords.get(each.field, ())
    )


def repeats(schema: IndexSchema) -> dict[str, int]:
    """Tell how often each text stands in ``all``: the heaviest once, since it has its own field."""
    lightest = min((text.weight for text in schema.text), default=1.0)
    return {
        text.name: 1 if place == 0 else max(1, round(text.weight / lightest))
        for place, text in enumerate(schema.text)
    }
