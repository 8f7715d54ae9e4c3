"""User text to a :class:`~search.base.SearchQuery`. Every input is a query; nothing is refused.

    climate map              all of these words, the last may be unfinished
    "open data"              these words in this order
    -windows  -"open data"   not these
    lang:rust  -kind:code    a field, where the caller says which fields there are
    updated:<30d  stars:>50  a field that is a date or a number (:mod:`search.fields`)

What cannot be read like this is searched as text, and a note says so. Pure; it must not know
what the fields mean.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from search.base import DateRange, Filter, NumberRange, SearchQuery
from search.fields import (
    DateField,
    Field,
    FlagField,
    KeywordField,
    NumberField,
    read_dates,
    read_numbers,
    without_dates,
    without_numbers,
)

MAX_CHARS = 4_000
MAX_WORDS = 32

# Marks that steer the direction of a text or cannot be seen; they never belong to a word.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OPEN, _CLOSE = '"“„«”', '"”“»'
_PART = re.compile(
    rf"""
    (?P<sign>-)?
    (?:(?P<field>[^\W\d]\w*):)?
    (?:[{_OPEN}](?P<phrase>[^{_CLOSE}]*)[{_CLOSE}] | (?P<word>\S+))
    """,
    re.VERBOSE,
)
_QUOTES = re.compile(f"[{_OPEN}{_CLOSE}]")
_NOT_A_FIELD = re.compile(r"[:/\\]")


@dataclass(frozen=True, slots=True)
class TypedField:
    """A part of a text that was read as a field, as it was typed, and the text without it."""

    written: str
    rest: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, and sentences for the reader on what was read in another way than it was typed."""

    query: SearchQuery
    notes: tuple[str, ...] = ()
    typed_fields: tuple[TypedField, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What has been read so far. ``is_last_open`` says that a word stands last."""

    now: datetime
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    filters: dict[tuple[str, bool], list[str]] = field(default_factory=dict)
    flags: list[Filter] = field(default_factory=list)
    dates: list[DateRange] = field(default_factory=list)
    numbers: list[NumberRange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_last_open: bool = False

    def add_words(self, text: str) -> None:
        self.words += text.split()
        self.is_last_open = True

    def add_filter(self, found: Filter) -> None:
        self.filters.setdefault((found.field, found.is_excluded), []).extend(found.values)


def parse(text: str, *, index: str, fields: Mapping[str, Field], now: datetime) -> ParsedQuery:
    """Read a text. ``fields`` maps what people type before a colon to what it means.

    Values of one keyword are alternatives; flags, dates and numbers must all hold. Never raises.
    """
    reading = _Reading(now)
    cleaned = _cleaned(text, reading)
    known = {name.casefold(): meaning for name, meaning in fields.items()}
    typed_fields: list[TypedField] = []
    for part in islice(_PART.finditer(cleaned), MAX_CHARS):
        reading.is_last_open = False
        if _read_part(part, known, reading):
            rest = cleaned[: part.start()] + cleaned[part.end() :]
            typed_fields.append(TypedField(part[0], " ".join(rest.split())))
    _cut_words(reading)
    query = _query(reading, index, is_open=cleaned == cleaned.rstrip())
    if cleaned.strip() and _asks_for_everything(query):
        reading.notes.append("There is no word in this to search for, so everything is shown.")
    return ParsedQuery(query, _notes(reading), tuple(typed_fields[:MAX_WORDS]))


def _cleaned(text: str, reading: _Reading) -> str:
    if len(text) > MAX_CHARS:
        reading.notes.append(f"The text was long: only its first {MAX_CHARS:,} characters count.")
    seen = _UNSEEN.sub("", text[:MAX_CHARS])
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in seen)


def _read_part(part: re.Match[str], known: Mapping[str, Field], reading: _Reading) -> bool:
    """Read one part; true if it was a field."""
    is_excluded = part["sign"] is not None
    name, value = part["field"], part["phrase"] if part["word"] is None else part["word"]
    if name:
        value = _without_open_quote(value, reading)
    meaning = known.get(name.casefold()) if name else None
    if meaning is not None and value.strip():
        if _read_field(meaning, value.strip(), is_excluded, reading):
            return True
        reading.notes.append(_unreadable(name, value.strip(), meaning))
        _add_plain(f"{name} {value}", is_excluded, reading)
    elif name:
        _note_field(name, value, known, reading)
        _add_plain(f"{name} {value}", is_excluded, reading)
    elif part["word"] is None:
        _add_phrase(value, is_excluded, reading)
    else:
        _add_word(value, known, is_excluded, reading)
    return False


def _read_field(meaning: Field, value: str, is_excluded: bool, reading: _Reading) -> bool:  # noqa: FBT001
    """Add what a field asks for; false if its value cannot be read."""
    match meaning:
        case KeywordField(name):
            reading.add_filter(Filter(name, (value,), is_excluded))
            return True
        case FlagField(flags):
            filters = flags.get(value.casefold(), ())
            reading.flags += [
                replace(each, is_excluded=each.is_excluded != is_excluded) for each in filters
            ]
            return bool(filters)
        case DateField():
            dates = read_dates(meaning, value, now=reading.now)
            dates = without_dates(dates) if dates and is_excluded else dates
            reading.dates += [dates] if dates else []
            return dates is not None
        case NumberField():
            numbers = read_numbers(meaning, value)
            numbers = without_numbers(numbers) if numbers and is_excluded else numbers
            reading.numbers += [numbers] if numbers else []
            return numbers is not None


def _unreadable(name: str, value: str, meaning: Field) -> str:
    """Say what a field takes."""
    match meaning:
        case FlagField(flags):
            takes = f"one of: {', '.join(flags)}"
        case DateField():
            takes = f"an age or a date, such as {name}:<30d or {name}:2026-11"
        case _:
            takes = f"a number, such as {name}:>50 or {name}:10..100"
    return f"“{name}:” takes {takes}. “{value}” was searched as a word."


def _add_phrase(phrase: str, is_excluded: bool, reading: _Reading) -> None:  # noqa: FBT001
    if phrase.strip():
        (reading.excluded if is_excluded else reading.phrases).append(" ".join(phrase.split()))


def _add_word(
    word: str,
    known: Mapping[str, Field],
    is_excluded: bool,  # noqa: FBT001
    reading: _Reading,
) -> None:
    word = _without_open_quote(word, reading)
    if word.endswith(":") and word[:-1].casefold() in known:
        reading.notes.append(f"“{word}” has no value, so it was searched as a word.")
    _add_plain(word, is_excluded, reading)


def _without_open_quote(word: str, reading: _Reading) -> str:
    """Take a quote that nothing closes for a space, and say so."""
    if not _QUOTES.search(word):
        return word
    reading.notes.append("A quote is not closed, so it was searched as plain words.")
    return _QUOTES.sub(" ", word)


def _add_plain(text: str, is_excluded: bool, reading: _Reading) -> None:  # noqa: FBT001
    if is_excluded and any(sign.isalnum() for sign in text):
        reading.excluded.append(text.strip())
    else:
        reading.add_words(text)


def _note_field(name: str, value: str, known: Mapping[str, Field], reading: _Reading) -> None:
    """Tell that a field is not known, unless the text looks like an address or a piece of code."""
    if name.casefold() in known:
        reading.notes.append(f"“{name}:” has no value, so it was searched as a word.")
    elif not _NOT_A_FIELD.match(value):
        listed = f" Fields are: {', '.join(known)}." if known else ""
        reading.notes.append(f"There is no field “{name}”, so it was searched as a word.{listed}")


def _cut_words(reading: _Reading) -> None:
    if len(reading.words) > MAX_WORDS:
        del reading.words[MAX_WORDS:]
        reading.notes.append(f"Only the first {MAX_WORDS} words were searched.")
        reading.is_last_open = False
    del reading.phrases[MAX_WORDS:], reading.excluded[MAX_WORDS:]


def _asks_for_everything(query: SearchQuery) -> bool:
    """Say whether nothing narrows a query: signs and emoji are no words."""
    if query.filters or query.dates or query.numbers:
        return False
    texts = (query.words, *query.phrases, *query.excluded)
    return not any(sign.isalnum() for text in texts for sign in text)


def _query(reading: _Reading, index: str, *, is_open: bool) -> SearchQuery:
    """Make the query. A space at the end of the words says that the last one is finished."""
    words = " ".join(reading.words)
    if words and not (is_open and reading.is_last_open):
        words += " "
    return SearchQuery(
        index=index,
        words=words,
        phrases=tuple(reading.phrases),
        excluded=tuple(reading.excluded),
        filters=tuple(_filters(reading)),
        dates=tuple(reading.dates[:MAX_WORDS]),
        numbers=tuple(reading.numbers[:MAX_WORDS]),
    )


def _filters(reading: _Reading) -> Iterator[Filter]:
    for (keyword, is_excluded), values in reading.filters.items():
        yield Filter(keyword, tuple(dict.fromkeys(values[:MAX_WORDS])), is_excluded)
    yield from tuple(dict.fromkeys(reading.flags))[:MAX_WORDS]


def _notes(reading: _Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.notes))
