"""How much work an issue is, guessed from its title where no label says it. Pure.

Always an estimate, given with what it rests on. Rather nothing than a guess in doubt: only signs
that held in the past changes of several projects are used (``python -m benchmarks.estimates``).
Length of the text, steps to reproduce, code and files in the body told nothing there, nor is there
a sign for the level of a task: docs/estimates.md has the numbers.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from hub.normalise.phrases import Phrasebook, phrasebook, words_of
from hub.normalise.prose import prose_of, without_scopes
from hub.vocabulary.effort_signs import EffortSign, effort_sign, effort_signs
from hub.vocabulary.skills import find_skill

SMALL = "small"
ONE_FILE = "one-file"
MAX_BASIS = 2
MAX_BODY_CHARS = 4000
# With so much to say of it, or in it, a thing is less small than it looks. The points are measured
# (of titles that look small, see above); the comments are reasoned: no data has them.
MANY_POINTS = 3
MANY_COMMENTS = 10

_POINT = re.compile(r"^[ \t]{0,8}[-*+] ", re.MULTILINE)
_ENDINGS = frozenset(
    ("bat", "c", "cc", "cfg", "conf", "cpp", "cs", "css", "erb", "go", "gradle", "h", "html",
     "ini", "java", "js", "json", "kt", "md", "njk", "php", "properties", "proto", "ps1", "py",
     "rb", "rs", "rst", "scss", "sh", "sql", "svg", "swift", "toml", "ts", "tsx", "txt", "vue",
     "xml", "yaml", "yml")
)  # fmt: skip
_AROUND_NAMES = "`'\"()[]{}<>,;:!?.*“”‘’"
_MIN_STEM_CHARS = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """A guessed effort, and the keys of the signs that it rests on.

    "medium" is at least that: nothing tells it from longer work. ``None``: nothing is guessed.
    """

    effort: str | None = None
    basis: tuple[str, ...] = ()


NO_ESTIMATE = Estimate()


def estimate_effort(*, title: str, body: str, comments: int | None = None) -> Estimate:
    """Guess the effort of an issue by its title; signs of two efforts, and doubts, say nothing."""
    signs = tuple(_signs(title))
    efforts = {sign.effort for sign in signs if sign.effort}
    if len(efforts) != 1:
        return NO_ESTIMATE
    [effort] = efforts
    if effort == SMALL and _is_doubtful(signs, body, comments):
        return NO_ESTIMATE
    keys = dict.fromkeys(sign.key for sign in signs if sign.effort)
    return Estimate(effort, tuple(keys)[:MAX_BASIS])


def holds(estimate: Estimate, *, is_given_back: bool) -> bool:
    """Say whether a guess stands: what somebody took and gave back is not surely small."""
    return estimate.effort is not None and not (is_given_back and estimate.effort == SMALL)


def _is_doubtful(signs: Iterable[EffortSign], body: str, comments: int | None) -> bool:
    if any(sign.effort is None for sign in signs):
        return True
    if comments is not None and comments >= MANY_COMMENTS:
        return True
    return len(_POINT.findall(body[:MAX_BODY_CHARS])) >= MANY_POINTS


def _signs(title: str) -> Iterator[EffortSign]:
    folded = title.casefold()
    prose = prose_of(folded)
    words = words_of(prose)
    for found in (
        _opening_words().at_start(words_of(without_scopes(prose))),
        *_title_words().find_in(words),
        *_title_words().find_unspaced(folded),
    ):
        if found:
            yield effort_signs()[int(found[1])]
    one_file = effort_sign(ONE_FILE)
    if one_file and len(_files(title)) == 1:
        yield one_file


def _files(title: str) -> set[str]:
    """Name the files in a title: "Node.js" is none, nor is an address."""
    words = (word.strip(_AROUND_NAMES) for word in title.split() if "://" not in word)
    return {word for word in words if _is_file(word)}


def _is_file(word: str) -> bool:
    stem, _, ending = word.rpartition(".")
    name = stem.rpartition("/")[2]
    is_named = len(name) >= _MIN_STEM_CHARS and any(map(str.isalpha, name))
    return is_named and ending.lower() in _ENDINGS and not find_skill(word)


@cache
def _title_words() -> Phrasebook:
    return _book(lambda sign: not sign.is_opening)


@cache
def _opening_words() -> Phrasebook:
    return _book(lambda sign: sign.is_opening)


def _book(is_wanted: Callable[[EffortSign], bool]) -> Phrasebook:
    """Gather words; each stands for the place of its entry among the signs."""
    return phrasebook(
        (word, str(place))
        for place, sign in enumerate(effort_signs())
        if is_wanted(sign)
        for word in sign.words
    )
