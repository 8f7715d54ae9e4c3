"""How well a person speaks each language: short texts in the database, ``de:fluent``."""

from collections.abc import Iterable, Mapping

from hub.models import Fluency


def levels_in(texts: Iterable[str]) -> Mapping[str, Fluency]:
    """Read how well each language is spoken, by code; a word that we do not know is left out."""
    pairs = (text.rpartition(":") for text in texts)
    return {code: Fluency(word) for code, _, word in pairs if word in [*Fluency]}


def as_texts(levels: Mapping[str, Fluency]) -> tuple[str, ...]:
    """Write it for the database."""
    return tuple(f"{code}:{level.value}" for code, level in levels.items())
