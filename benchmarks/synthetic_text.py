"""Texts that look like issues to an index: word counts, lengths and marks as they were measured.

Nothing here was written by anybody: words are drawn one by one. It must not know of tasks.
"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from benchmarks.distributions import Distributions, LengthGroup

# Our own assumption: a title holds fewer of the commonest words than a body, and more rare ones.
TITLE_FLATTENING = 0.6
TITLE_RARE_SHARE = 0.25
MEAN_WORD_CHARS = 5.6

ONSETS = (*"bcdfghjklmnprstvwz", "br", "cl", "dr", "fl", "gr", "kr", "qu", "sh", "st", "th", "tr")
NUCLEI = (*"aeiouy", "ai", "ea", "io", "ou")
CODAS = ("", "", "", "n", "r", "s", "t", "l", "x", "ck", "nd", "rm")
SYLLABLES = tuple(
    onset + nucleus + coda for onset in ONSETS for nucleus in NUCLEI for coda in CODAS
)

# First and last letter of the alphabets that the 2 % and 0.5 % of other scripts are drawn from.
OTHER_SCRIPTS = ((0x0430, 0x044F), (0x4E00, 0x4FFF), (0x3042, 0x3093), (0x03B1, 0x03C9))
RIGHT_TO_LEFT_SCRIPTS = ((0x05D0, 0x05EA), (0x0628, 0x064A))


@dataclass(frozen=True, slots=True)
class Deck:
    """Words with running weights, ready for ``Random.choices``."""

    words: tuple[str, ...]
    weights: tuple[float, ...]


class Writer:
    """Draws words, titles and bodies. Remembers how much it wrote, since vocabulary grows so."""

    def __init__(self, distributions: Distributions, rng: Random) -> None:
        self._rng = rng
        self._distributions = distributions
        counts = distributions.top_words
        self._body_deck = _deck(counts, power=1.0)
        self._title_deck = _deck(counts, power=TITLE_FLATTENING)
        self._body_rare_share = 1 - sum(counts.values()) / distributions.measured_tokens
        self._rare_words: list[str] = []
        self._known_words: set[str] = set(counts)
        self._written = distributions.measured_tokens

    def title(self) -> str:
        """Write a title with a length as in the good first issues."""
        chars = max(8.0, self._distributions.title_chars.draw(self._rng))
        words = self._words(self._title_deck, max(2, round(chars / 6.8)), TITLE_RARE_SHARE)
        text = " ".join(words)
        return text[0].upper() + text[1:]

    def body(self, group: LengthGroup) -> str:
        """Write a body: empty, or of log-normal length, with markdown marks of the group."""
        rng = self._rng
        if rng.random() < group.features["empty"]:
            return ""
        chars = min(rng.lognormvariate(group.mu, group.sigma), 65_536)
        count = max(1, round(chars / (MEAN_WORD_CHARS + 1)))
        words = self._words(self._body_deck, count, self._body_rare_share)
        return _with_marks(words, group, rng)

    def in_other_script(self, text: str, *, is_right_to_left: bool) -> str:
        """Write a text of the same number of words in a script that is not Latin."""
        rng = self._rng
        scripts = RIGHT_TO_LEFT_SCRIPTS if is_right_to_left else OTHER_SCRIPTS
        first, last = rng.choice(scripts)
        return " ".join(
            "".join(chr(rng.randint(first, last)) for _ in range(rng.randint(2, 8)))
            for _ in range(min(len(text.split()), 400))
        )

    def _words(self, deck: Deck, count: int, rare_share: float) -> list[str]:
        words = self._rng.choices(deck.words, cum_weights=deck.weights, k=count)
        self._written += count
        rare_count = int(count * rare_share + self._rng.random())
        for number, word in enumerate(self._draw_rare(rare_count)):
            words[number * count // rare_count] = word
        return words

    def _draw_rare(self, count: int) -> list[str]:
        """Draw made-up words: their ranks follow Zipf, the largest rank follows Heaps."""
        first = len(self._body_deck.words)
        last = max(first + 1.0, self._distributions.vocabulary_at(self._written))
        power = 1 - self._distributions.zipf_exponent
        low, width = first**power, last**power - first**power
        draw, root = self._rng.random, 1 / power
        ranks = [int((low + draw() * width) ** root) - first for _ in range(count)]
        self._make_rare(up_to=max(ranks, default=-1))
        return [self._rare_words[rank] for rank in ranks]

    def _make_rare(self, *, up_to: int) -> None:
        rng, choices = self._rng, self._rng.choices
        while len(self._rare_words) <= up_to:
            word = "".join(choices(SYLLABLES, k=2 + int(rng.random() * 3)))
            if word not in self._known_words:
                self._known_words.add(word)
                self._rare_words.append(word)


def _deck(counts: dict[str, int], *, power: float) -> Deck:
    return Deck(tuple(counts), tuple(accumulate(count**power for count in counts.values())))


def _with_marks(words: list[str], group: LengthGroup, rng: Random) -> str:
    """Part the words into lines; put in code, headings, lists, links as often as measured."""
    lines = [" ".join(words[start : start + 24]) for start in range(0, len(words), 24)]
    features = group.features
    middle = len(lines) // 2
    if rng.random() < features["code_fence"]:
        lines[middle] = f"```\n{lines[middle]}\n```"
    if rng.random() < features["heading"]:
        lines.insert(0, f"### {words[0]}")
    if rng.random() < features["bullet"]:
        lines[-1] = f"- {lines[-1]}"
    if rng.random() < features["task_list"]:
        lines.append(f"- [ ] {words[-1]}")
    if rng.random() < features["url"]:
        lines.append(f"https://{words[0]}.example/{words[-1]}/{rng.randint(1, 9999)}")
    return ("\r\n" if rng.random() < features["crlf"] else "\n").join(lines)
