"""Reads the data files of this folder. Knows TOML and nothing of what stands in it."""

import tomllib
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TypeAlias

Entry: TypeAlias = dict[str, object]


@cache
def fingerprint() -> str:
    """Give twelve letters that are others once any data file of this folder is changed."""
    folder = resources.files("hub.vocabulary")
    digest = sha256()
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def entries(file: str, name: str) -> tuple[Entry, ...]:
    """Read the tables called ``name`` of a data file, in their order."""
    text = resources.files("hub.vocabulary").joinpath(file).read_text(encoding="utf-8")
    tables = tomllib.loads(text).get(name, [])
    if not isinstance(tables, list):
        raise TypeError(f"{file}: [[{name}]] must be a list of tables.")
    return tuple(tables)


def text_of(entry: Entry, name: str) -> str:
    """Give a text that must be there."""
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"An entry lacks the text {name!r}: {entry!r}")
    return value


def optional_text_of(entry: Entry, name: str) -> str | None:
    """Give a text that may be missing."""
    return text_of(entry, name) if name in entry else None


def texts_of(entry: Entry, name: str) -> tuple[str, ...]:
    """Give a list of texts; empty where it is missing."""
    values = entry.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name!r} must be a list of texts: {entry!r}")
    return tuple(values)


def flag_of(entry: Entry, name: str) -> bool:
    """Give a flag; false where it is missing."""
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name!r} must be true or false: {entry!r}")
    return value


def number_of(entry: Entry, name: str) -> int:
    """Give a whole number; 0 where it is missing."""
    value = entry.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name!r} must be a whole number: {entry!r}")
    return value
