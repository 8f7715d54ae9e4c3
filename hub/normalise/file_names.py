"""Skills that names of files hint at: who works on ``src/Map.tsx`` writes TypeScript.

The names stand with each skill of the vocabulary; here they are found among the words of a text.
"""

from collections.abc import Sequence
from functools import cache

from hub.vocabulary.skills import find_skill, skills

MAX_DOTS = 2  # "map.test.tsx" is a file, "org.example.map.tsx" rather a package
_MIN_STEM_CHARS = 2


def skills_of_files(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Name the skills of the files that stand among the words of a text, in their order.

    Rather too few: what is called ("$el.html(...)") and what is a skill itself ("Node.js") is no
    file, and capitals count ("end of it.Go on" names no file of Go).
    """
    hints = _hints()
    found: dict[str, None] = {}
    for word in [word for word in words if "." in word or word in hints]:
        for name, key in hints.get(_last_part(word), ()):
            if _is_named(name, word=word, text=text):
                found[key] = None
    return tuple(found)


def _last_part(name: str) -> str:
    """Cut a name before its last dot: ``.yml`` of "compose.yml", and all of "Dockerfile"."""
    _, dot, ending = name.rpartition(".")
    return dot + ending


def _is_named(name: str, *, word: str, text: str) -> bool:
    if not name.startswith("*."):
        # "docker-compose.yml" is two words of a text.
        return name == word or (name.endswith(word) and name in text)
    if word == name.removeprefix("*"):
        return name in text
    stem = word.removesuffix(name.removeprefix("*"))
    is_file = stem != word and len(stem) >= _MIN_STEM_CHARS and any(map(str.isalpha, stem))
    return (
        is_file and word.count(".") <= MAX_DOTS and f"{word}(" not in text and not find_skill(word)
    )


@cache
def _hints() -> dict[str, tuple[tuple[str, str], ...]]:
    """Gather (name of files, skill) by the last part of the name, longer names first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in skills():
        for name in each.files:
            found.setdefault(_last_part(name), []).append((name, each.key))
    return {
        part: tuple(sorted(names, key=lambda name_and_key: -len(name_and_key[0])))
        for part, names in found.items()
    }
