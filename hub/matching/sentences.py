"""Sentences that are in no language yet: a message's key, and what it speaks of. Pure.

Signals make thousands of them for one page, of which some dozens are read: those are told
(:mod:`hub.matching.telling`), each in the language of who reads it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple, Union

Sort = Literal["skill", "kind", "cause", "language", "effort"]


class Name(NamedTuple):
    """How something of the vocabulary is called; ``label`` is English."""

    sort: Sort
    key: str
    label: str


class Title(NamedTuple):
    """A foreign title, to be brought onto one line."""

    text: str


class When(NamedTuple):
    """A day, as it is called on another one."""

    day: date
    today: date


class Listed(NamedTuple):
    """Several things with ``and`` or ``or`` before the last; beyond ``limit`` they go."""

    items: tuple["Fact", ...]
    word: Literal["and", "or"] = "and"
    limit: int = 3


class Sentence(NamedTuple):
    """A message with its facts. It may be a part of another sentence."""

    key: str
    facts: tuple[tuple[str, "Fact"], ...] = ()


Fact = Union[str, int, float, Name, Title, When, Listed, Sentence]  # noqa: UP007


def say(key: str, **facts: Fact) -> Sentence:
    """Make a sentence."""
    return Sentence(key, tuple(facts.items()))


def said(about_person: str, to_person: str) -> Sentence:
    """Take words as they are, in whatever language."""
    return say("said", about=about_person, to=to_person)


def listed(items: Iterable[Fact], *, word: Literal["and", "or"] = "and", limit: int = 3) -> Listed:
    """Join things when they are told."""
    return Listed(tuple(items), word, limit)


def when(at: datetime, now: datetime) -> When:
    """Say when something was, as seen now."""
    return When(at.date(), now.date())


def titled(text: str) -> Sentence:
    """Quote a foreign title, or say that there is none."""
    return say("quoted", text=Title(text)) if text.strip() else say("untitled")
