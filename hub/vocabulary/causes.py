"""The twelve causes of the home page, and the words that lead to each."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, text_of, texts_of


@dataclass(frozen=True, slots=True)
class Cause:
    """What a project is for. ``topics`` and ``words`` are lower case with single spaces.

    A topic equals one of ``topics``, or holds one of ``words``; a description holds one of
    ``words``. A word that ends in ``*`` stands for all that begin so.
    """

    key: str
    label: str
    topics: tuple[str, ...]
    words: tuple[str, ...]
    source: str


@cache
def causes() -> tuple[Cause, ...]:
    """List the causes in the order of the home page."""
    return tuple(
        Cause(
            key=text_of(entry, "key"),
            label=text_of(entry, "label"),
            topics=texts_of(entry, "topics"),
            words=texts_of(entry, "words"),
            source=text_of(entry, "source"),
        )
        for entry in entries("causes.toml", "cause")
    )


def cause(key: str) -> Cause | None:
    """Find a cause by its key."""
    return _by_key().get(key)


def find_cause(text: str) -> Cause | None:
    """Find a cause by its key or its name, in any case."""
    return _by_name().get(" ".join(text.casefold().split()))


@cache
def _by_key() -> dict[str, Cause]:
    return {each.key: each for each in causes()}


@cache
def _by_name() -> dict[str, Cause]:
    return {name.casefold(): each for each in causes() for name in (each.key, each.label)}
