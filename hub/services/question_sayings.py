"""Phrases in a search of people where a field is meant: "can mentor: rust", "speaks: Spanish".

They are written in short, as the fields are typed (:mod:`hub.services.question_fields`), and a note
says how each was read. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hub.vocabulary.causes import find_cause
from hub.vocabulary.kinds import find_kind
from hub.vocabulary.skills import find_skill
from hub.vocabulary.spoken import find_spoken

# What stands before a colon, by the field that it means; the page of a person has the same words.
_SAYINGS: Final = {
    "can mentor": "mentor",
    "can": "skill",
    "can do": "skill",
    "knows": "skill",
    "skill": "skill",
    "mentor": "mentor",
    "mentors": "mentor",
    "wants to learn": "learning",
    "would like to learn": "learning",
    "learns": "learning",
    "learning": "learning",
    "speaks": "spoken",
    "spoken": "spoken",
    "likes": "kind",
    "kind": "kind",
    "cares about": "cause",
    "cause": "cause",
}
_SHORT: Final = {"spoken": "speaks", "learning": "learns"}
_READ_AS: Final = {
    "mentor": "can mentor",
    "skill": "can do",
    "learning": "wants to learn",
    "spoken": "speaks",
    "kind": "likes",
    "cause": "cares about",
}
_MOST_WORDS = 4
_MOST_VALUES = 30
_BEFORE_COLON = "|".join(
    re.escape(each).replace(r"\ ", r"\s+") for each in sorted(_SAYINGS, key=len, reverse=True)
)
_SAYING = re.compile(
    rf"(?<!\S)(?P<sign>-?)(?P<who>(?:people\s+|somebody\s+)?who\s+)?(?P<saying>{_BEFORE_COLON})\s*:",
    re.IGNORECASE,
)
_PHRASE = re.compile(r'\s*["“„«”]([^"“”»]*)["“”»]')
_WORD = re.compile(r'\s*([^\s,"“„«”»]+)')
_QUOTES = re.compile('["“„«”»]')
_COMMA = re.compile(r"\s*,")


@dataclass(frozen=True, slots=True)
class InShort:
    """A text with its phrases in short, and sentences on how each was read."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A phrase and its values, where it stands in the text."""

    start: int
    end: int
    sign: str
    field: str
    values: tuple[str, ...]

    @property
    def in_short(self) -> str:
        name = _SHORT.get(self.field, self.field)
        return " ".join(f"{self.sign}{name}:{in_quotes(value)}" for value in self.values)


def in_short(text: str) -> InShort:
    """Write the phrases of a text in short; what is in short already stays as it is."""
    parts, notes, at = list[str](), list[str](), 0
    for said in _phrases(text):
        parts += [text[at : said.start], said.in_short]
        notes.append(_note(text[said.start : said.end].strip(), said))
        at = said.end
    return InShort("".join((*parts, text[at:])), tuple(notes))


def in_quotes(value: str) -> str:
    """Write a value so that it is read as one, whatever stands in it."""
    plain = _QUOTES.sub("", value)
    return f'"{plain}"' if re.search(r"[\s,]", plain) else plain


def _phrases(text: str) -> Iterator[_Said]:
    at = 0
    while found := _SAYING.search(text, at):
        at = found.end()
        if _is_short(found, text):
            continue
        field = _SAYINGS[" ".join(found["saying"].lower().split())]
        values, end = _values(text, at, field)
        if values:
            yield _Said(found.start(), end, found["sign"], field, values)
        at = end


def _is_short(found: re.Match[str], text: str) -> bool:
    """Say whether this is a field as the rest of the search reads it: one word, no space."""
    is_one_word = not re.search(r"\s", found[0])
    return is_one_word and not text[found.end() : found.end() + 1].isspace()


def _values(text: str, at: int, field: str) -> tuple[tuple[str, ...], int]:
    """Read what stands behind a colon: one value, or several known ones parted by commas."""
    values, last = list[str](), at
    while len(values) < _MOST_VALUES:
        value, end = _value(text, at, field)
        if not value or (values and _known(field, value) is None):
            break
        values.append(value)
        last = end
        comma = _COMMA.match(text, end)
        if comma is None:
            break
        at = comma.end()
    return tuple(values), last


def _value(text: str, at: int, field: str) -> tuple[str, int]:
    phrase = _PHRASE.match(text, at)
    if phrase:
        return " ".join(phrase[1].split()), phrase.end()
    return _longest(text, at, field)


def _longest(text: str, at: int, field: str) -> tuple[str, int]:
    """Take as many words as are one name that we know, such as "machine learning"; else one."""
    words, ends, end = list[str](), list[int](), at
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, end)):
        end = found.end()
        words.append(found[1])
        ends.append(end)
    for count in range(len(words), 1, -1):
        named = " ".join(words[:count])
        if _known(field, named):
            return named, ends[count - 1]
    return (words[0], ends[0]) if words else ("", at)


def _note(typed: str, said: _Said) -> str:
    named = " or ".join(_known(said.field, value) or value for value in said.values)
    whether = "not who" if said.sign else "who"
    return (
        f"We read “{typed}” as: {whether} {_READ_AS[said.field]} {named}. In short: {said.in_short}"
    )


def _known(field: str, text: str) -> str | None:
    """Give the name of a value that the vocabulary has; ``None`` for what it does not."""
    match field:
        case "spoken":
            language = find_spoken(text)
            return language.name if language else None
        case "kind":
            kind = find_kind(text)
            return kind.label if kind else None
        case "cause":
            cause = find_cause(text)
            return cause.label if cause else None
    skill = find_skill(text)
    return skill.name if skill else None
