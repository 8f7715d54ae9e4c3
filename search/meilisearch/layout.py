"""A schema as the settings of an index on the server, and back. Pure.

The schema itself stands among the filterable fields, as one that no document has: so it moves
with the index when two are swapped, and nothing else has to be kept beside it.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from search.base import IndexSchema
from search.meilisearch.fields import (
    ID,
    STANDING,
    TITLE_WORDS,
    date_field,
    keyword_field,
    shown_field,
    sort_field,
    text_field,
)
from search.synonyms import Group, others_of

# Raise it when the settings below change: indexes of another layout are then made anew.
LAYOUT = 7
DEEPEST = 10_000
# The server counts no further than this. How deep a page may lie is limited by ourselves.
MOST_COUNTED = 100_000_000
MOST_FACET_VALUES = 300

# Signs that the server takes for letters (tried one by one on 1.21, 2026-11-23); in issues they
# stand between words: HTML, code, tables, marks that cannot be seen.
SEPARATORS = [*"$<=>^|~→", "\u00a0", "\u200b", "\u200e", "\u200f", "\u202e", "\u2060", "\ufeff"]
SIGNED_NAMES = ["c++", "C++", "c#", "C#", "f#", "F#"]
# A question of two signs cannot be told to be Japanese, so both are cut as Chinese, or a Japanese
# text would not be found by a word of its own. It also spares the server a large dictionary.
LANGUAGES = [{"attributePatterns": ["*"], "locales": ["cmn"]}]

_MARK = "otdhub_schema_"


@dataclass(frozen=True, slots=True)
class _Kept:
    layout: int
    schema: IndexSchema


_KEPT = TypeAdapter(_Kept)


def settings_for(schema: IndexSchema, *, synonyms: Iterable[Group] = ()) -> dict[str, object]:
    """Give the settings of an index.

    An order that was asked for goes above everything; equal hits stand newest first. The schema's
    weights become an order of fields, which is all that the server knows, above whether words stand
    there as they were typed. What raises a document is added up, and decides among those whose
    words stand in the same fields, as near to each other, and whose titles are as long: the server
    does not weigh a field by its length, as the embedded engine does.
    """
    keywords = [keyword_field(schema, name) for name in schema.keywords]
    sortable = [sort_field(schema, name) for name in (*schema.dates, *schema.numbers)]
    newest_first = [f"{date_field(schema, name)}:desc" for name in schema.dates[:1]]
    texts = [text_field(text.name) for text in schema.text if text.is_asked]
    shown = [shown_field(text.name) for text in schema.text if text.is_highlighted]
    higher_first = [f"{STANDING}:desc"] if schema.raises else []
    rules = ["sort", "words", "typo", "attribute", "exactness", "proximity"]
    rules += [f"{TITLE_WORDS}:asc", *higher_first, *newest_first]
    return {
        "searchableAttributes": texts,
        "displayedAttributes": [ID, *shown, *keywords, STANDING],
        "filterableAttributes": [ID, *keywords, *sortable, _mark_of(schema)],
        "sortableAttributes": [*sortable, STANDING, TITLE_WORDS],
        "rankingRules": rules,
        "typoTolerance": {"enabled": True, "disableOnNumbers": True},
        "faceting": {
            "maxValuesPerFacet": MOST_FACET_VALUES,
            "sortFacetValuesBy": {"*": "count"},
        },
        "pagination": {"maxTotalHits": MOST_COUNTED},
        "facetSearch": False,
        "separatorTokens": SEPARATORS,
        "dictionary": SIGNED_NAMES,
        "synonyms": {member: list(others) for member, others in others_of(synonyms).items()},
        "localizedAttributes": LANGUAGES,
    }


def schema_of(filterable: Iterable[object]) -> IndexSchema | None:
    """Read the schema back from an index's filterable fields; ``None`` if it is not one of ours."""
    for name in filterable:
        if isinstance(name, str) and name.startswith(_MARK):
            return _read(name.removeprefix(_MARK))
    return None


def _mark_of(schema: IndexSchema) -> str:
    kept = _KEPT.dump_json(_Kept(LAYOUT, schema))
    return _MARK + base64.urlsafe_b64encode(kept).decode()


def _read(written: str) -> IndexSchema | None:
    try:
        kept = _KEPT.validate_json(base64.urlsafe_b64decode(written))
    except (ValidationError, binascii.Error):
        return None
    return kept.schema if kept.layout == LAYOUT else None
