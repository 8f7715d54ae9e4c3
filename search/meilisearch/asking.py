"""A query as what is asked of the server: one request of several searches. Pure.

The server reads ``"words in a row"`` and ``-"without these"``, and at most ten words of a text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from search.base import DateRange, Filter, IndexSchema, NumberRange, SearchQuery, Sort
from search.errors import QueryRefused
from search.meilisearch.fields import (
    END,
    ID,
    START,
    clean,
    date_field,
    keyword_field,
    number_field,
    shown_field,
    sort_field,
    written_instant,
    written_value,
)
from search.meilisearch.lacking import MOST_WEIGHED, Fewer, Weighed
from search.meilisearch.layout import DEEPEST
from search.rarity import rarity

MAX_WORD_CHARS = 120
MAX_PHRASE_CHARS = 500
EXCERPT_WORDS = 34
# With fewer results than this, documents that lack one of several words are shown below.
FEW = 5
# The server's own way to let words be missing gives up frequent ones first and holds on to the
# rarest, which nobody may have beside the others.
ALL_WORDS = "all"
ELLIPSIS = "…"

Asked = dict[str, object]

_QUOTES = str.maketrans(dict.fromkeys('"“”„«»\x00', " "))


@dataclass(frozen=True, slots=True)
class Question:
    """A query to one index of the server."""

    uid: str
    schema: IndexSchema
    query: SearchQuery

    def may_be_widened(self) -> bool:
        """Say whether some of the words may be left out if not all are found."""
        return not self.query.is_exact and len(_words(self.query.words)) > 1

    def has_several_words(self) -> bool:
        """Say whether one of the words may be missing and the question still stands."""
        return len(_words(self.query.words)) > 2

    def with_fewer_words(self, fewer: Sequence[Fewer]) -> list["Together"]:
        """Ask for all words and for some of them, together; then for each facet alike."""
        filtered = self._filtered_facets()
        plain = [name for name in self.query.facets if name not in filtered]
        page = self._page()
        offset, limit = page.pop("offset"), page.pop("limit")
        return [
            Together(
                [{**asked, **page} for asked in self._each(fewer)],
                {**self._facets_together(plain), "offset": offset, "limit": limit},
            ),
            *(
                Together(
                    self._each(fewer, without=name),
                    {**self._facets_together([name]), "offset": 0, "limit": 0},
                )
                for name in filtered
            ),
        ]

    def searches(self) -> list[Asked]:
        """Ask for the page, then for each facet that has a filter, as if it had none."""
        filtered = self._filtered_facets()
        plain = [name for name in self.query.facets if name not in filtered]
        return [
            {**self._base(), **self._counting(plain), **self._page()},
            *(
                {**self._base(without=name), **self._counting([name]), "limit": 0}
                for name in filtered
            ),
        ]

    def searches_without_filters(self) -> list[Asked]:
        """Ask how many documents have all words, how many there are, and how many have each."""
        texts = [typed_text(self.query), "", *(one.text for one in self._words_to_weigh())]
        return [self._counting_of(text) for text in texts]

    def searches_with_fewer(self, fewer: Sequence[Fewer]) -> list[Asked]:
        """Ask how many documents have each choice of the words, whatever the filters."""
        return [self._counting_of(typed_text(self._with(some).query)) for some in fewer]

    def weighed_words(self, counts: Sequence[int]) -> list[Weighed]:
        """Weigh the words by how few have each, as the answers to the searches above say."""
        _, documents, *of_words = counts
        return [
            replace(one, count=count, worth=rarity(found=count, documents=documents))
            for one, count in zip(self._words_to_weigh(), of_words, strict=True)
        ]

    def facets_of(self, position: int) -> list[str]:
        """Name the facets that the search at a position counts."""
        filtered = self._filtered_facets()
        if position > 0:
            return [filtered[position - 1]]
        return [name for name in self.query.facets if name not in filtered]

    def _counting_of(self, text: str) -> Asked:
        return {"indexUid": self.uid, "q": text, "matchingStrategy": ALL_WORDS, "limit": 0}

    def _words_to_weigh(self) -> list[Weighed]:
        words = _words(self.query.words)
        is_open = not self.query.words[-1:].isspace()
        last = len(words) - 1
        return [
            Weighed(word, is_open=is_open and place == last)
            for place, word in enumerate(words[:MOST_WEIGHED])
        ]

    def _with(self, some: Fewer) -> "Question":
        return replace(self, query=replace(self.query, words=some.words))

    def _filtered_facets(self) -> list[str]:
        limited = {found.field for found in self.query.filters}
        return [name for name in dict.fromkeys(self.query.facets) if name in limited]

    def _each(self, fewer: Iterable[Fewer], *, without: str | None = None) -> list[Asked]:
        """Give the whole question, then one for each choice of its words."""
        asked: list[Asked] = [self._base(without=without)]
        for some in fewer:
            options = {"federationOptions": {"weight": some.weight}}
            asked.append({**self._with(some)._base(without=without), **options})
        return asked

    def _facets_together(self, names: Iterable[str]) -> Asked:
        fields = [keyword_field(self.schema, name) for name in names]
        return {"facetsByIndex": {self.uid: fields}} if fields else {}

    def _base(self, *, without: str | None = None) -> Asked:
        filters = [found for found in self.query.filters if found.field != without]
        return {
            "indexUid": self.uid,
            "q": typed_text(self.query),
            "matchingStrategy": ALL_WORDS,
            "filter": limits(self.schema, filters, self.query.dates, self.query.numbers),
        }

    def _counting(self, names: Iterable[str]) -> Asked:
        return {"facets": [keyword_field(self.schema, name) for name in names]}

    def _page(self) -> Asked:
        query = self.query
        if query.offset + query.limit > DEEPEST:
            raise QueryRefused(
                f"Only the first {DEEPEST:,} results can be looked through. Add a word or a filter."
            )
        page: Asked = {
            "sort": self._sort(),
            "offset": query.offset,
            "limit": query.limit,
            "attributesToRetrieve": [ID],
            "showRankingScore": True,
            "showRankingScoreDetails": query.is_explained,
        }
        return {**page, **self._marking()} if query.is_marked else page

    def _marking(self) -> Asked:
        shown = [shown_field(text.name) for text in self.schema.text if text.is_highlighted]
        return {
            "attributesToHighlight": shown,
            "attributesToCrop": shown,
            "cropLength": EXCERPT_WORDS,
            "cropMarker": ELLIPSIS,
            "highlightPreTag": START,
            "highlightPostTag": END,
        }

    def _sort(self) -> list[str]:
        sort = self.query.sort
        if sort is None and not typed_text(self.query) and self.schema.dates:
            sort = Sort(self.schema.dates[0])
        if sort is None:
            return []
        order = "desc" if sort.is_descending else "asc"
        return [f"{sort_field(self.schema, sort.field)}:{order}"]


@dataclass(frozen=True, slots=True)
class Together:
    """Several searches of one index whose results are merged, each document once."""

    searches: list[Asked]
    federation: Asked


def typed_text(query: SearchQuery) -> str:
    """Write the text of a query. What is excluded comes first, so that it is never cut off."""
    words = _words(query.words)
    if query.is_exact:
        words = [f'"{word}"' for word in words]
    parts = [f'-"{phrase}"' for phrase in _phrases(query.excluded)]
    parts += [f'"{phrase}"' for phrase in _phrases(query.phrases)]
    text = " ".join([*parts, *words])
    return f"{text} " if words and query.words[-1:].isspace() else text


def limits(
    schema: IndexSchema,
    filters: Iterable[Filter],
    dates: Iterable[DateRange],
    numbers: Iterable[NumberRange] = (),
) -> list[str]:
    """Write filters as expressions that must all hold. Raises QueryRefused."""
    return [
        *_keyword_limits(schema, filters),
        *_date_limits(schema, dates),
        *_number_limits(schema, numbers),
    ]


def any_value(schema: IndexSchema, name: str, values: Iterable[str]) -> str:
    """Write that a keyword holds any of the values; of none, that nothing is found."""
    listed = ", ".join(f'"{written_value(value)}"' for value in values)
    return f"{keyword_field(schema, name)} IN [{listed}]"


def quoted_words(text: str) -> list[str]:
    """Cut a text into its different words, each to be found exactly as it stands."""
    spaced = "".join(sign if sign.isalnum() else " " for sign in clean(text))
    words = dict.fromkeys(word[:MAX_WORD_CHARS].lower() for word in spaced.split())
    return [f'"{word}"' for word in words]


def _keyword_limits(schema: IndexSchema, filters: Iterable[Filter]) -> Iterator[str]:
    for found in filters:
        expression = any_value(schema, found.field, found.values)
        if not found.is_excluded:
            yield expression
        elif found.values:
            yield f"NOT {expression}"


def _date_limits(schema: IndexSchema, dates: Iterable[DateRange]) -> Iterator[str]:
    for found in dates:
        since, until = (
            None if end is None else written_instant(end) for end in (found.since, found.until)
        )
        yield from _between(date_field(schema, found.field), since, until)


def _number_limits(schema: IndexSchema, numbers: Iterable[NumberRange]) -> Iterator[str]:
    for found in numbers:
        yield from _between(number_field(schema, found.field), found.least, found.below)


def _between(field: str, least: float | None, below: float | None) -> Iterator[str]:
    if least is not None:
        yield f"{field} >= {least!r}"
    if below is not None:
        yield f"{field} < {below!r}"


def _words(text: str) -> list[str]:
    """Cut a text at its spaces; what holds no letter or digit is no word, and no sign excludes."""
    parts = (part.lstrip("-")[:MAX_WORD_CHARS] for part in _plain(text).split())
    return list(dict.fromkeys(part for part in parts if _has_letters(part)))


def _phrases(texts: Iterable[str]) -> list[str]:
    phrases = (" ".join(_plain(text).split())[:MAX_PHRASE_CHARS] for text in texts)
    return [phrase for phrase in phrases if _has_letters(phrase)]


def _plain(text: str) -> str:
    return clean(text).translate(_QUOTES)


def _has_letters(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
