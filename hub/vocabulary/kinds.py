"""The eleven kinds of work, and the all-contributors keys that belong under each."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, text_of, texts_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work. ``icon`` is a name of the sprite; ``label`` is English."""

    key: str
    label: str
    icon: str
    all_contributors: tuple[str, ...]
    source: str


@cache
def kinds() -> tuple[Kind, ...]:
    """List the kinds in the order in which they are shown."""
    return tuple(
        Kind(
            key=text_of(entry, "key"),
            label=text_of(entry, "label"),
            icon=text_of(entry, "icon"),
            all_contributors=texts_of(entry, "all_contributors"),
            source=text_of(entry, "source"),
        )
        for entry in entries("kinds.toml", "kind")
    )


def kind(key: str) -> Kind | None:
    """Find a kind by its key."""
    return _by_key().get(key)


def find_kind(text: str) -> Kind | None:
    """Find a kind by its key or its name, in any case."""
    return _by_name().get(" ".join(text.casefold().split()))


@cache
def _by_key() -> dict[str, Kind]:
    return {each.key: each for each in kinds()}


@cache
def _by_name() -> dict[str, Kind]:
    return {name.casefold(): each for each in kinds() for name in (each.key, each.label)}
