"""Skills that a repository or a text asks for, as keys of the vocabulary."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from hub.normalise.file_names import skills_of_files
from hub.normalise.labels import read_labels
from hub.normalise.phrases import Phrasebook, phrasebook, words_of
from hub.normalise.prose import prose_and_code
from hub.vocabulary.skills import find_skill, skills

MAX_TEXT_CHARS = 1500
MAIN_LANGUAGES = 2
_FENCE_START = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*([A-Za-z][\w+#.\-]*)", re.M)
_FENCES_THAT_SAY_NOTHING = frozenset(
    ("bash", "cmd", "console", "csv", "diff", "ini", "json", "log", "markdown", "md", "output",
     "patch", "plain", "sh", "shell", "text", "toml", "txt", "xml", "yaml", "yml", "zsh")
)  # fmt: skip
_CATEGORIES_OF_CODE = frozenset({"language", "framework", "platform", "tool"})
_MIN_NAME_CHARS = 2
_MIN_ALIAS_CHARS = 4


def skills_of(
    languages: Sequence[str], topics: Sequence[str], labels: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Name the skills of a repository: those of labels, then languages, then topics.

    A word that is no skill of the vocabulary is left out.
    """
    named = (find_skill(name) for name in (*languages, *topics))
    keys = (*read_labels(labels).skills, *(found.key for found in named if found))
    return tuple(dict.fromkeys(keys))


def code_skills_of(languages: Sequence[str], topics: Sequence[str]) -> tuple[str, ...]:
    """Name what one needs to change the code of a repository: main languages and frameworks.

    Its topics also say what it is about ("gardening"), which a change in code does not ask for.
    """
    return _code_skills(tuple(languages[:MAIN_LANGUAGES]), tuple(topics))


@lru_cache(maxsize=1024)
def _code_skills(languages: tuple[str, ...], topics: tuple[str, ...]) -> tuple[str, ...]:
    frameworks = (
        found.key
        for topic in topics
        if (found := find_skill(topic)) and found.category in _CATEGORIES_OF_CODE
    )
    return tuple(dict.fromkeys((*skills_of(languages, ()), *frameworks)))


def skills_in_text(text: str, *, has_files: bool = True) -> tuple[str, ...]:
    """Find skills that a text names in whole words, in order of their standing; rather too few.

    Looks at the first 1,500 characters. The language of a code fence counts, its inside and
    addresses do not; words that are everyday words too ("go") count only as said letter by letter.
    Names of files come last, since they tell where a thing broke rather than what is asked for;
    they count in inline code as well, unless ``has_files`` says that they are not asked for.
    """
    start = text[:MAX_TEXT_CHARS]
    fenced = _fence_languages(start) if "```" in start or "~~~" in start else ()
    prose, code = prose_and_code(start)
    words = words_of(prose)
    said = (key for _, key in _clear_spellings().find_in([word.casefold() for word in words]))
    letter_by_letter = (key for _, key in _said_as().find_in(words))
    named = [*words, *words_of(code)] if code else words
    of_files = skills_of_files(named, start) if has_files else ()
    return tuple(dict.fromkeys((*said, *letter_by_letter, *fenced, *of_files)))


def _fence_languages(text: str) -> tuple[str, ...]:
    names = (match[1] for match in _FENCE_START.finditer(text))
    found = (find_skill(name) for name in names if name.lower() not in _FENCES_THAT_SAY_NOTHING)
    return tuple(each.key for each in found if each)


@cache
def _clear_spellings() -> Phrasebook:
    """Gather names and aliases; an alias of three letters ("dei", "osm") is a word somewhere."""
    return phrasebook(
        (spelling.casefold(), each.key)
        for each in skills()
        if not each.is_quiet
        for spelling in (each.name, *each.aliases)
        if len(spelling) >= (_MIN_NAME_CHARS if spelling == each.name else _MIN_ALIAS_CHARS)
    )


@cache
def _said_as() -> Phrasebook:
    return phrasebook((spelling, each.key) for each in skills() for spelling in each.said_as)
