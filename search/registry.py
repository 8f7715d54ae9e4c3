"""Engines by name, one line each. A new one is its folder, its line and its contract test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from search.base import SearchEngine
from search.meilisearch import MeilisearchEngine
from search.synonyms import Group
from search.tantivy import TantivyEngine


@dataclass(frozen=True, slots=True)
class EnginePlace:
    """Where an engine finds its data: a folder, or the address and keys of a server.

    ``read_key`` is one that may only search; where it is empty, ``key`` serves for that too.
    ``synonyms`` are groups of words that mean the same.
    """

    directory: Path
    url: str = ""
    key: str = ""
    read_key: str = ""
    synonyms: tuple[Group, ...] = ()


ENGINES: Mapping[str, Callable[[EnginePlace], SearchEngine]] = {
    "tantivy": lambda place: TantivyEngine(place.directory, synonyms=place.synonyms),
    "meilisearch": lambda place: MeilisearchEngine(
        place.url, place.key, read_key=place.read_key, synonyms=place.synonyms
    ),
}
