"""Which of several words to do without, where hardly any document has all of them. Pure.

What has more of the question, and its rarer words, stands higher.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

# What lacks a word must not stand above what has all, however well it fits: a share of this.
LACKING_WEIGHT = 0.5
# Of a long question, so many words are looked at.
MOST_WEIGHED = 8
# Of a question that finds nothing, so many of the rarest words that somebody has are tried, which
# makes fifteen choices of them.
MOST_RAREST = 4


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word of a question: how many documents have it, and what that makes it worth.

    ``is_open`` for the last one while it is still being typed.
    """

    word: str
    count: int = 0
    worth: float = 0.0
    is_open: bool = False

    @property
    def text(self) -> str:
        """Write it so that the server takes it as it is meant: a space ends a word."""
        return self.word if self.is_open else f"{self.word} "


@dataclass(frozen=True, slots=True)
class Fewer:
    """Some words of a question, and what having them is worth beside having all."""

    words: str
    weight: float


def all_but_one(words: Sequence[Weighed]) -> list[Fewer]:
    """Leave out one word each time, and those that nobody has always."""
    known = [one for one in words if one.count]
    choices: list[Sequence[Weighed]] = [known] if 0 < len(known) < len(words) else []
    choices += combinations(known, len(known) - 1) if len(known) > 1 else ()
    return [_fewer(kept, of=words) for kept in choices]


def any_words(words: Sequence[Weighed], *, below: Collection[Fewer] = ()) -> list[Fewer]:
    """Ask for the rarest words that somebody has, in every choice of them.

    What is found by the choices ``below`` which they stand is found by those alone.
    """
    known = [one for one in words if one.count]
    rarest = sorted(known, key=lambda one: one.count)[:MOST_RAREST]
    higher = {one.words for one in below}
    chosen = [_fewer(kept, of=words) for kept in _choices(rarest)]
    share = LACKING_WEIGHT if higher else 1.0
    return [replace(one, weight=one.weight * share) for one in chosen if one.words not in higher]


def _choices(words: Sequence[Weighed]) -> Iterator[Sequence[Weighed]]:
    for count in range(len(words), 0, -1):
        yield from combinations(words, count)


def _fewer(kept: Sequence[Weighed], *, of: Sequence[Weighed]) -> Fewer:
    whole = sum(one.worth for one in of)
    share = sum(one.worth for one in kept) / whole if whole else 1.0
    ordered = sorted(kept, key=lambda one: one.is_open)
    return Fewer("".join(one.text for one in ordered), LACKING_WEIGHT * share)
