"""Words that mean the same in a search: the data file, and the spellings of skills."""

from functools import cache

from hub.vocabulary.files import entries, texts_of
from hub.vocabulary.skills import skills

# Shorter spellings ("r", "c") stand in too many texts for something else.
MIN_SKILL_CHARS = 2


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """List the groups: those of the data file, then one for each skill with several spellings.

    A skill whose name is an everyday word too ("go") is left out.
    """
    written = tuple(texts_of(entry, "words") for entry in entries("synonyms.toml", "synonyms"))
    return (*written, *_of_skills())


def _of_skills() -> tuple[tuple[str, ...], ...]:
    groups = (
        tuple(
            spelling
            for spelling in dict.fromkeys((skill.name.casefold(), *skill.aliases))
            if len(spelling) >= MIN_SKILL_CHARS
        )
        for skill in skills()
        if not skill.is_quiet
    )
    return tuple(group for group in groups if len(group) > 1)
