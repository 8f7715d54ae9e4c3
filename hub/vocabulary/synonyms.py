"""Words that mean the same in a search: the data file, and the spellings of skills."""

from functools import cache

from hub.vocabulary.files import entries, texts_of
from hub.vocabulary.skills import skills

# Shorter spellings ("r", "c") stand in too many texts for something else.
MIN_SKILL_CHARS = 2
# How German letters are typed where the keyboard lacks them.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """List the groups: those of the data file, then one for each skill with several spellings.

    A skill whose name is an everyday word too ("go") is left out.
    """
    written = (texts_of(entry, "words") for entry in entries("synonyms.toml", "synonyms"))
    return (*map(_also_spelled_out, written), *_of_skills())


def _also_spelled_out(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words, *(word.translate(_SPELLED_OUT) for word in words))))


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
