"""What one can do or learn: the list of skills, and how a written name leads to its key.

A key is stable and goes into the database; a name is what people read.
"""

import re
from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, flag_of, text_of, texts_of

_SEPARATORS = re.compile(r"[\s_\-./]+")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill. ``aliases`` are other spellings of its name, in lower case.

    In running text it is recognised by its name and aliases, unless ``is_quiet``: then the name
    is an everyday word too ("go", "express") and only ``said_as`` counts, letter by letter.
    """

    key: str
    name: str
    category: str
    aliases: tuple[str, ...]
    is_quiet: bool
    said_as: tuple[str, ...]
    source: str


@cache
def skills() -> tuple[Skill, ...]:
    """List all skills in the order of the data file."""
    return tuple(
        Skill(
            key=text_of(entry, "key"),
            name=text_of(entry, "name"),
            category=text_of(entry, "category"),
            aliases=texts_of(entry, "aliases"),
            is_quiet=flag_of(entry, "quiet"),
            said_as=texts_of(entry, "said_as"),
            source=text_of(entry, "source"),
        )
        for entry in entries("skills.toml", "skill")
    )


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
