"""What one can do or learn: the list of skills, how a written name leads to its key, and which
skills are broader, narrower or near.

A key is stable and goes into the database; a name is what people read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hub.vocabulary.files import Entry, entries, flag_of, text_of, texts_of

_SEPARATORS = re.compile(r"[\s_\-./]+")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill. ``aliases`` are other spellings of its name, in lower case.

    In running text it is recognised by its name and aliases, unless ``is_quiet``: then the name
    is an everyday word too ("go", "express") and only ``said_as`` counts, letter by letter.

    ``broader`` are the skills of which somebody with this one knows something too (React:
    JavaScript), ``near`` those that it helps to learn, and the other way round. ``files`` are names
    of files that hint at it, each a whole name or ``*.ending``.
    """

    key: str
    name: str
    category: str
    aliases: tuple[str, ...]
    is_quiet: bool
    said_as: tuple[str, ...]
    broader: tuple[str, ...]
    near: tuple[str, ...]
    files: tuple[str, ...]
    source: str


@cache
def skills() -> tuple[Skill, ...]:
    """List all skills in the order of the data file."""
    written = entries("skills.toml", "skill")
    near = _both_ways(written)
    return tuple(
        Skill(
            key=text_of(entry, "key"),
            name=text_of(entry, "name"),
            category=text_of(entry, "category"),
            aliases=texts_of(entry, "aliases"),
            is_quiet=flag_of(entry, "quiet"),
            said_as=texts_of(entry, "said_as"),
            broader=texts_of(entry, "broader"),
            near=near.get(text_of(entry, "key"), ()),
            files=texts_of(entry, "files"),
            source=text_of(entry, "source"),
        )
        for entry in written
    )


def _both_ways(written: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Turn what each entry is near to, written once for a pair, into what each key is near to."""
    found: dict[str, list[str]] = {}
    for entry in written:
        key = text_of(entry, "key")
        for other in texts_of(entry, "near"):
            found.setdefault(key, []).append(other)
            found.setdefault(other, []).append(key)
    return {key: tuple(others) for key, others in found.items()}


def skill(key: str) -> Skill | None:
    """Find a skill by its key."""
    return _by_key().get(key)


def skill_name(key: str) -> str:
    """Name a skill; a key that is not in the vocabulary is its own name."""
    found = skill(key)
    return found.name if found else key


def find_skill(text: str) -> Skill | None:
    """Find a skill by a spelling: its key, name or alias; case and separators do not matter."""
    key = _by_spelling().get(fold_skill(text))
    return skill(key) if key else None


@cache
def broader_than(key: str) -> tuple[str, ...]:
    """List the skills of which somebody with this one knows something too, the nearest first.

    Next.js: React, then JavaScript, then web development. Empty at the top and for an unknown key.
    """
    return _reached_from(key, _broader())


@cache
def narrower_than(key: str) -> tuple[str, ...]:
    """List the skills that bring something of this one along, the nearest first."""
    return _reached_from(key, _narrower())


def near_to(key: str) -> tuple[str, ...]:
    """List the skills that this one helps to learn; each of them has this one in its list too."""
    found = skill(key)
    return found.near if found else ()


@cache
def relatives_of(key: str) -> Mapping[str, str]:
    """Map the skills that somebody with this one is not far from to how: broader, near, narrower.

    Of narrower ones only those right below: who knows the web in general may know any of hundreds.
    """
    below = (each.key for each in skills() if key in each.broader)
    return MappingProxyType(
        dict.fromkeys(below, "narrower")
        | dict.fromkeys(near_to(key), "near")
        | dict.fromkeys(broader_than(key), "broader")
    )


@cache
def close_to(key: str) -> Mapping[str, str]:
    """Map the skills that bring somebody near this one to how: the other way of relatives_of."""
    found = skill(key)
    return MappingProxyType(
        dict.fromkeys(found.broader if found else (), "narrower")
        | dict.fromkeys(near_to(key), "near")
        | dict.fromkeys(narrower_than(key), "broader")
    )


def fold_skill(text: str) -> str:
    """Bring a spelling to the form in which spellings are compared: "Node.js" to "nodejs".

    A leading dot, ``+`` and ``#`` stay, since .NET, C++ and C# live by them.
    """
    lowered = text.strip().casefold()
    dot = "." if lowered.startswith(".") else ""
    return dot + _SEPARATORS.sub("", lowered)


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """List every (spelling, key) as written in the data file; no folded spelling has two keys."""
    return tuple(
        (spelling, each.key)
        for each in skills()
        for spelling in dict.fromkeys((each.key, each.name, *each.aliases))
    )


@cache
def _by_key() -> dict[str, Skill]:
    return {each.key: each for each in skills()}


@cache
def _by_spelling() -> dict[str, str]:
    return {fold_skill(spelling): key for spelling, key in spellings()}


@cache
def _broader() -> dict[str, tuple[str, ...]]:
    return {each.key: each.broader for each in skills()}


@cache
def _narrower() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in skills():
        for broader in each.broader:
            found.setdefault(broader, []).append(each.key)
    return {key: tuple(keys) for key, keys in found.items()}


def _reached_from(key: str, steps: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Follow the steps from a key to the end, breadth first; every key once."""
    found: dict[str, None] = {}
    reached = steps.get(key, ())
    while reached:
        found.update(dict.fromkeys(reached))
        further = (next_key for each in reached for next_key in steps.get(each, ()))
        reached = tuple(dict.fromkeys(each for each in further if each not in found))
    return tuple(found)
